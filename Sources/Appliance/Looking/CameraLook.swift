internal import Foundation
package import Gate
package import Imaging
internal import Messaging
package import Monitoring
internal import Planograms
internal import Recognition
package import Records
package import Retail

/// What a frame says of one zone.
package struct ZoneLook: Sendable {
    package let zone: String
    package let figures: ZoneFigures
    /// By how much of the picture's width the registration has followed the camera so far; `nil`: not at all.
    package let followedShare: Double?
    /// What the last look says of each SKU; empty when nothing is judged.
    package let skus: [SKUMoment]
}

/// What one frame of a camera led to.
package struct LookResult: Sendable {
    /// Whether the camera shows what it should.
    package let view: ViewJudgement
    /// Whether the networks looked at the frame; they need not where nothing has changed.
    package let hasLooked: Bool
    package let events: [DeviationEvent]
    package let zones: [ZoneLook]
    /// Zones whose registration has followed the camera with this look, and by which share of the picture's width.
    package let followed: [(zone: String, share: Double)]
    /// Products known from an earlier picture, and those that were looked at.
    package let products: (known: Int, looked: Int)
}

/// Looks at the frames of one camera, one after the other, away from the shared thread pool.
package actor CameraLook {
    private let executor = InferenceExecutor()
    private var perception: Perception
    private let stages: StageTimes
    private let picturesPath: String?
    private var evidence: EvidencePictures?
    private let camera: String
    private var zones: [ZoneWatch]
    private var scale = WorkingScale()
    private var slots = SlotCache()
    private var gate: CameraGate
    private var views: ViewKeeper
    /// Whether the same bytes may come again from a camera that is well.
    private let mayRepeat: Bool
    private var looks = 0
    private var keeper: DecisionKeeper?
    private let masks: CameraMasks
    private let start = ContinuousClock.now

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// `picturesPath` is an existing folder for annotated pictures, or none; what is decided goes to `keeper`, its
    /// pictures to `evidence`.
    ///
    /// `mayRepeat`: for a source that is no camera, where the same picture twice means nothing.
    init(
        camera: String, perception: Perception, zones: [ZoneWatch], gate: CameraGate, views: ViewKeeper,
        mayRepeat: Bool, stages: StageTimes, picturesPath: String?, evidence: EvidencePictures?,
        keeper: DecisionKeeper?
    ) {
        self.evidence = evidence
        self.keeper = keeper
        self.camera = camera
        self.gate = gate
        self.views = views
        self.mayRepeat = mayRepeat
        self.perception = perception
        self.zones = zones
        self.stages = stages
        self.picturesPath = picturesPath
        masks = CameraMasks(zones.map(\.zone))
    }

    /// Watches one zone by itself: for judging what the appliance would tell, without camera, broker or clock.
    ///
    /// It looks at every frame.
    package init(
        watching zone: Zone, planogram: Planogram, by perception: Perception, settings: MonitorSettings
    ) throws {
        let watch = try ZoneWatch(
            zone: zone, plan: PlanogramVersions(planogram), catalogue: perception.catalogue,
            settings: settings)
        self.init(
            camera: zone.camera, perception: perception, zones: [watch],
            gate: CameraGate(ChangeGate.Settings(looks: 1, lookAgainSeconds: 0)),
            views: ViewKeeper(statePath: nil, camera: zone.camera, zones: [zone]), mayRepeat: true,
            stages: StageTimes(), picturesPath: nil, evidence: nil, keeper: nil)
    }

    /// What must outlive the process.
    private var memory: CameraMemory {
        let monitored = zones.map(\.snapshot)
        return CameraMemory(
            monitored: ZoneMonitor.Snapshot(
                open: monitored.flatMap(\.open), suppressions: monitored.flatMap(\.suppressions)),
            followed: zones.compactMap(\.following))
    }

    /// Does what somebody asked for; `false` if the deviation is not of this camera's zones.
    ///
    /// `whenWritten` learns why it could not be written yet, or `nil` when it was.
    func act(
        on demand: ApplianceRequest.Demand, at time: Double,
        whenWritten: @escaping @Sendable (LedgerTrouble?) -> Void
    ) -> Bool {
        for index in zones.indices {
            guard let event = zones[index].act(on: demand, at: time) else { continue }
            keeper?.keep(memory, [event], at: time, whenWritten: whenWritten)
            return true
        }
        return false
    }

    /// What there is to show of the zone with this id; `nil`: it is not this camera's.
    func current(zone id: String) -> ZoneSnapshot? { zones.first { $0.zone.id == id }?.current }

    /// What the camera's view is compared with: small and grey; `nil` before there is one.
    var referenceView: GrayImage? { gate.view }

    /// Takes what the camera shows next for its right view.
    func acceptView() {
        gate.acceptView()
        views.forget()
    }

    /// Looks at every product again in the next picture, whether or not it has changed.
    func rescan() { slots.empty() }

    /// Names by another catalogue from the next look on; what is open stays open.
    func adopt(_ perception: Perception) {
        self.perception = perception
        slots.empty()
        for index in zones.indices { zones[index].adopt(perception.catalogue) }
        gate.forget()
    }

    /// Judges `frame`: looks at it where that can tell more than the look before.
    ///
    /// Throws `ImagingError` for a broken frame.
    package func look(at frame: Frame) throws -> LookResult {
        let pixels = try FramePixels(frame)
        let size = pixels.size
        for index in zones.indices where zones[index].changeOver(at: frame.wallSeconds) { gate.forget() }
        let small = try stages.measure("gate_decode") {
            GatePicture(try pixels.colours(shrunk: GateScale.scale(for: size)))
        }
        let places = WatchedSlots(of: zones, in: size, small: small.light)
        let judgement = stages.measure("gate") {
            gate.judge(
                small, areas: places.areas, digest: mayRepeat ? nil : pixels.digest,
                at: start.duration(to: frame.monotonic) / .seconds(1))
        }
        if judgement.view.isTrusted { views.keep(gate.view) }
        let view = judgement.view.scaled(by: Double(size.width) / Double(small.light.width))
        var outcome = Outcome()
        switch judgement.verdict {
        case .look(let moving):
            outcome = try look(
                at: pixels, isMoved: false, hidden: { places.places(of: $0, at: moving) },
                time: frame.wallSeconds)
        case .unchanged: outcome = eachZone { $0.observeUnchanged(at: frame.wallSeconds) }
        case .wait: break
        // The products may tell by how much, and the zones follow.
        case nil where view.state == .moved:
            outcome = try look(at: pixels, isMoved: true, hidden: { _ in [] }, time: frame.wallSeconds)
            if !outcome.followed.isEmpty { gate.acceptView() }
        // A view that is clear again is not judged at once.
        case nil where view.suspected == .clear: break
        // The monitor weighs how long it lasts; it is not to wait for the guard to do so first.
        case nil: outcome = eachZone { $0.observeNothing(at: frame.wallSeconds) }
        }
        outcome.events = illustrated(outcome.events, by: pixels)
        keeper?.keep(memory, outcome.events, at: frame.wallSeconds)
        return LookResult(
            view: view, hasLooked: outcome.hasLooked, events: outcome.events, zones: outcome.zones,
            followed: outcome.followed, products: slots.takeCounts())
    }

    private struct Outcome {
        var hasLooked = false
        var events: [DeviationEvent] = []
        var zones: [ZoneLook] = []
        var followed: [(zone: String, share: Double)] = []
    }

    /// What the zones say of a frame that is not looked at.
    private func eachZone(_ observe: (inout ZoneWatch) -> ZoneWatch.Outcome?) -> Outcome {
        var outcome = Outcome()
        for index in zones.indices {
            guard let zone = observe(&zones[index]) else { continue }
            outcome.events += zone.events
            outcome.zones.append(zones[index].told(zone.figures))
        }
        return outcome
    }

    /// `isMoved`: the camera looks elsewhere than it did; `hidden`: places of a zone before which something moves.
    private func look(
        at pixels: FramePixels, isMoved: Bool, hidden: (Int) -> [ShelfRect], time: Double
    ) throws -> Outcome {
        let size = pixels.size
        let watched = zones
        let objects = try perception.look(
            at: pixels, scale: &scale, slots: &slots,
            circumstances: { box in
                guard !watched.isEmpty else { return TreeClassifier.Circumstances() }
                return watched.lazy.compactMap { $0.circumstances(of: box, in: size) }.first
            }, stages: stages)
        var events: [DeviationEvent] = []
        var told: [ZoneLook] = []
        var followed: [(zone: String, share: Double)] = []
        stages.measure("compare") {
            for index in zones.indices {
                let outcome = zones[index].observe(
                    objects, in: size, isMoved: isMoved, hidden: hidden(index), at: time)
                events += outcome.events
                told.append(zones[index].told(outcome.figures))
                if case .followed(let share) = outcome.view {
                    followed.append((zone: zones[index].zone.id, share: share))
                }
            }
        }
        looks += 1
        try keep(pixels, objects, isEvent: events.contains { $0.change == .opened })
        return Outcome(hasLooked: true, events: events, zones: told, followed: followed)
    }

    /// The same events, those that open with a picture of their slot.
    private func illustrated(_ events: [DeviationEvent], by pixels: FramePixels) -> [DeviationEvent] {
        events.map { event in
            let finding = event.deviation.finding
            guard event.change == .opened, !finding.place.isWholeBay,
                let zone = zones.firstIndex(where: { $0.zone.id == finding.place.zone }),
                let slot = zones[zone].slot(of: finding, in: pixels.size),
                let picture = evidence?.keep(slot, of: pixels, masks: masks, as: event.deviation.id)
            else { return event }
            zones[zone].illustrate(event.deviation.id, by: picture)
            var event = event
            event.deviation.picture = picture
            return event
        }
    }

    /// The newest look as `CAMERA.jpg`; a look that opened a deviation also under its number.
    private func keep(_ pixels: FramePixels, _ objects: [SeenObject], isEvent: Bool) throws {
        guard let picturesPath else { return }
        let size = pixels.size
        var copy = try pixels.whole(shrunk: .full).image
        masks.blacken(&copy)
        copy.draw(objects.map(\.detection))
        for object in objects {
            // Products without a sure name stand out from those with one.
            guard object.detection.objectClass == .product, object.identification?.gtin == nil else {
                continue
            }
            copy.draw(object.detection.box, color: RGBColor(red: 255, green: 140, blue: 0), thickness: 3)
        }
        for zone in zones {
            for deviation in zone.deviations {
                guard let slot = zone.slot(of: deviation.finding, in: size) else { continue }
                copy.draw(slot, color: RGBColor(red: 230, green: 0, blue: 230), thickness: 6)
            }
        }
        try JPEG.write(copy, path: "\(picturesPath)/\(camera).jpg", quality: 80)
        if isEvent { try JPEG.write(copy, path: "\(picturesPath)/\(camera)-look-\(looks).jpg", quality: 80) }
    }
}
