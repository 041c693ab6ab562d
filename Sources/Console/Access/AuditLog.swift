internal import Foundation
internal import Logging
internal import Retail
internal import Synchronization

/// Who changed what: lines of JSON in two files of a bounded size.
final class AuditLog: Sendable {
    struct Entry: Sendable, Hashable, Codable {
        /// Counts up, over all files.
        var id: Int
        /// RFC 3339.
        var time: String
        var who: String
        /// `nil`: was not signed in.
        var role: String?
        var address: String
        var action: String
        var target: String
        /// `done`, or the status with which it was refused.
        var outcome: String
    }

    private static let (file, oldFile) = ("audit.jsonl", "audit.1.jsonl")
    private static let longest = 1_000_000

    private struct State {
        var next: Int
        var bytes: Int
    }

    private let folder: StateFolder
    private let logger: Logger
    private let state: Mutex<State>

    init(folder: StateFolder, logger: Logger) throws {
        self.folder = folder
        self.logger = logger
        let newest = try folder.contents(of: Self.file) ?? Data()
        let old = newest.isEmpty ? try folder.contents(of: Self.oldFile) ?? Data() : Data()
        let last = Self.entries(of: newest.isEmpty ? old : newest).last
        state = Mutex(State(next: (last?.id ?? 0) + 1, bytes: newest.count))
        // A power cut can leave a line without its end, onto which the next one must not be written.
        if let end = newest.last, end != UInt8(ascii: "\n") {
            try folder.append(Data("\n".utf8), to: Self.file)
        }
    }

    func add(
        time: Double, who: String, role: Role?, address: String, action: String, target: String,
        outcome: String
    ) {
        state.withLock { state in
            let entry = Entry(
                id: state.next, time: UTCTime(seconds: time.rounded(.down)).description, who: who,
                role: role?.rawValue, address: address, action: action, target: String(target.prefix(300)),
                outcome: outcome)
            do {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                let line = try encoder.encode(entry) + Data("\n".utf8)
                if state.bytes + line.count > Self.longest {
                    try folder.move(Self.file, over: Self.oldFile)
                    state.bytes = 0
                }
                try folder.append(line, to: Self.file)
                state.bytes += line.count
                state.next += 1
            } catch {
                logger.error(
                    "a change is not in the audit log",
                    metadata: ["action": "\(action)", "cause": "\(error)"])
            }
        }
    }

    /// The newest first, of those before `id`.
    func entries(before id: Int?, limit: Int) throws -> [Entry] {
        let all = try state.withLock { _ in
            Self.entries(of: try folder.contents(of: Self.oldFile) ?? Data())
                + Self.entries(of: try folder.contents(of: Self.file) ?? Data())
        }
        return Array(all.reversed().filter { $0.id < id ?? .max }.prefix(limit))
    }

    private static func entries(of bytes: Data) -> [Entry] {
        // A line that a power cut has spoilt is left out.
        bytes.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(Entry.self, from: $0)
        }
    }
}
