package import Foundation

/// A script below `scripts/test-support`, run by the project's Python environment.
package struct PythonScript {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private let name: String

    package init(_ name: String) { self.name = name }

    /// Runs the script and returns what it prints.
    ///
    /// Throws when it exits with anything but 0.
    package func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = Self.root.appendingPathComponent(".venv/bin/python")
        process.arguments =
            [Self.root.appendingPathComponent("scripts/test-support/\(name)").path] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        do {
            try process.run()
        } catch {
            throw Failure(description: "no Python environment: run the tests with scripts/test")
        }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(name) exited with \(process.terminationStatus)")
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The checkout, by the place of this file in it.
    package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
}
