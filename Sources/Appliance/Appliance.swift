internal import Capture
internal import Foundation
internal import Gate
internal import Imaging
internal import Logging
internal import Messaging
internal import Monitoring
internal import Planograms
internal import Recognition
internal import Records
internal import Retail
internal import ServiceLifecycle

/// Everything that the settings name, put together, for one run.
///
/// The only place that knows all parts.
struct Appliance: Sendable {
    /// What stays the same over all runs of a process.
    struct Process: Sendable {
        let version: String
        let board: ProgressBoard
        let openRenderedStore: Daemon.OpenRenderedStore
        let host: ApplianceHost
        /// Takes the settings and all that they name anew; returns what is wrong with them, if anything is.
        let reload: @Sendable () async -> String?
    }

    private let services: [any Service]
    /// By the cameras' names.
    private let controls: [String: LiveControls]
    private let shown: RunningAppliance
    private let logger: Logger

    /// Puts the parts together; throws `ApplianceError` with what can't be used.
    ///
    /// Nothing runs yet. Cameras and the broker may be absent. `whenReady` is called when all has started.
    init(
        _ parts: ApplianceParts, in process: Process, logger: Logger,
        whenReady: @escaping @Sendable () -> Void
    ) throws(ApplianceError) {
        self.logger = logger
        let settings = parts.settings
        let info = ApplianceInfo(
            version: process.version,
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
        let showcase = process.host.showcase
        showcase.clear()
        let health = HealthBoard(whenChanged: { showcase.tell(.health) })
        health.report(.broker, "not connected yet")
        let readiness = Readiness(
            awaiting: Set(settings.cameras.map { "camera \($0.id)" } + [MessengerService.stage])
        ) {
            logger.info(
                "ready",
                metadata: [
                    "version": "\(process.version)", "kernels": "\(parts.perception.kernelName)",
                    "skus": "\(current.catalogue.count)", "cameras": "\(settings.cameras.count)",
                    "zones": "\(settings.zones.count)",
                ])
            whenReady()
        }
        for zone in parts.zones { logger.info("\(zone.registrationReport)") }
        let stages = StageTimes()
        let counters = LookCounters()
        if let aside = messenger.damagedLedger {
            logger.warning("state file was damaged, starting without it", metadata: ["kept_as": "\(aside)"])
        }
        let figures: FigureKeeper
        do {
            figures = try FigureKeeper(
                settings.figures, hours: settings.monitoring.hours, health: health, logger: logger)
        } catch {
            throw ApplianceError("\(error)")
        }
        let turns = CameraSources.turns(of: settings.cameras) { group in
            logger.notice(
                "cameras take turns",
                metadata: ["group": "\(group)", "hint": "another USB controller lets them stream at once"])
        }
        var loops: [CameraLoop] = []
        var looks: [CameraLook] = []
        var cameras: [CameraService] = []
        for camera in settings.cameras {
            var zones = parts.zones.filter { $0.zone.camera == camera.id }
            let keeper = DecisionKeeper(camera: camera.id, messenger: messenger, showcase: showcase)
            if let kept = keeper.restored() {
                for index in zones.indices { zones[index].restore(kept) }
            }
            messenger.restore(open: zones.flatMap(\.deviations))
            let loop = CameraSources.loop(for: camera, turns: turns, process.openRenderedStore)
            loops.append(loop)
            let views = ViewKeeper(
                statePath: settings.statePath, camera: camera.id, zones: zones.map(\.zone))
            let look = CameraLook(
                camera: camera.id, perception: parts.perception, zones: zones,
                gate: Self.gate(camera, settings.monitoring, view: views.kept), views: views,
                mayRepeat: !camera.source.isLive, stages: stages, picturesPath: settings.picturesPath,
                evidence: settings.evidencePath.map { EvidencePictures(folder: $0, logger: logger) },
                keeper: keeper)
            looks.append(look)
            let recording = RecordingKeeper(
                settings.recordingFolder(of: camera), masks: CameraMasks(zones.map(\.zone)), logger: logger)
            cameras.append(
                CameraService(
                    camera: camera, loop: loop, look: look, messenger: messenger, figures: figures,
                    counters: counters, recording: recording, showcase: showcase,
                    standing: CameraStanding(
                        camera: camera.id, messenger: messenger, health: health, showcase: showcase,
                        logger: logger),
                    health: health, board: process.board, readiness: readiness, logger: logger))
        }
        DecisionKeeper.closeRemoved(
            zones: Dictionary(grouping: settings.zones, by: \.camera).mapValues { Set($0.map(\.id)) },
            messenger, showcase: showcase, at: Date().timeIntervalSince1970)
        let reports = HealthService(
            messenger: messenger, stages: stages, counters: counters, loops: loops, health: health)
        let delivery = DeliveryWatch(messenger: messenger, board: process.board)
        let folders = settings.writtenFolders
        let surroundings = Surroundings(
            folders: folders, health: health, board: process.board, logger: logger)
        let renewal = CatalogueService(
            source: parts.catalogue, startVersion: parts.catalogueVersion, looks: looks, current: current,
            messenger: messenger, health: health, info: info, logger: logger)
        // Stopped from the last to the first: cameras, then health, and the messenger when all is said.
        let requests = RequestService(
            messenger: messenger, looks: looks, reload: process.reload, logger: logger)
        let broker = MessengerService(
            messenger: messenger, health: health, readiness: readiness, logger: logger)
        var services: [any Service] = [
            broker, reports, delivery, surroundings, renewal, requests, figures,
        ]
        var archive: DeviationArchive?
        if let path = settings.figures?.path {
            do {
                let opened = try DeviationArchive(path: path)
                services.append(
                    ArchiveService(archive: opened, showcase: showcase, health: health, logger: logger))
                archive = opened
            } catch {
                throw ApplianceError("\(error)")
            }
        }
        self.services = services + cameras
        let ids = settings.cameras.map(\.id)
        controls = Dictionary(uniqueKeysWithValues: zip(ids, loops.map(\.controls)))
        let metrics = ApplianceMetrics(
            version: process.version, stages: stages, counters: counters,
            loops: zip(ids, loops).map { (camera: $0, loop: $1) }, delivery: delivery, health: health,
            folders: folders)
        shown = RunningAppliance(
            version: process.version, settings: settings, plans: parts.plans, perception: current,
            catalogue: parts.catalogue, looks: Dictionary(uniqueKeysWithValues: zip(ids, looks)),
            controls: controls, health: health, metrics: metrics, figures: figures, archive: archive)
    }

    /// Lets the console show this run.
    func show(in host: ApplianceHost) { host.show(shown) }

    /// What runs until it is told to stop; then it finishes the look in hand, delivers what is decided and says goodbye.
    func group() -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: services.map { service in
                // A replay that has ended is no reason to stop the others.
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: service, successTerminationBehavior: .ignore)
            },
            logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(15)
        return ServiceGroup(configuration: configuration)
    }

    /// Sets controls of cameras, by the cameras' names, while they go on; the log tells what came of it.
    func change(_ wanted: [String: [String: Int]]) {
        for (camera, wanted) in wanted {
            controls[camera]?.change(to: wanted) { [logger] answer in
                switch answer {
                case .success(let read):
                    logger.notice("controls set", metadata: ["camera": "\(camera)", "now": "\(read)"])
                case .failure(let error):
                    logger.warning(
                        "controls refused, all stay as they were",
                        metadata: ["camera": "\(camera)", "cause": "\(error)", "hint": "\(error.hint)"])
                }
            }
        }
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
}
