internal import Appliance
internal import ArgumentParser
internal import Glibc
internal import Synthesis

/// The subcommand `gondola run`.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Watch the shelves: the daemon, until SIGTERM or SIGINT; SIGHUP reads the settings anew.")

    @Option(help: "Settings file (YAML).")
    var config = "/etc/gondola/gondola.yaml"

    func run() async throws {
        unblockSignals()
        let daemon: Daemon
        do {
            daemon = try await Daemon(settingsPath: config, version: Version.current) { path, camera in
                try RenderedStore.open(path: path, camera: camera)
            }
        } catch {
            throw Failure.exit(error, code: Failure.configuration)
        }
        do {
            try await daemon.run()
        } catch let error as ApplianceError {
            throw Failure.exit(error, code: Failure.configuration)
        }
    }

    /// A parent may leave signals blocked to its children; a daemon that can't be told to stop is no good.
    private func unblockSignals() {
        var signals = sigset_t()
        // Safe: the set is a local value, and the calls only read and write it.
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGTERM)
        unsafe sigaddset(&signals, SIGINT)
        unsafe sigaddset(&signals, SIGHUP)
        unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }
}
