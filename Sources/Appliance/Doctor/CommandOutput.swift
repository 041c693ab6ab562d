internal import Foundation

/// What a command of the system prints.
enum CommandOutput {
    private static let patienceSeconds = "20"

    /// Output and errors together, or why there are none; a command that does not end is ended.
    static func of(_ command: [String]) -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["LC_ALL=C.UTF-8", "timeout", patienceSeconds] + command
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            return "\(command.joined(separator: " ")): \(error)\n"
        }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }
}
