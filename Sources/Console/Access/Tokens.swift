internal import Foundation
internal import Synchronization

/// What other programs show in place of a password.
final class Tokens: Sendable {
    struct Token: Sendable, Hashable, Codable {
        var id: String
        var name: String
        var role: Role
        /// RFC 3339.
        var created: String
        /// SHA-256 of the text.
        var hash: String
    }

    static let prefix = "gdl_"
    static let limit = 200
    private static let file = "tokens.json"
    private let folder: StateFolder
    private let tokens: Mutex<[Token]>

    init(folder: StateFolder) throws {
        self.folder = folder
        let kept = try folder.contents(of: Self.file)
        tokens = Mutex(try kept.map { try JSONDecoder().decode([Token].self, from: $0) } ?? [])
    }

    var all: [Token] { tokens.withLock { $0 } }

    func token(of text: String) -> Token? {
        let hash = Secret.hash(text)
        return tokens.withLock { $0.first { Secret.isEqual($0.hash, hash) } }
    }

    func isThere(_ id: String) -> Bool { tokens.withLock { $0.contains { $0.id == id } } }

    /// Returns `nil` if there are too many; `text` is not kept.
    func make(name: String, role: Role, created: String) throws -> (token: Token, text: String)? {
        let text = Self.prefix + Secret.make()
        let hash = Secret.hash(text)
        let token = Token(id: String(hash.prefix(12)), name: name, role: role, created: created, hash: hash)
        return try tokens.withLock { tokens in
            guard tokens.count < Self.limit else { return nil }
            try folder.replace(Self.file, with: try StateJSON.encode(tokens + [token]))
            tokens.append(token)
            return (token, text)
        }
    }

    /// Returns whether there was one.
    func remove(_ id: String) throws -> Bool {
        try tokens.withLock { tokens in
            let left = tokens.filter { $0.id != id }
            guard left.count < tokens.count else { return false }
            try folder.replace(Self.file, with: try StateJSON.encode(left))
            tokens = left
            return true
        }
    }
}
