internal import Messaging
internal import Monitoring
internal import Planograms
internal import Recognition
internal import Retail

/// One zone: compares what is seen in it with its planogram and remembers what it has reported.
struct ZoneWatch: Sendable {
    let zone: Zone
    private let plan: PlanogramVersions
    private var catalogue: any SKUTable
    /// As the zone's points say.
    private let registered: Registration
    /// What has been taken over since, because the camera was nudged.
    private(set) var following: FollowedView?
    private var running: RunningPlan?
    /// Watches whether the camera still looks as it is registered, by the running plan.
    private var view: ViewTracker?
    private var tags = TagMemory()
    private var monitor: ZoneMonitor
    private var lastLook: ShelfLook?
    private var shown: ZoneSnapshot.Look?
    private var evidence = EvidenceHistory()

    init(
        zone: Zone, plan: PlanogramVersions, catalogue: any SKUTable, settings: MonitorSettings
    ) throws(PlanogramError) {
        // Versions of one plan are for one bay; corners get their millimetres from it.
        self.zone = zone.placed(in: plan.versions[0].bay)
        self.plan = plan
        self.catalogue = catalogue
        registered = try Registration(zone: self.zone)
        monitor = ZoneMonitor(zone: zone.id, settings: settings)
    }

    var registrationReport: RegistrationReport {
        RegistrationReport(zone: zone.id, residualsMM: registered.residualsMM)
    }

    private var registration: Registration { view?.registration ?? registered }

    /// Goes on with another version of the catalogue.
    mutating func adopt(_ catalogue: any SKUTable) {
        self.catalogue = catalogue
        run(running?.planogram)
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
        run(planogram)
        return true
    }

    private mutating func run(_ planogram: Planogram?) {
        running = planogram.map { RunningPlan($0, zone: zone.id, catalogue: catalogue) }
        view = planogram.map { planogram in
            var settings = ViewTracker.Settings()
            settings.nudgeShare = zone.followShare
            return ViewTracker(
                registered, following: following, zone: zone, bay: planogram.bay, catalogue: catalogue,
                settings: settings)
        }
    }

    /// The places on the bay that are watched: positions and their labels.
    var regions: [ShelfRect] { running?.comparison.regions ?? [] }

    /// The space on each board, from one side of the bay to the other.
    var rowAreas: [ShelfRect] {
        guard let bay = running?.planogram.bay else { return [] }
        return bay.shelves.map { shelf in
            ShelfRect(
                xMM: 0, yMM: shelf.surfaceMM, widthMM: bay.widthMM, heightMM: shelf.clearanceMM)
        }
    }

    /// Where a place on the bay is in a picture of `size`; `nil` if it can't be in one.
    func pixels(of place: ShelfRect, in size: PixelSize) -> PixelRect? {
        registration.scaled(to: size).pixelRect(for: place)
    }

    var deviations: [Deviation] { monitor.deviations }

    /// What there is to show.
    var current: ZoneSnapshot {
        ZoneSnapshot(
            zone: zone, planogram: running?.planogram, registration: registration, look: shown,
            open: monitor.deviations, evidence: evidence.moments)
    }

    /// What must outlive the process.
    var snapshot: ZoneMonitor.Snapshot { monitor.snapshot }

    mutating func restore(_ memory: CameraMemory) {
        monitor.restore(memory.monitored)
        let missing = monitor.deviations.filter { $0.finding.kind == .priceTagMissing }
        tags.expect(missing.map(\.finding.place))
        following = memory.followed.first { $0.zone == zone.id }
    }

    /// Does what somebody asked for at `time`, in seconds since 1970 (UTC); `nil` if it is about another zone.
    mutating func act(on demand: ApplianceRequest.Demand, at time: Double) -> DeviationEvent? {
        switch demand {
        case .acknowledge(let id): monitor.acknowledge(id, at: time)
        case .suppress(let id, let until): monitor.suppress(id, until: until, at: time)
        case .rescan, .reload: nil
        }
    }

    /// Adds the file that shows the open deviation with this id to it.
    mutating func illustrate(_ id: String, by picture: String) { monitor.illustrate(id, by: picture) }

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
        guard let bay = running?.planogram.bay, shows(box.center, in: size),
            let place = registration.scaled(to: size).shelfRect(for: box),
            (-margin...(bay.widthMM + margin)).contains(place.center.xMM),
            (-margin...(bay.heightMM + margin)).contains(place.center.yMM)
        else { return nil }
        return place
    }

    /// Whether the zone's outline and masks let a point of a picture of `size` be seen.
    private func shows(_ point: PixelPoint, in size: PixelSize) -> Bool {
        guard !zone.outline.isEmpty || !zone.masks.isEmpty else { return true }
        let across = Double(zone.pictureSize.width) / Double(size.width)
        let down = Double(zone.pictureSize.height) / Double(size.height)
        return ZoneCover(zone, registration).shows(PixelPoint(x: point.x * across, y: point.y * down))
    }

    /// What one look at the shelf has come to.
    struct Outcome {
        let events: [DeviationEvent]
        let figures: ZoneFigures
        var view = ViewTracker.Verdict.steady
    }

    /// Judges one look at the shelf; `time` in seconds since 1970 (UTC).
    ///
    /// `isMoved`: the camera looks elsewhere than it did, and only products that stand where a new registration wants
    /// them are believed. `hidden`: places before which something moves, of which nothing is known.
    mutating func observe(
        _ objects: [SeenObject], in size: PixelSize, isMoved: Bool, hidden: [ShelfRect], at time: Double
    ) -> Outcome {
        guard let running else {
            // No plan holds: there is nothing that could deviate, and what was open closes.
            (lastLook, shown) = (nil, nil)
            let look = ShelfLook.ofNothing(zone: zone.id)
            return Outcome(events: weigh(look, at: time), figures: look.figures)
        }
        let verdict = follow(objects, in: size, at: time)
        let isAside =
            switch verdict {
            case .moved: true
            case .steady: isMoved
            case .followed: false
            }
        let look =
            if isAside {
                running.lookAside(zone: zone.id)
            } else {
                compare(objects, in: size, hidden: hidden, with: running)
            }
        lastLook = look
        let figures = running.measure.figures(of: look)
        if !isAside {
            shown = ZoneSnapshot.Look(
                time: time, size: size,
                objects: objects.filter { place(of: $0.detection.box, in: size) != nil },
                comparison: look, figures: figures)
        }
        return Outcome(events: weigh(look, at: time), figures: figures, view: verdict)
    }

    private mutating func weigh(_ look: ShelfLook, isRepeated: Bool = false, at time: Double)
        -> [DeviationEvent]
    {
        let events = monitor.observe(look, isRepeated: isRepeated, at: time)
        evidence.add(monitor.standings, at: time)
        return events
    }

    /// Asks whether the camera still looks as it is registered, and takes over a new registration.
    private mutating func follow(
        _ objects: [SeenObject], in size: PixelSize, at time: Double
    ) -> ViewTracker.Verdict {
        let across = Double(zone.pictureSize.width) / Double(size.width)
        let down = Double(zone.pictureSize.height) / Double(size.height)
        let products = objects.compactMap { object in
            object.identification?.gtin.map { gtin in
                let box = object.detection.box
                return NamedBox(
                    box: PixelRect(
                        x: box.x * across, y: box.y * down, width: box.width * across,
                        height: box.height * down), gtin: gtin)
            }
        }
        var generator = SystemRandomNumberGenerator()
        let verdict = view?.judge(products, at: time, using: &generator) ?? .steady
        following = view?.following
        return verdict
    }

    private mutating func compare(
        _ objects: [SeenObject], in size: PixelSize, hidden: [ShelfRect], with running: RunningPlan
    ) -> ShelfLook {
        let registration = registration.scaled(to: size)
        let cover = ZoneCover(zone, self.registration)
        let sightings = objects.compactMap { object in
            place(of: object.detection.box, in: size).map { place in
                Sighting(
                    objectClass: object.detection.objectClass, place: place,
                    confidence: object.detection.probability,
                    identification: object.identification)
            }
        }
        tags.learn(running.comparison.tagged(in: sightings))
        var circumstances = ShelfComparison.Circumstances()
        // What the picture does not show is not observed.
        circumstances.hidden =
            hidden + running.comparison.regions.filter { cover.visibleShare(of: $0) < 0.75 }
        circumstances.tags = tags.expectation(zone.priceTags)
        circumstances.eye = registration.eye
        return running.comparison.look(at: sightings, circumstances).seeing(
            running.viewReference(zone: zone.id))
    }

    /// Takes in that the shelf still is as it was at the last look; `nil` if there was none.
    mutating func observeUnchanged(at time: Double) -> Outcome? {
        guard let lastLook, let running else { return nil }
        return Outcome(
            events: weigh(lastLook, isRepeated: true, at: time),
            figures: running.measure.figures(of: lastLook))
    }

    /// Takes in that the camera shows nothing of the shelf: it is covered, in the dark or blurred.
    mutating func observeNothing(at time: Double) -> Outcome? {
        lastLook = nil
        guard let look = running?.lookAside(zone: zone.id) else { return nil }
        return Outcome(events: weigh(look, at: time), figures: look.figures)
    }

    func told(_ figures: ZoneFigures) -> ZoneLook {
        let skus = running.flatMap { running in lastLook.map { SKUMoments.of($0, running.planogram) } } ?? []
        return ZoneLook(zone: zone.id, figures: figures, followedShare: following?.share, skus: skus)
    }

    /// Where a finding's slot is in a picture of `size`.
    func slot(of finding: Finding, in size: PixelSize) -> PixelRect? { pixels(of: finding.slot, in: size) }
}
