internal import Dispatch
package import Imaging
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// An appliance that runs from its settings file until SIGTERM or SIGINT, and takes every setting anew on SIGHUP.
///
/// New settings are read and checked, and what they name is loaded, while the old ones go on. Only when nothing is wrong with
/// them does the appliance stop and start with the new ones; otherwise the old ones stay, and the log says why. Where only
/// controls of cameras differ, they are set without a stop.
package struct Daemon: Sendable {
    /// Opens a rendered store for a camera: the path of its definition and the camera's name.
    package typealias OpenRenderedStore =
        @Sendable (_ path: String, _ camera: String) throws -> any FrameSource

    private enum Event: Sendable {
        case stop
        /// Whoever asked for it learns why the settings are refused, or `nil`.
        case reload(reply: @Sendable (String?) -> Void)
        /// The appliance's services have ended, with this error if they failed.
        case ended((any Error)?)
    }

    /// What a settings file that was read anew leads to.
    private enum Reload {
        case refused(String)
        /// Only these controls of cameras differ.
        case controls([String: [String: Int]], Settings)
        case all(ApplianceParts)
    }

    private let path: String
    private let process: Appliance.Process
    private let console: ConsoleKeeper
    private let first: ApplianceParts
    private let signals: UnixSignalsSequence
    private let events: AsyncStream<Event>
    private let feed: AsyncStream<Event>.Continuation

    /// Reads and checks the settings file at `path` and loads what it names.
    ///
    /// Throws `SettingsError` or `ApplianceError` with everything that is wrong. Cameras and the broker may be absent.
    package init(
        settingsPath path: String, version: String, openRenderedStore: @escaping OpenRenderedStore
    ) async throws {
        // From now on no signal ends the process unasked.
        signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        self.path = path
        let (events, feed) = AsyncStream<Event>.makeStream()
        (self.events, self.feed) = (events, feed)
        first = try await Self.load(path)
        let reload: @Sendable () async -> String? = {
            await withCheckedContinuation { waiting in
                feed.yield(.reload { waiting.resume(returning: $0) })
            }
        }
        let logger = Self.logger(first.settings)
        let host = ApplianceHost(
            showcase: Showcase(),
            editor: SettingsEditor(
                path: path, historyFolder: "\(first.settings.consoleFolder)/settings"),
            settingsSchema: Settings.schema, logger: logger, reload: reload)
        process = Appliance.Process(
            version: version, board: ProgressBoard(), openRenderedStore: openRenderedStore, host: host,
            reload: reload)
        console = ConsoleKeeper(host: host, logger: logger)
    }

    /// Runs until it is told to stop; then it finishes the look in hand, delivers what is decided and says goodbye.
    package func run() async throws {
        let watchdog = Watchdog(board: process.board, logger: Self.logger(first.settings))
        watchdog.start()
        defer { watchdog.end() }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            defer { tasks.cancelAll() }
            tasks.addTask {
                for await signal in signals { feed.yield(signal == .sighup ? .reload { _ in } : .stop) }
            }
            var settings = first.settings
            var appliance = try start(first)
            appliance.show(in: process.host)
            await console.listen(settings)
            var group = appliance.group()
            tasks.addTask { [group] in feed.yield(.ended(await Self.failure(of: group))) }
            var next: ApplianceParts?
            var isStopping = false
            for await event in events {
                switch event {
                case .stop:
                    // Told twice, it is the same wish.
                    isStopping = true
                    ServiceManager.stopping()
                    await group.triggerGracefulShutdown()
                case .reload(let reply):
                    // Told again while the last change is under way: what is on the disk was read a moment ago.
                    guard !isStopping, next == nil else {
                        reply("a change is under way already")
                        continue
                    }
                    switch await reload(keeping: settings) {
                    case .refused(let reasons): reply(reasons)
                    case .controls(let wanted, let new):
                        appliance.change(wanted)
                        settings = new
                        process.host.take(new)
                        reply(nil)
                    case .all(let parts):
                        next = parts
                        reply(nil)
                        await group.triggerGracefulShutdown()
                    }
                case .ended(let failure):
                    guard !isStopping, failure == nil, let parts = next else {
                        await console.stop()
                        if !isStopping, let failure { throw failure }
                        return
                    }
                    next = nil
                    (appliance, settings) = try await restart(parts, or: settings)
                    appliance.show(in: process.host)
                    await console.listen(settings)
                    group = appliance.group()
                    tasks.addTask { [group] in feed.yield(.ended(await Self.failure(of: group))) }
                }
            }
        }
    }

    private func start(_ parts: ApplianceParts) throws(ApplianceError) -> Appliance {
        let settings = parts.settings
        let status = "\(settings.cameras.count) cameras and \(settings.zones.count) zones, starting to watch"
        return try Appliance(parts, in: process, logger: Self.logger(settings)) {
            ServiceManager.ready(status)
        }
    }

    private func reload(keeping settings: Settings) async -> Reload {
        let logger = Self.logger(settings)
        logger.notice("reading the settings anew", metadata: ["file": "\(path)"])
        ServiceManager.reloading()
        do {
            let new = try Settings.read(path: path)
            let changes = ControlChanges(from: settings, to: new)
            if changes.areAll, !changes.controls.isEmpty {
                ServiceManager.ready("controls of cameras changed")
                return .controls(changes.controls, new)
            }
            return .all(try await Self.inBackground { try ApplianceParts(new) })
        } catch {
            refuse(error, logger)
            return .refused("\(error)")
        }
    }

    /// Starts with new settings, or with the old ones again if the new ones can't be used after all.
    private func restart(
        _ parts: ApplianceParts, or settings: Settings
    ) async throws -> (Appliance, Settings) {
        do {
            return (try start(parts), parts.settings)
        } catch {
            refuse(error, Self.logger(settings))
            let old = try await Self.inBackground { () throws(ApplianceError) in try ApplianceParts(settings)
            }
            return (try start(old), settings)
        }
    }

    private func refuse(_ error: any Error, _ logger: Logger) {
        let reasons = "\(error)".split(whereSeparator: \.isNewline)
        for reason in reasons {
            logger.error("settings refused, the old ones stay", metadata: ["cause": "\(reason)"])
        }
        ServiceManager.ready("settings refused, the old ones stay: \(reasons.first ?? "")")
    }

    private static func load(_ path: String) async throws -> ApplianceParts {
        try await inBackground { try ApplianceParts(try Settings.read(path: path)) }
    }

    /// Loading a catalogue takes a while, and the shared threads are for what goes on meanwhile.
    private static func inBackground<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { continuation.resume(with: Result { try work() }) }
        }
    }

    private static func failure(of group: ServiceGroup) async -> (any Error)? {
        do {
            try await group.run()
            return nil
        } catch {
            return error
        }
    }

    private static func logger(_ settings: Settings) -> Logger {
        var logger = Logger(label: "gondola") { _ in ServiceLog.shared }
        logger.logLevel = Logger.Level(settings.logLevel)
        return logger
    }
}

extension Logger.Level {
    fileprivate init(_ level: LogLevel) {
        self =
            switch level {
            case .debug: .debug
            case .info: .info
            case .notice: .notice
            case .warning: .warning
            case .error: .error
            }
    }
}
