internal import Console
internal import Logging
internal import ServiceLifecycle

/// Keeps the console up over all runs of the appliance; it starts anew only where its own settings change.
actor ConsoleKeeper {
    private let host: ApplianceHost
    private let logger: Logger
    private var listening: (access: Settings.ConsoleAccess, folder: String)?
    private var running: (group: ServiceGroup, task: Task<Void, Never>)?

    init(host: ApplianceHost, logger: Logger) {
        self.host = host
        self.logger = logger
    }

    /// Listens from now on as these settings say, if they do.
    func listen(_ settings: Settings) async {
        let folder = settings.consoleFolder
        guard settings.console != listening?.access || folder != listening?.folder else { return }
        await stop()
        guard let access = settings.console else { return }
        listening = (access, folder)
        let (host, logger) = (host, logger)
        let server = ConsoleServer(
            settings: ConsoleSettings(access, folder: folder), host: host,
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
        listening = nil
        await group.triggerGracefulShutdown()
        await task.value
    }
}

extension ConsoleSettings {
    fileprivate init(_ access: Settings.ConsoleAccess, folder: String) {
        let remote = access.remote.map { remote in
            let security: Security =
                switch remote.tls {
                case .generated: .ownCertificate
                case .files(let certificate, let key): .certificate(file: certificate, key: key)
                }
            return Remote(address: remote.address, port: remote.port, security: security)
        }
        self.init(port: access.port, remote: remote, folder: folder, names: access.hostNames)
    }
}
