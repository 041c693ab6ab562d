internal import Foundation
internal import Synchronization

/// Who is signed in; the file holds hashes only, and outlives a restart.
final class Sessions: Sendable {
    struct Session: Sendable, Hashable, Codable {
        var name: String
        /// Seconds since 1970 (UTC).
        var begun: Double
        var used: Double
    }

    /// A session that is not used for so long is over.
    static let idleSeconds = 12 * 3600.0
    /// However busy, it is over after so long.
    static let longestSeconds = 30 * 86_400.0
    private static let perAccount = 20
    /// The file need not know of each use.
    private static let savingSeconds = 300.0
    private static let file = "sessions.json"

    private let folder: StateFolder
    private let now: @Sendable () -> Double
    private let sessions: Mutex<[String: Session]>

    init(folder: StateFolder, now: @escaping @Sendable () -> Double) throws {
        self.folder = folder
        self.now = now
        let kept = try folder.contents(of: Self.file)
        // What can't be read is let go: its people sign in again.
        sessions = Mutex(kept.flatMap { try? JSONDecoder().decode([String: Session].self, from: $0) } ?? [:])
    }

    /// The secret for the cookie.
    func begin(for name: String) throws -> String {
        let secret = Secret.make()
        let time = now()
        try sessions.withLock { sessions in
            sessions = sessions.filter { isAlive($0.value, at: time) }
            let own = sessions.filter { $0.value.name == name }.sorted { $0.value.used > $1.value.used }
            for (key, _) in own.dropFirst(Self.perAccount - 1) { sessions[key] = nil }
            sessions[Secret.hash(secret)] = Session(name: name, begun: time, used: time)
            try save(sessions)
        }
        return secret
    }

    /// The session whose secret this is, with the key that it goes by here; this counts as a use of it.
    func use(_ secret: String) -> (key: String, session: Session)? {
        let key = Secret.hash(secret)
        let time = now()
        return sessions.withLock { sessions in
            guard var session = sessions[key], isAlive(session, at: time) else { return nil }
            let isOld = time - session.used > Self.savingSeconds
            session.used = time
            sessions[key] = session
            // A use that is not on the disk ends a session at worst a few minutes early.
            if isOld { try? save(sessions) }
            return (key, session)
        }
    }

    func isAlive(_ key: String) -> Bool {
        let time = now()
        return sessions.withLock { sessions in sessions[key].map { isAlive($0, at: time) } ?? false }
    }

    /// Ends those that `goes` names, and returns their keys.
    @discardableResult
    func end(where goes: (_ key: String, _ session: Session) -> Bool) throws -> [String] {
        try sessions.withLock { sessions in
            let ended = sessions.filter { goes($0.key, $0.value) }.map(\.key)
            guard !ended.isEmpty else { return [] }
            for key in ended { sessions[key] = nil }
            try save(sessions)
            return ended
        }
    }

    private func isAlive(_ session: Session, at time: Double) -> Bool {
        time - session.used < Self.idleSeconds && time - session.begun < Self.longestSeconds
    }

    private func save(_ sessions: [String: Session]) throws {
        try folder.replace(Self.file, with: try StateJSON.encode(sessions))
    }
}
