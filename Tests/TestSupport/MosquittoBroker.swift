import Foundation
import Synchronization

/// A real broker, Debian's mosquitto, on a port of the loopback interface that nobody else uses.
///
/// It keeps sessions, queues and retained messages in its own folder, and writes them at each change, so a
/// restarted broker knows what the one before knew. The process and the folder go with the value.
package final class MosquittoBroker: Sendable {
    /// Why there is no broker.
    package enum Failure: Error {
        case notInstalled(command: String)
        case doesNotStart(log: String)
        case doesNotEnd(log: String)
    }

    package let host = "127.0.0.1"
    package let port: Int
    let folder: URL
    private let allowsAnonymous: Bool
    private let process = Mutex<Process?>(nil)

    /// Prepares a broker and starts it unless `isRunning` is `false`: then its port stays silent until
    /// `start`.
    package init(isRunning: Bool = true, allowsAnonymous: Bool = true) async throws {
        self.allowsAnonymous = allowsAnonymous
        folder = FileManager.default.temporaryDirectory.appending(path: "gondola-broker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Nobody hands out free ports: one is tried by starting a broker on it.
        var port = 0
        for _ in 0..<20 where port == 0 {
            let candidate = Int.random(in: 20_000...29_999)
            let attempt = try MosquittoBroker.launch(in: folder, port: candidate, allowsAnonymous)
            if await MosquittoBroker.isUp(attempt, log: MosquittoBroker.log(in: folder)) {
                port = candidate
                process.withLock { $0 = attempt }
            }
        }
        self.port = port
        guard port != 0 else { throw Failure.doesNotStart(log: text(of: MosquittoBroker.log(in: folder))) }
        if !isRunning { try await end(SIGKILL) }
    }

    deinit {
        process.withLock { process in
            if let process, process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        }
        // A folder that stays behind in the temporary folder does no harm.
        try? FileManager.default.removeItem(at: folder)
    }

    /// Starts the broker again on the same port, with what it knew.
    package func start() async throws {
        let log = MosquittoBroker.log(in: folder)
        // The new process writes its own log; an absent one is as good.
        try? FileManager.default.removeItem(at: log)
        let process = try MosquittoBroker.launch(in: folder, port: port, allowsAnonymous)
        guard await MosquittoBroker.isUp(process, log: log) else {
            throw Failure.doesNotStart(log: text(of: log))
        }
        self.process.withLock { $0 = process }
    }

    /// Ends the broker without a goodbye to anybody, as a power cut does.
    package func kill() async throws { try await end(SIGKILL) }

    private func end(_ signal: Int32) async throws {
        guard let process = process.withLock({ $0 }) else { return }
        Foundation.kill(process.processIdentifier, signal)
        guard await eventually({ !process.isRunning }) else {
            throw Failure.doesNotEnd(log: text(of: MosquittoBroker.log(in: folder)))
        }
        self.process.withLock { $0 = nil }
    }

    private static func launch(in folder: URL, port: Int, _ allowsAnonymous: Bool) throws -> Process {
        let configuration = """
            listener \(port) 127.0.0.1
            allow_anonymous \(allowsAnonymous)
            user root
            persistence true
            persistence_location \(folder.path)/
            autosave_on_changes true
            autosave_interval 1
            max_queued_messages 0
            log_dest file \(log(in: folder).path)
            """
        let file = folder.appending(path: "mosquitto.conf")
        try Data(configuration.utf8).write(to: file)
        let process = Process()
        process.executableURL = try executable("mosquitto")
        process.arguments = ["-c", file.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private static func isUp(_ process: Process, log: URL) async -> Bool {
        let hasSpoken = await eventually { !process.isRunning || text(of: log).contains(" running\n") }
        return hasSpoken && process.isRunning
    }

    private static func log(in folder: URL) -> URL { folder.appending(path: "mosquitto.log") }

    static func executable(_ name: String) throws -> URL {
        for folder in ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"] {
            let path = "\(folder)/\(name)"
            if FileManager.default.isExecutableFile(atPath: path) { return URL(filePath: path) }
        }
        throw Failure.notInstalled(command: name)
    }
}

private func text(of file: URL) -> String {
    // A file that is not there yet has no text.
    (try? String(contentsOf: file, encoding: .utf8)) ?? ""
}
