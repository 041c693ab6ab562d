import Foundation
import Synchronization

/// A real broker, Debian's mosquitto, on a port of the loopback interface that nobody else uses.
///
/// It keeps sessions, queues and retained messages in its own folder and writes them when it is stopped, so a
/// restarted broker knows what the one before has confirmed. (Written at each change, as its setting
/// `autosave_on_changes` does, the whole file is written for every message: with a few thousand messages in a
/// queue, that takes a minute for a thousand more.) The process and the folder go with the value.
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
    private let settings: [String]
    private let process = Mutex<Process?>(nil)

    /// Prepares a broker and starts it unless `isRunning` is `false`: then its port stays silent until
    /// `start`.
    ///
    /// `settings` are further lines of its configuration, those of its only listener first.
    package init(
        isRunning: Bool = true, allowsAnonymous: Bool = true, settings: [String] = []
    ) async throws {
        self.settings = settings + ["allow_anonymous \(allowsAnonymous)"]
        folder = FileManager.default.temporaryDirectory.appending(path: "gondola-broker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Nobody hands out free ports: one is tried by starting a broker on it.
        var port = 0
        for _ in 0..<20 where port == 0 {
            let candidate = Int.random(in: 20_000...29_999)
            let attempt = try MosquittoBroker.launch(in: folder, port: candidate, self.settings)
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
        let process = try MosquittoBroker.launch(in: folder, port: port, settings)
        guard await MosquittoBroker.isUp(process, log: log) else {
            throw Failure.doesNotStart(log: text(of: log))
        }
        self.process.withLock { $0 = process }
    }

    /// Ends the broker: every connection breaks, and what it has confirmed is kept for the next `start`.
    package func stop() async throws { try await end(SIGTERM) }

    /// Has the broker read its files of passwords and rules again.
    package func reload() {
        process.withLock { process in
            if let process { Foundation.kill(process.processIdentifier, SIGHUP) }
        }
    }

    private func end(_ signal: Int32) async throws {
        guard let process = process.withLock({ $0 }) else { return }
        Foundation.kill(process.processIdentifier, signal)
        guard await eventually({ !process.isRunning }) else {
            throw Failure.doesNotEnd(log: text(of: MosquittoBroker.log(in: folder)))
        }
        self.process.withLock { $0 = nil }
    }

    private static func launch(in folder: URL, port: Int, _ settings: [String]) throws -> Process {
        let configuration = """
            listener \(port) 127.0.0.1
            \(settings.joined(separator: "\n"))
            user root
            persistence true
            persistence_location \(folder.path)/
            autosave_interval 0
            max_queued_messages 1000000
            log_dest file \(log(in: folder).path)
            """
        let file = folder.appending(path: "mosquitto.conf")
        try Data(configuration.utf8).write(to: file)
        let process = Process()
        process.executableURL = try executable("mosquitto")
        process.arguments = ["-c", file.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try withUnblockedSignals { try process.run() }
        return process
    }

    /// Threads of Dispatch block signals and their children inherit that: such a broker could not be asked to end.
    private static func withUnblockedSignals(_ body: () throws -> Void) rethrows {
        var none = sigset_t()
        var before = sigset_t()
        // Safe: the calls read and write these two local values only.
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
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
