internal import Console
internal import Logging
internal import ServiceLifecycle

/// Keeps the console up over all runs of the appliance; it starts anew only where its own settings change.
actor ConsoleKeeper {
    private let host: ApplianceHost
    private let logger: Logger
    private var access: Settings.ConsoleAccess?
    private var running: (group: ServiceGroup, task: Task<Void, Never>)?

    init(host: ApplianceHost, logger: Logger) {
        self.host = host
        self.logger = logger
    }

    /// Listens as `access` says from now on; not at all if it is `nil`.
    func listen(_ access: Settings.ConsoleAccess?) async {
        guard access != self.access else { return }
        await stop()
        self.access = access
        guard let access else { return }
        let (host, logger) = (host, logger)
        let server = ConsoleServer(
            settings: ConsoleSettings(access), host: host,
            health: { host.shown?.health.verdict ?? HealthVerdict(problems: []) },
            metrics: { host.shown?.metrics.text ?? MetricsText() },
            trouble: { host.report(consoleTrouble: $0) }, logger: logger)
        let service = ConsoleService(server: server, port: access.port, host: host, logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
            logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        let group = ServiceGroup(configuration: configuration)
        let task = Task {
            do {
                try await group.run()
            } catch {
                logger.error("the console has ended", metadata: ["cause": "\(error)"])
                host.report(consoleTrouble: "the console has ended: \(error)")
            }
        }
        running = (group, task)
    }

    /// Lets those who are being answered have their answer, and ends.
    func stop() async {
        guard let (group, task) = running else { return }
        running = nil
        access = nil
        await group.triggerGracefulShutdown()
        await task.value
    }
}

extension ConsoleSettings {
    fileprivate init(_ access: Settings.ConsoleAccess) {
        let remote = access.remote.map { remote in
            let security: Security =
                switch remote.security {
                case .plain: .plain
                case .certificate(let file, let key): .certificate(file: file, key: key)
                case .generated: .ownCertificate
                }
            return Remote(address: remote.address, port: remote.port, security: security)
        }
        self.init(port: access.port, remote: remote, folder: access.folder, names: access.hostNames)
    }
}
