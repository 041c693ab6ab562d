internal import Console
internal import Foundation
internal import Imaging
internal import Logging
internal import Messaging
internal import Retail
internal import Synchronization

/// What the console shows and does, for as long as the process runs; the appliance behind it may be another after a reload.
final class ApplianceHost: ConsoleHost {
    let showcase: Showcase
    let editor: SettingsEditor
    let logger: Logger
    let settingsSchema: String
    let pictures: PictureDesk
    /// Takes the settings anew; returns why they are refused, if they are.
    let reload: @Sendable () async -> String?
    private let current = Mutex<RunningAppliance?>(nil)
    private let trouble = Mutex<String?>(nil)
    private let controlLists = Mutex<[String: (list: [ControlCard], time: ContinuousClock.Instant)]>([:])

    init(
        showcase: Showcase, editor: SettingsEditor, settingsSchema: String, logger: Logger,
        reload: @escaping @Sendable () async -> String?
    ) {
        self.showcase = showcase
        self.editor = editor
        self.settingsSchema = settingsSchema
        self.logger = logger
        self.reload = reload
        pictures = PictureDesk(showcase: showcase)
    }

    /// From now on this run is shown.
    func show(_ running: RunningAppliance) {
        current.withLock { $0 = running }
        report(consoleTrouble: trouble.withLock { $0 })
        showcase.tell(.settings)
    }

    /// The run that is shown goes on by these settings.
    func take(_ settings: Settings) {
        current.withLock { $0?.settings = settings }
        showcase.tell(.settings)
    }

    /// Notes why the console, or a part of it, can't be reached; `nil` when it can.
    func report(consoleTrouble reason: String?) {
        trouble.withLock { $0 = reason }
        if let reason { shown?.health.report(.console, reason) } else { shown?.health.clear(.console) }
    }

    var shown: RunningAppliance? { current.withLock { $0 } }

    func running() throws(HostFault) -> RunningAppliance {
        guard let running = shown else {
            throw .unavailable("the appliance is starting: try again in a moment")
        }
        return running
    }

    func overview() async -> Overview {
        guard let running = shown else {
            return Overview(
                store: "", device: "", version: "", skus: 0, health: HealthVerdict(problems: []), cameras: [],
                zones: [], open: [:])
        }
        let open = await running.open()
        let settings = running.settings
        return Overview(
            store: settings.store, device: settings.device, version: running.version,
            skus: running.perception.catalogue.count, health: running.health.verdict,
            cameras: await cameras(),
            zones: settings.zones.map { zone in
                ZoneSummary(
                    id: zone.id, camera: zone.camera, planogram: zone.planogram, bay: zone.bay,
                    figures: showcase.zone(zone.id).map {
                        FigureCard($0.look.figures, zone: zone.id, at: $0.time)
                    },
                    openDeviations: open.filter { $0.deviation.finding.place.zone == zone.id }.count)
            },
            open: Dictionary(grouping: open, by: \.deviation.severity.rawValue).mapValues(\.count))
    }

    func rescan() async {
        for look in (shown?.looks ?? [:]).values { await look.rescan() }
    }

    func events() -> AsyncStream<HostEvent> {
        let news = showcase.listen()
        let (stream, continuation) = AsyncStream<HostEvent>.makeStream(bufferingPolicy: .bufferingNewest(200))
        let task = Task { [weak self] in
            for await item in news {
                guard let self, let event = await self.event(item) else { continue }
                if case .dropped = continuation.yield(event) { continuation.yield(.missed) }
            }
            continuation.finish()
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }

    private func event(_ news: Showcase.News) async -> HostEvent? {
        guard let running = shown else { return nil }
        switch news {
        case .camera(let id): return running.camera(id).map { .camera(card($0, running, controls: [])) }
        case .picture(let camera, let time):
            return .picture(camera: camera, capturedAt: UTCTime(seconds: time).description)
        case .zone(_, let look, let time):
            return .zone(look.zone, FigureCard(look.figures, zone: look.zone, at: time))
        case .deviation(let event, let camera):
            let closed = event.change == .closed ? event.time : nil
            return .deviation(
                change: event.change.rawValue,
                DeviationCard(event.deviation, camera: camera, closed: closed, running.naming))
        case .settings: return .settings(revision: (try? await editor.document().revision) ?? "")
        case .health: return .health(running.health.verdict)
        case .missed: return .missed
        }
    }

    // MARK: Cameras

    func cameras() async -> [CameraCard] {
        guard let running = shown else { return [] }
        var cards: [CameraCard] = []
        for camera in running.settings.cameras {
            var card = card(camera, running, controls: await controls(of: camera))
            card.hasReferenceView = await running.looks[camera.id]?.referenceView != nil
            cards.append(card)
        }
        return cards
    }

    private func card(
        _ camera: CameraSettings, _ running: RunningAppliance, controls: [ControlCard]
    ) -> CameraCard {
        let standing = showcase.standing(of: camera.id)
        let frame = showcase.frame(of: camera.id)
        return CameraCard(
            id: camera.id, state: standing?.report.condition.rawValue ?? CameraCondition.starting.rawValue,
            isFine: standing?.isFine ?? true, detail: standing?.report.detail ?? "",
            hint: standing?.hint ?? "",
            since: standing.map { UTCTime(seconds: $0.report.since).description },
            capturedAt: frame.map { UTCTime(seconds: $0.wallSeconds).description },
            pictureSize: frame.flatMap { try? PictureDesk.size(of: $0) },
            source: camera.source.words,
            zones: running.settings.zones.filter { $0.camera == camera.id }.map(\.id),
            guardsView: camera.guardsView, hasReferenceView: false, controls: controls)
    }

    /// Asking a driver takes its time: once in some seconds is enough.
    private func controls(of camera: CameraSettings) async -> [ControlCard] {
        guard case .v4l2(let path, _, _, _, _) = camera.source else { return [] }
        let known = controlLists.withLock { $0[camera.id] }
        if let known, known.time.duration(to: .now) < .seconds(3) { return known.list }
        let list = await inBackground { CameraControls.cards(of: path) }
        controlLists.withLock { $0[camera.id] = (list, .now) }
        return list
    }

    func picture(of camera: String, width: Int?) async throws(HostFault) -> HostPicture {
        let running = try running()
        guard running.camera(camera) != nil else { throw .notFound("there is no camera \"\(camera)\"") }
        return try await pictures.picture(of: camera, width: width, masks: running.masks(of: camera))
    }

    func referenceView(of camera: String) async throws(HostFault) -> HostPicture {
        let running = try running()
        guard let look = running.looks[camera] else {
            throw .notFound("there is no camera \"\(camera)\"")
        }
        guard let view = await look.referenceView else {
            throw .notFound("camera \"\(camera)\" has no view that it is compared with yet")
        }
        return try PictureDesk.picture(view, masks: running.masks(of: camera))
    }

    func acceptView(of camera: String) async throws(HostFault) {
        guard let look = try running().looks[camera] else {
            throw .notFound("there is no camera \"\(camera)\"")
        }
        await look.acceptView()
        logger.notice("view accepted", metadata: ["camera": "\(camera)"])
    }

    func setControls(_ controls: [String: Int], of camera: String) async throws(HostFault) -> [String: Int] {
        let running = try running()
        guard let settings = running.camera(camera), let live = running.controls[camera] else {
            throw .notFound("there is no camera \"\(camera)\"")
        }
        guard let before = settings.source.controls else {
            throw .invalid("camera \"\(camera)\" is no V4L2 camera and has no controls", fields: [])
        }
        let wanted = before.merging(controls) { $1 }
        let answer = await CameraControls.change(live, to: wanted)
        controlLists.withLock { $0[camera] = nil }
        switch answer {
        case .success(let read): return read.filter { controls[$0.key] != nil }
        case .failure(.refused(let reason)):
            throw .invalid(reason, fields: [FieldProblem(path: "controls", reason: reason)])
        case .failure(.silent): throw .unavailable("camera \"\(camera)\" does not answer: is it streaming?")
        }
    }
}
