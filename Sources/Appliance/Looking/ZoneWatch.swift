internal import Monitoring
internal import Planograms
internal import Recognition
internal import Retail

/// One zone: compares what is seen in it with its planogram and remembers what it has reported.
struct ZoneWatch: Sendable {
    let zone: Zone
    private let planogram: Planogram
    /// What is planned where: places in the catalogue, and the space of the position.
    private var planned: [(sku: Int, space: ShelfRect)]
    private var plannedSKUs: Set<Int>
    private let registration: Registration
    private var comparison: ShelfComparison
    private var monitor: ZoneMonitor

    init(
        zone: Zone, planogram: Planogram, catalogue: any SKUTable, settings: MonitorSettings
    ) throws(PlanogramError) {
        self.zone = zone
        self.planogram = planogram
        planned = Self.planned(by: planogram, catalogue)
        plannedSKUs = Set(planned.map(\.sku))
        registration = try Registration(zone: zone)
        comparison = ShelfComparison(planogram: planogram, zone: zone.id, catalogue: catalogue)
        monitor = ZoneMonitor(zone: zone.id, settings: settings)
    }

    private static func planned(
        by planogram: Planogram, _ catalogue: any SKUTable
    ) -> [(sku: Int, space: ShelfRect)] {
        planogram.bay.shelves.flatMap { shelf in
            shelf.positions.compactMap { position in
                catalogue.index(of: position.gtin).map { sku in
                    let space = ShelfRect(
                        xMM: position.xMM, yMM: shelf.surfaceMM, widthMM: position.widthMM,
                        heightMM: shelf.clearanceMM)
                    return (sku, space)
                }
            }
        }
    }

    /// Goes on with another version of the catalogue.
    mutating func adopt(_ catalogue: any SKUTable) {
        planned = Self.planned(by: planogram, catalogue)
        plannedSKUs = Set(planned.map(\.sku))
        comparison = ShelfComparison(planogram: planogram, zone: zone.id, catalogue: catalogue)
    }

    var deviations: [Deviation] { monitor.deviations }

    mutating func restore(_ deviations: [Deviation]) {
        monitor.restore(ZoneMonitor.Snapshot(open: deviations))
    }

    /// What the plan knows of a box in a picture of `size`; `nil` if it does not stand in this bay.
    func circumstances(of box: PixelRect, in size: PixelSize) -> TreeClassifier.Circumstances? {
        guard let place = place(of: box, in: size) else { return nil }
        let center = place.center
        var circumstances = TreeClassifier.Circumstances()
        circumstances.widthMM = place.widthMM
        circumstances.heightMM = place.heightMM
        circumstances.plannedInZone = plannedSKUs
        circumstances.plannedHere = Set(
            planned.filter { plan in
                (plan.space.xMM...(plan.space.xMM + plan.space.widthMM)).contains(center.xMM)
                    && (plan.space.yMM...(plan.space.yMM + plan.space.heightMM)).contains(center.yMM)
            }.map(\.sku))
        return circumstances
    }

    /// Where a box stands on the bay's front plane; `nil` if beside the bay.
    private func place(of box: PixelRect, in size: PixelSize) -> ShelfRect? {
        let margin = 50.0
        guard let place = registration.scaled(to: size).shelfRect(for: box),
            (-margin...(planogram.bay.widthMM + margin)).contains(place.center.xMM),
            (-margin...(planogram.bay.heightMM + margin)).contains(place.center.yMM)
        else { return nil }
        return place
    }

    /// Judges one look at the shelf; `time` in seconds since 1970 (UTC).
    mutating func observe(
        _ objects: [SeenObject], in size: PixelSize, at time: Double
    ) -> (events: [DeviationEvent], figures: ZoneFigures) {
        let registration = registration.scaled(to: size)
        let sightings = objects.compactMap { object in
            place(of: object.detection.box, in: size).map { place in
                Sighting(
                    objectClass: object.detection.objectClass, place: place,
                    confidence: object.detection.score,
                    identification: object.identification)
            }
        }
        // What the picture does not show is not observed.
        let outside = comparison.slots.map(\.area).filter { registration.visibleShare(of: $0) < 0.75 }
        let look = comparison.look(at: sightings, hidden: outside)
        return (monitor.observe(look, at: time), look.figures)
    }

    /// Where a finding's slot is in a picture of `size`.
    func slot(of finding: Finding, in size: PixelSize) -> PixelRect? {
        registration.scaled(to: size).pixelRect(for: finding.slot)
    }
}
