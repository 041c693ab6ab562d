internal import Capture
internal import Foundation
internal import Gate
internal import Imaging
internal import Logging
internal import Messaging
internal import Monitoring
internal import Records
internal import Retail

/// What all services of one run of the appliance use together.
struct ApplianceCommons: Sendable {
    let info: ApplianceInfo
    let perception: CurrentPerception
    let messenger: Messenger
    let showcase: Showcase
    let health: HealthBoard
    let readiness: Readiness
    let board: ProgressBoard
    let stages = StageTimes()
    let counters = LookCounters()
    let figures: FigureKeeper
    /// `nil`: nothing is kept of what is over.
    let archive: DeviationArchive?
    /// Everything that this run decides.
    let news: AsyncStream<Showcase.News>
    let logger: Logger

    /// Opens what is kept on the disk; throws what can't be used.
    init(
        _ parts: ApplianceParts, in process: Appliance.Process, logger: Logger,
        whenReady: @escaping @Sendable () -> Void
    ) throws(ApplianceError) {
        self.logger = logger
        board = process.board
        let settings = parts.settings
        let info = Self.info(parts, version: process.version)
        let perception = CurrentPerception(parts.perception)
        (self.info, self.perception) = (info, perception)
        let showcase = process.host.showcase
        showcase.clear()
        self.showcase = showcase
        news = showcase.listen()
        health = HealthBoard(whenChanged: { showcase.tell(.health) })
        health.report(.broker, "not connected yet")
        do {
            messenger = try Messenger(
                parts.messaging, info: info, names: { perception.catalogue[$0]?.path })
        } catch {
            throw ApplianceError("mqtt: \(error)")
        }
        if let aside = messenger.damagedLedger {
            logger.warning("state file was damaged, starting without it", metadata: ["kept_as": "\(aside)"])
        }
        do {
            figures = try FigureKeeper(
                settings.figures, hours: settings.monitoring.hours, health: health, logger: logger)
            archive = try settings.figures.map { try DeviationArchive(path: $0.path) }
        } catch {
            throw ApplianceError("\(error)")
        }
        readiness = Readiness(
            awaiting: Set(settings.cameras.map { "camera \($0.id)" } + [MessengerService.stage])
        ) {
            logger.info(
                "ready",
                metadata: [
                    "version": "\(process.version)", "kernels": "\(parts.perception.kernelName)",
                    "skus": "\(perception.catalogue.count)", "cameras": "\(settings.cameras.count)",
                    "zones": "\(settings.zones.count)",
                ])
            whenReady()
        }
    }

    private static func info(_ parts: ApplianceParts, version: String) -> ApplianceInfo {
        func name(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }
        let settings = parts.settings
        return ApplianceInfo(
            version: version,
            models: [
                "detector": name(settings.models.detectorPath),
                "embedder": name(settings.models.embedderPath),
            ],
            catalogue: ApplianceInfo.CatalogueInfo(
                name: name(settings.cataloguePath), entries: parts.perception.catalogue.count),
            cameras: settings.cameras.map(\.id), zones: settings.zones,
            configurationRevision: parts.revision)
    }

    /// Watches one camera, from what an earlier run knew of its zones.
    func service(for camera: CameraSettings, _ parts: ApplianceParts, loop: CameraLoop) -> CameraService {
        let settings = parts.settings
        var zones = parts.zones.filter { $0.zone.camera == camera.id }
        let keeper = DecisionKeeper(camera: camera.id, messenger: messenger, showcase: showcase)
        if let kept = keeper.restored() {
            for index in zones.indices { zones[index].restore(kept) }
        }
        messenger.restore(open: zones.flatMap(\.deviations))
        let views = ViewKeeper(
            statePath: settings.statePath, camera: camera.id, zones: zones.map(\.zone))
        let look = CameraLook(
            camera: camera.id, perception: parts.perception, zones: zones,
            gate: Self.gate(camera, settings.monitoring, view: views.kept), views: views,
            mayRepeat: !camera.source.isLive, stages: stages, picturesPath: settings.picturesPath,
            evidence: settings.evidencePath.map { EvidencePictures(folder: $0, logger: logger) },
            keeper: keeper)
        let recording = RecordingKeeper(
            settings.recordingFolder(of: camera), masks: CameraMasks(zones.map(\.zone)), logger: logger)
        return CameraService(
            camera: camera, loop: loop, look: look, messenger: messenger, figures: figures,
            counters: counters, recording: recording, showcase: showcase,
            standing: CameraStanding(
                camera: camera.id, messenger: messenger, health: health, showcase: showcase,
                logger: logger),
            health: health, board: board, readiness: readiness, logger: logger)
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
