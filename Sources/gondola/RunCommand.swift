internal import Appliance
internal import ArgumentParser
internal import Glibc
internal import Logging
internal import Synthesis

/// The subcommand `gondola run`.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Watch the shelves: the daemon, until SIGTERM or SIGINT.")

    @Option(help: "Settings file (YAML).")
    var config = "/etc/gondola/gondola.yaml"

    func run() async throws {
        unblockSignals()
        let appliance: Appliance
        do {
            let settings = try Settings.read(path: config)
            LoggingSystem.bootstrap(StreamLogHandler.standardError)
            var logger = Logger(label: "gondola")
            logger.logLevel = Logger.Level(settings.logLevel)
            appliance = try await Appliance(settings, version: Version.current, logger: logger) {
                path, camera in
                try RenderedStore.open(path: path, camera: camera)
            }
        } catch {
            throw Failure.exit(error, code: Failure.configuration)
        }
        try await appliance.run()
    }

    /// A parent may leave signals blocked to its children; a daemon that can't be told to stop is no good.
    private func unblockSignals() {
        var signals = sigset_t()
        // Safe: the set is a local value, and the calls only read and write it.
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGTERM)
        unsafe sigaddset(&signals, SIGINT)
        unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
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
