internal import Capture
internal import Foundation
internal import Logging
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
        let ids = settings.cameras.map(\.id)
        let common = try ApplianceCommons(parts, in: process, logger: logger, whenReady: whenReady)
        for zone in parts.zones { logger.info("\(zone.registrationReport)") }
        let turns = CameraSources.turns(of: settings.cameras) { group in
            logger.notice(
                "cameras take turns",
                metadata: ["group": "\(group)", "hint": "another USB controller lets them stream at once"])
        }
        let cameras = settings.cameras.map { camera in
            common.service(
                for: camera, parts,
                loop: CameraSources.loop(for: camera, turns: turns, process.openRenderedStore))
        }
        DecisionKeeper.closeRemoved(
            zones: Dictionary(grouping: settings.zones, by: \.camera).mapValues { Set($0.map(\.id)) },
            common.messenger, showcase: common.showcase, at: Date().timeIntervalSince1970)
        let (looks, loops) = (cameras.map(\.look), cameras.map(\.loop))
        let delivery = DeliveryWatch(messenger: common.messenger, board: process.board)
        // Stopped from the last to the first: cameras, then health, and the messenger when all is said.
        services =
            [
                MessengerService(
                    messenger: common.messenger, health: common.health, readiness: common.readiness,
                    logger: logger),
                HealthService(
                    messenger: common.messenger, stages: common.stages, counters: common.counters,
                    loops: loops, health: common.health),
                delivery,
                Surroundings(
                    folders: settings.writtenFolders, health: common.health, board: process.board,
                    logger: logger),
                CatalogueService(
                    source: parts.catalogue, startVersion: parts.catalogueVersion, looks: looks,
                    current: common.perception, messenger: common.messenger, health: common.health,
                    info: common.info, logger: logger),
                RequestService(
                    messenger: common.messenger, looks: looks, reload: process.reload, logger: logger),
                common.figures,
                ArchiveService(
                    archive: common.archive, news: common.news, health: common.health,
                    logger: logger),
            ] + cameras
        controls = Dictionary(uniqueKeysWithValues: zip(ids, loops.map(\.controls)))
        shown = RunningAppliance(
            version: process.version, settings: settings, plans: parts.plans,
            perception: common.perception, catalogue: parts.catalogue,
            looks: Dictionary(uniqueKeysWithValues: zip(ids, looks)), controls: controls,
            health: common.health,
            metrics: ApplianceMetrics(
                version: process.version, stages: common.stages, counters: common.counters,
                loops: zip(ids, loops).map { (camera: $0, loop: $1) }, delivery: delivery,
                health: common.health, folders: settings.writtenFolders),
            figures: common.figures, archive: common.archive)
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
}
