internal import Foundation
internal import Synchronization

/// Who may sign in.
final class Accounts: Sendable {
    struct Account: Sendable, Hashable, Codable {
        var name: String
        var role: Role
        var password: PasswordHasher.Hash
        /// RFC 3339.
        var created: String
    }

    enum Fault: Error {
        case exists, unknown, lastAdmin, notFirst
    }

    private static let file = "accounts.json"
    private let folder: StateFolder
    private let accounts: Mutex<[Account]>

    /// Throws if the file is there and can't be read: nobody may take that for a first run.
    init(folder: StateFolder) throws {
        self.folder = folder
        let kept = try folder.contents(of: Self.file)
        accounts = Mutex(try kept.map { try JSONDecoder().decode([Account].self, from: $0) } ?? [])
    }

    var isEmpty: Bool { accounts.withLock { $0.isEmpty } }
    /// By name.
    var all: [Account] { accounts.withLock { $0 } }

    subscript(name: String) -> Account? { accounts.withLock { $0.first { $0.name == name } } }

    /// Adds the first account of all, an admin's.
    func setUp(_ account: Account) throws {
        try change { accounts in
            guard accounts.isEmpty else { throw Fault.notFirst }
            accounts = [account]
        }
    }

    func add(_ account: Account) throws {
        try change { accounts in
            guard !accounts.contains(where: { $0.name == account.name }) else { throw Fault.exists }
            accounts.append(account)
        }
    }

    /// Changes what is not `nil`.
    func update(_ name: String, role: Role?, password: PasswordHasher.Hash?) throws -> Account {
        try change { accounts in
            guard let at = accounts.firstIndex(where: { $0.name == name }) else { throw Fault.unknown }
            if let role { accounts[at].role = role }
            if let password { accounts[at].password = password }
            return accounts[at]
        }
    }

    func remove(_ name: String) throws {
        try change { accounts in
            guard let at = accounts.firstIndex(where: { $0.name == name }) else { throw Fault.unknown }
            accounts.remove(at: at)
        }
    }

    private func change<Result>(_ body: (inout [Account]) throws -> Result) throws -> Result {
        try accounts.withLock { accounts in
            var changed = accounts
            let result = try body(&changed)
            guard changed.contains(where: { $0.role == .admin }) else { throw Fault.lastAdmin }
            changed.sort { $0.name < $1.name }
            try folder.replace(Self.file, with: try StateJSON.encode(changed))
            accounts = changed
            return result
        }
    }
}

/// How the console writes its own files.
enum StateJSON {
    static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}
