internal import Foundation
import Synchronization

/// The program itself, as a user starts it.
package final class GondolaProcess: Sendable {
    /// What a finished run left.
    package struct Outcome: Sendable {
        package let exitCode: Int32
        package let output: String
        package let errors: String
    }

    private let process: Mutex<Process>
    private let output: URL
    private let errors: URL
    private let folder: TemporaryFolder

    /// Starts `gondola` with `arguments`; it was built beside the tests.
    ///
    /// `environment` is added to what the tests have. `killAfter`: it is ended at once when it has run so long, as a power cut would, however busy the tests are.
    package init(
        _ arguments: [String], environment: [String: String] = [:], killAfter: Duration? = nil
    ) throws {
        folder = try TemporaryFolder()
        output = folder.url("output")
        errors = folder.url("errors")
        for file in [output, errors] { try Data().write(to: file) }
        let process = Process()
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("gondola")
        if let killAfter {
            process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
            process.arguments = ["-s", "KILL", "\(killAfter / .seconds(1))", program.path] + arguments
        } else {
            process.executableURL = program
            process.arguments = arguments
        }
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = PythonScript.root
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        self.process = Mutex(process)
    }

    // A test that fails halfway must not leave a daemon behind.
    deinit { process.withLock { if $0.isRunning { kill($0.processIdentifier, SIGKILL) } } }

    package var isRunning: Bool { process.withLock { $0.isRunning } }

    /// What it has written to standard error so far.
    package var log: String { text(of: errors) }

    /// Asks it to stop, as systemd does.
    package func terminate() { signal(SIGTERM) }

    /// Asks it to read its settings anew, as `systemctl reload` does.
    package func reload() { signal(SIGHUP) }

    private func signal(_ number: Int32) { process.withLock { _ = kill($0.processIdentifier, number) } }

    /// Waits until it has ended; `nil` if it does not within two minutes.
    package func outcome() async -> Outcome? {
        guard await eventually(within: .seconds(120), { !isRunning }) else { return nil }
        return Outcome(
            exitCode: process.withLock { $0.terminationStatus }, output: text(of: output),
            errors: text(of: errors))
    }

    /// Runs the program to its end.
    package static func run(_ arguments: [String], killAfter: Duration? = nil) async throws -> Outcome? {
        try await GondolaProcess(arguments, killAfter: killAfter).outcome()
    }

    private func text(of file: URL) -> String {
        // Written by the program while this reads; an unreadable moment counts as nothing yet.
        (try? String(decoding: Data(contentsOf: file), as: UTF8.self)) ?? ""
    }
}
