internal import Appliance
internal import ArgumentParser

/// The subcommand `gondola check-config`.
struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Read a settings file and report everything that is wrong with it.")

    @Option(help: "Settings file (YAML).")
    var config = "/etc/gondola/gondola.yaml"

    func run() throws {
        do {
            for registration in try Settings.read(path: config).registrations() { print(registration) }
        } catch {
            throw Failure.exit(error, code: Failure.configuration)
        }
        print("\(config): no problems")
    }
}
