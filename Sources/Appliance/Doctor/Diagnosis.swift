internal import Console
internal import Foundation

/// What a helper far away needs to know of an appliance: settings, health, figures, log, versions.
///
/// No pictures, no secrets.
package struct Diagnosis: Sendable {
    /// One file of the bundle.
    package struct Sheet: Sendable, Hashable {
        package let name: String
        package let text: String
    }

    /// A command whose output belongs into the bundle.
    package struct Question: Sendable, Hashable {
        package let name: String
        package let command: [String]

        package init(_ name: String, _ command: [String]) {
            self.name = name
            self.command = command
        }
    }

    private let path: String

    /// `path`: of the settings file.
    package init(settingsPath path: String) { self.path = path }

    /// The machine, its system and the daemon's log; a command that this machine lacks says so in its sheet.
    private static let usual = [
        Question("system.txt", ["uname", "-a"]), Question("release.txt", ["cat", "/etc/os-release"]),
        Question("memory.txt", ["free", "-m"]), Question("disks.txt", ["df", "-h"]),
        Question("processor.txt", ["lscpu"]),
        Question("usb.txt", ["ls", "-l", "/dev/v4l/by-path", "/dev/v4l/by-id"]),
        Question("package.txt", ["dpkg-query", "-W", "gondola"]),
        Question("service.txt", ["systemctl", "status", "--no-pager", "--lines", "0", "gondola"]),
        Question("clock.txt", ["timedatectl", "status", "--no-pager"]),
        Question(
            "log.txt",
            ["journalctl", "--unit", "gondola", "--lines", "5000", "--no-pager", "--output", "short-iso"]),
    ]

    /// All sheets; `questions` are asked beside the usual ones.
    package func sheets(asking questions: [Question]) -> [Sheet] {
        let yaml =
            FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        // A file with faults still tells much; its password file is then not known.
        let settings = try? Settings.read(path: path)
        let secrets = Secrets(values: settings.map { Password.secrets($0.mqtt) } ?? [])
        var sheets = [Sheet(name: "settings.yaml", text: secrets.strike(fromSettings: yaml))]
        if let port = settings?.consolePort {
            for page in ["healthz", "metrics"] {
                let answer = try? ConsoleClient.get("/\(page)", port: port)
                sheets.append(
                    Sheet(name: "\(page).txt", text: answer?.body ?? "the daemon does not answer\n"))
            }
        }
        sheets += (Self.usual + questions).map { Sheet(name: $0.name, text: CommandOutput.of($0.command)) }
        return sheets.map { Sheet(name: $0.name, text: secrets.strike(from: $0.text)) }
    }

    /// Writes the sheets into a new `.tar.gz` file, in one folder; throws if that can't be written.
    package static func write(_ sheets: [Sheet], to archive: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "gondola-diagnosis-\(UUID().uuidString)")
        let inner = folder.appending(path: "gondola-diagnosis")
        try FileManager.default.createDirectory(
            at: inner, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // What stays behind in the temporary folder would be cleared at the next start.
        defer { try? FileManager.default.removeItem(at: folder) }
        for sheet in sheets { try Data(sheet.text.utf8).write(to: inner.appending(path: sheet.name)) }
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/usr/bin/tar")
        tar.arguments = ["-czf", archive, "-C", folder.path, inner.lastPathComponent]
        try tar.run()
        tar.waitUntilExit()
        guard tar.terminationStatus == 0 else {
            throw ApplianceError("\(archive): can't be written: name a file in a folder of yours with --out")
        }
    }
}
