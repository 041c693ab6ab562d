internal import Monitoring
internal import Planograms
internal import Recognition
internal import Retail

/// One zone: compares what is seen in it with its planogram and remembers what it has reported.
struct ZoneWatch: Sendable {
    let zone: Zone
    /// Places in the catalogue of the planned SKUs.
    let planned: Set<Int>
    private let registration: Registration
    private let comparison: ShelfComparison
    private let bay: Bay
    private var monitor: ZoneMonitor

    init(
        zone: Zone, planogram: Planogram, catalogue: Catalogue, settings: MonitorSettings
    ) throws(PlanogramError) {
        self.zone = zone
        bay = planogram.bay
        planned = Set(planogram.bay.shelves.flatMap(\.positions).compactMap { catalogue.index(of: $0.gtin) })
        registration = try Registration(zone: zone)
        comparison = ShelfComparison(planogram: planogram, zone: zone.id, catalogue: catalogue)
        monitor = ZoneMonitor(zone: zone.id, settings: settings)
    }

    var deviations: [Deviation] { monitor.deviations }

    mutating func restore(_ deviations: [Deviation]) {
        monitor.restore(ZoneMonitor.Snapshot(open: deviations))
    }

    /// Whether a box in a picture of `size` stands in this bay.
    func contains(_ box: PixelRect, in size: PixelSize) -> Bool {
        let margin = 50.0
        guard let place = registration.scaled(to: size).shelfRect(for: box) else { return false }
        let center = place.center
        return (-margin...(bay.widthMM + margin)).contains(center.xMM)
            && (-margin...(bay.heightMM + margin)).contains(center.yMM)
    }

    /// Judges one look at the shelf; `time` in seconds since 1970 (UTC).
    mutating func observe(
        _ objects: [SeenObject], in size: PixelSize, at time: Double
    ) -> (events: [DeviationEvent], figures: ZoneFigures) {
        let registration = registration.scaled(to: size)
        let sightings = objects.compactMap { object in
            registration.shelfRect(for: object.detection.box).map { place in
                Sighting(
                    objectClass: object.detection.objectClass, place: place, confidence: object.detection.score,
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
