internal import Foundation
package import Imaging
internal import Messaging
package import Monitoring
internal import Planograms
internal import Recognition
package import Retail

/// What one look at a camera's picture led to.
package struct LookResult: Sendable {
    package let events: [DeviationEvent]
    package let zones: [(zone: String, figures: ZoneFigures)]
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
    private let camera: String
    private var zones: [ZoneWatch]
    private var scale = WorkingScale()
    private var slots = SlotCache()
    private var looks = 0

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// `picturesPath`: an existing folder for annotated pictures, or none.
    init(
        camera: String, perception: Perception, zones: [ZoneWatch], stages: StageTimes, picturesPath: String?
    ) {
        self.camera = camera
        self.perception = perception
        self.zones = zones
        self.stages = stages
        self.picturesPath = picturesPath
    }

    /// Watches one zone by itself: for judging what the appliance would tell, without camera, broker or clock.
    package init(
        watching zone: Zone, planogram: Planogram, by perception: Perception, settings: MonitorSettings
    ) throws {
        let watch = try ZoneWatch(
            zone: zone, plan: PlanogramVersions(planogram), catalogue: perception.catalogue,
            settings: settings)
        self.init(
            camera: zone.camera, perception: perception, zones: [watch], stages: StageTimes(),
            picturesPath: nil)
    }

    /// Everything that is open in this camera's zones.
    var deviations: [Deviation] { zones.flatMap(\.deviations) }

    /// What must outlive the process.
    var snapshot: ZoneMonitor.Snapshot {
        let zones = zones.map(\.snapshot)
        return ZoneMonitor.Snapshot(open: zones.flatMap(\.open), suppressions: zones.flatMap(\.suppressions))
    }

    /// Does what somebody asked for; `nil` if the deviation is not of this camera's zones.
    func act(on request: DeviationRequest, at time: Double) -> DeviationEvent? {
        for index in zones.indices {
            if let event = zones[index].act(on: request, at: time) { return event }
        }
        return nil
    }

    /// Names by another catalogue from the next look on; what is open stays open.
    func adopt(_ perception: Perception) {
        self.perception = perception
        slots.empty()
        for index in zones.indices { zones[index].adopt(perception.catalogue) }
    }

    /// Judges `frame`.
    ///
    /// Throws `ImagingError` for a broken frame.
    package func look(at frame: Frame) throws -> LookResult {
        let picture = try stages.measure("decode") { try frame.decoded() }
        let size = PixelSize(width: picture.width, height: picture.height)
        for index in zones.indices { zones[index].changeOver(at: frame.wallSeconds) }
        let watched = zones
        let objects = try perception.look(
            at: picture, scale: &scale, slots: &slots,
            circumstances: { box in
                guard !watched.isEmpty else { return TreeClassifier.Circumstances() }
                return watched.lazy.compactMap { $0.circumstances(of: box, in: size) }.first
            }, stages: stages)
        var events: [DeviationEvent] = []
        var figures: [(zone: String, figures: ZoneFigures)] = []
        var followed: [(zone: String, share: Double)] = []
        stages.measure("compare") {
            for index in zones.indices {
                let outcome = zones[index].observe(objects, in: size, at: frame.wallSeconds)
                events += outcome.events
                figures.append((zones[index].zone.id, outcome.figures))
                if case .followed(let share) = outcome.view {
                    followed.append((zone: zones[index].zone.id, share: share))
                }
            }
        }
        looks += 1
        try keep(picture, objects, of: size, isEvent: events.contains { $0.change == .opened })
        return LookResult(
            events: events, zones: figures, followed: followed, products: slots.takeCounts())
    }

    /// The newest look as `CAMERA.jpg`; a look that opened a deviation also under its number.
    private func keep(_ picture: RGBImage, _ objects: [SeenObject], of size: PixelSize, isEvent: Bool) throws
    {
        guard let picturesPath else { return }
        var copy = picture
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
