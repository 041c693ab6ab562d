internal import Appliance
internal import ArgumentParser
internal import Foundation

/// The subcommand `gondola diagnose`.
struct DiagnoseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagnose",
        abstract:
            "Write a support bundle: settings, health, metrics, log, versions; no secrets and no pictures.",
        discussion: "As root it holds the whole log.")

    @Option(help: "Settings file (YAML).")
    var config = "/etc/gondola/gondola.yaml"

    @Option(help: "The bundle to write.")
    var out = "gondola-diagnosis.tar.gz"

    func run() throws {
        // Resolved here: in another process this link leads to that one.
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        let sheets = Diagnosis(settingsPath: config).sheets(asking: [
            Diagnosis.Question("version.txt", [program, "--version"]),
            Diagnosis.Question("doctor.txt", [program, "doctor", "--config", config]),
            Diagnosis.Question("cameras.txt", [program, "cameras"]),
        ])
        do {
            try Diagnosis.write(sheets, to: out)
        } catch {
            throw Failure.exit(error)
        }
        print("\(out): \(sheets.map(\.name).joined(separator: ", "))")
    }
}
