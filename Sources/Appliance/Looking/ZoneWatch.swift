internal import Monitoring
internal import Planograms
internal import Recognition
internal import Retail

/// One zone: compares what is seen in it with its planogram and remembers what it has reported.
struct ZoneWatch: Sendable {
    let zone: Zone
    private let plan: PlanogramVersions
    private var catalogue: any SKUTable
    private let registration: Registration
    private var running: RunningPlan?
    private var monitor: ZoneMonitor
    private var lastLook: ShelfLook?

    init(
        zone: Zone, plan: PlanogramVersions, catalogue: any SKUTable, settings: MonitorSettings
    ) throws(PlanogramError) {
        self.zone = zone
        self.plan = plan
        self.catalogue = catalogue
        registration = try Registration(zone: zone)
        monitor = ZoneMonitor(zone: zone.id, settings: settings)
    }

    /// Goes on with another version of the catalogue.
    mutating func adopt(_ catalogue: any SKUTable) {
        self.catalogue = catalogue
        running = running.map { RunningPlan($0.planogram, zone: zone.id, catalogue: catalogue) }
    }

    /// Changes over to the version of the plan that runs at `time`, in seconds since 1970 (UTC); before each look.
    ///
    /// Says whether it did.
    mutating func changeOver(at time: Double) -> Bool {
        let planogram = plan.running(at: UTCTime(seconds: time))
        guard
            planogram?.validity != running?.planogram.validity
                || planogram?.revision != running?.planogram.revision
        else { return false }
        running = planogram.map { RunningPlan($0, zone: zone.id, catalogue: catalogue) }
        return true
    }

    /// The places on the bay that are watched, one a position.
    var slots: [ShelfRect] { running?.comparison.slots.map(\.area) ?? [] }

    /// Where a place on the bay is in a picture of `size`; `nil` if it can't be in one.
    func pixels(of place: ShelfRect, in size: PixelSize) -> PixelRect? {
        registration.scaled(to: size).pixelRect(for: place)
    }

    var deviations: [Deviation] { monitor.deviations }

    mutating func restore(_ deviations: [Deviation]) {
        monitor.restore(ZoneMonitor.Snapshot(open: deviations))
    }

    /// What the plan knows of a box in a picture of `size`; `nil` if it does not stand in this bay.
    func circumstances(of box: PixelRect, in size: PixelSize) -> TreeClassifier.Circumstances? {
        guard let running, let place = place(of: box, in: size) else { return nil }
        var circumstances = TreeClassifier.Circumstances()
        circumstances.widthMM = place.widthMM
        circumstances.heightMM = place.heightMM
        circumstances.plannedInZone = running.plannedSKUs
        circumstances.plannedHere = running.plannedSKUs(at: place.center)
        return circumstances
    }

    /// Where a box stands on the bay's front plane; `nil` if beside the bay.
    private func place(of box: PixelRect, in size: PixelSize) -> ShelfRect? {
        let margin = 50.0
        guard let bay = running?.planogram.bay, let place = registration.scaled(to: size).shelfRect(for: box),
            (-margin...(bay.widthMM + margin)).contains(place.center.xMM),
            (-margin...(bay.heightMM + margin)).contains(place.center.yMM)
        else { return nil }
        return place
    }

    /// Judges one look at the shelf; `time` in seconds since 1970 (UTC).
    ///
    /// `hidden`: places before which something moves, of which nothing is known.
    mutating func observe(
        _ objects: [SeenObject], in size: PixelSize, hidden: [ShelfRect], at time: Double
    ) -> (events: [DeviationEvent], figures: ZoneFigures) {
        guard let running else {
            // No plan holds: there is nothing that could deviate, and what was open closes.
            let figures = ZoneFigures(
                onShelfAvailability: nil, facingsPlanned: 0, facingsFound: 0, compliance: nil,
                observedShare: 0)
            lastLook = nil
            let look = ShelfLook(zone: zone.id, findings: [], observed: [], unobserved: [], figures: figures)
            return (monitor.observe(look, at: time), figures)
        }
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
        let outside = slots.filter { registration.visibleShare(of: $0) < 0.75 }
        let look = running.comparison.look(at: sightings, hidden: outside + hidden)
        lastLook = look
        return (monitor.observe(look, at: time), look.figures)
    }

    /// Takes in that the shelf still is as it was at the last look; `nil` if there was none.
    mutating func observeUnchanged(at time: Double) -> (events: [DeviationEvent], figures: ZoneFigures)? {
        lastLook.map { (monitor.observe($0, at: time), $0.figures) }
    }

    /// Where a finding's slot is in a picture of `size`.
    func slot(of finding: Finding, in size: PixelSize) -> PixelRect? { pixels(of: finding.slot, in: size) }
}
