internal import Appliance
internal import ArgumentParser
internal import Synthesis

/// The subcommand `gondola doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Look at cameras, models, catalogue, planograms, broker, clock and disk, and say what to do.",
        discussion: "Ends with 1 if something is bad; warnings do not count.")

    @Option(help: "Settings file (YAML).")
    var config = "/etc/gondola/gondola.yaml"

    func run() async throws {
        let doctor = Doctor(settingsPath: config) { path, camera in
            try RenderedStore.open(path: path, camera: camera)
        }
        var isBad = false
        await doctor.examine { finding in
            print(finding)
            if finding.grade == .bad { isBad = true }
        }
        if isBad { throw ExitCode(1) }
    }
}
