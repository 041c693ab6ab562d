internal import Capture
internal import Foundation
internal import Gate
package import Imaging
package import Logging
internal import Messaging
internal import Monitoring
internal import Planograms
internal import Recognition
internal import Retail
internal import ServiceLifecycle
internal import UnixSignals

/// The daemon: everything that the settings name, put together.
///
/// The only place that knows all parts.
package struct Appliance: Sendable {
    /// Opens a rendered store for a camera: the path of its definition and the camera's name.
    package typealias OpenRenderedStore =
        @Sendable (_ path: String, _ camera: String) throws -> any FrameSource

    private let services: [any Service]
    private let logger: Logger

    /// Loads and checks all that the settings name; throws `ApplianceError` with everything that is wrong.
    ///
    /// Nothing runs yet. Cameras and the broker may be absent.
    package init(
        _ settings: Settings, version: String, logger: Logger, openRenderedStore: @escaping OpenRenderedStore
    ) async throws(ApplianceError) {
        self.logger = logger
        let parts = try ApplianceParts(settings)
        let info = ApplianceInfo(
            version: version,
            models: ["detector": settings.models.detectorPath, "embedder": settings.models.embedderPath]
                .mapValues {
                    URL(fileURLWithPath: $0).lastPathComponent
                },
            catalogue: ApplianceInfo.CatalogueInfo(
                name: URL(fileURLWithPath: settings.cataloguePath).lastPathComponent,
                entries: parts.perception.catalogue.count),
            cameras: settings.cameras.map(\.id), zones: settings.zones,
            configurationRevision: parts.revision)
        let current = CurrentPerception(parts.perception)
        let messenger: Messenger
        do {
            messenger = try Messenger(parts.messaging, info: info, names: { current.catalogue[$0]?.path })
        } catch {
            throw ApplianceError("mqtt: \(error)")
        }
        logger.info(
            "ready",
            metadata: [
                "version": "\(version)", "kernels": "\(parts.perception.kernelName)",
                "skus": "\(current.catalogue.count)", "cameras": "\(settings.cameras.count)",
                "zones": "\(settings.zones.count)",
            ])
        for zone in parts.zones { logger.info("\(zone.registrationReport)") }
        let stages = StageTimes()
        let counters = LookCounters()
        let state = StateKeeper(path: settings.statePath, logger: logger)
        let figures: FigureKeeper
        do {
            figures = try FigureKeeper(settings.figures, hours: settings.monitoring.hours, logger: logger)
        } catch {
            throw ApplianceError("\(error)")
        }
        var loops: [CameraLoop] = []
        var looks: [CameraLook] = []
        var cameras: [CameraService] = []
        for camera in settings.cameras {
            var zones = parts.zones.filter { $0.zone.camera == camera.id }
            let kept = await state.snapshot(of: camera.id)
            for index in zones.indices { zones[index].restore(kept) }
            messenger.restore(open: zones.flatMap(\.deviations))
            let loop = CameraLoop(camera: camera.id) { context in
                try Appliance.open(camera, context, openRenderedStore)
            }
            loops.append(loop)
            let views = ViewKeeper(
                statePath: settings.statePath, camera: camera.id, zones: zones.map(\.zone))
            let look = CameraLook(
                camera: camera.id, perception: parts.perception, zones: zones,
                gate: Self.gate(camera, settings.monitoring, view: views.kept), views: views,
                mayRepeat: !camera.source.isLive, stages: stages, picturesPath: settings.picturesPath)
            looks.append(look)
            cameras.append(
                CameraService(
                    camera: camera, loop: loop, look: look, messenger: messenger, state: state,
                    figures: figures, counters: counters,
                    standing: CameraStanding(camera: camera.id, messenger: messenger, logger: logger),
                    logger: logger))
        }
        let health = HealthService(messenger: messenger, stages: stages, counters: counters, loops: loops)
        let renewal = CatalogueService(
            source: parts.catalogue, startVersion: parts.catalogueVersion, looks: looks, current: current,
            messenger: messenger, info: info, logger: logger)
        // Stopped from the last to the first: cameras, then health, and the messenger when all is said.
        let requests = RequestService(messenger: messenger, looks: looks, logger: logger)
        services =
            [MessengerService(messenger: messenger, logger: logger), health, renewal, requests, figures]
            + cameras
    }

    /// Runs until SIGTERM or SIGINT; then finishes the look in hand, delivers what is decided and says goodbye.
    package func run() async throws {
        var configuration = ServiceGroupConfiguration(
            services: services.map { service in
                // A replay that has ended is no reason to stop the others.
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: service, successTerminationBehavior: .ignore)
            },
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(15)
        try await ServiceGroup(configuration: configuration).run()
    }

    private static func gate(
        _ camera: CameraSettings, _ monitoring: MonitorSettings, view: GrayImage?
    ) -> CameraGate {
        // As many looks as a deviation needs to be believed: what is only seen unchanged adds no evidence.
        let looks = monitoring.looksToBelieve(every: camera.intervalSeconds)
        return CameraGate(
            ChangeGate.Settings(looks: looks, lookAgainSeconds: camera.lookAgainSeconds),
            guardsView: camera.guardsView, view: view)
    }

    static func open(
        _ camera: CameraSettings, _ context: CameraContext, _ openRenderedStore: OpenRenderedStore
    ) throws -> any FrameSource {
        switch camera.source {
        case .v4l2(let path, let size, let rate, let controls):
            let request = CaptureRequest(size: size, framesPerSecond: rate, controls: controls)
            return try V4L2Camera(path: path, name: camera.id, request: request, context: context)
        case .replay(let path, let rate, let isLooping):
            return try ReplaySource(
                path: path, name: camera.id, framesPerSecond: rate, isLooping: isLooping, context: context)
        case .rendered(let path):
            return try openRenderedStore(path, camera.id)
        }
    }
}
