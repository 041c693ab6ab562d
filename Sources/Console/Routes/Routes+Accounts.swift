internal import Hummingbird

private struct AccountCard: Encodable {
    var name: String
    var role: Role
    var created: String

    init(_ account: Accounts.Account) {
        (name, role, created) = (account.name, account.role, account.created)
    }
}

private struct TokenCard: Encodable {
    var id: String
    var name: String
    var role: Role
    var created: String
    var token: String?

    init(_ kept: Tokens.Token, text: String? = nil) {
        (id, name, role, created, token) = (kept.id, kept.name, kept.role, kept.created, text)
    }
}

/// A part of a list that grows.
struct Page<Item: Encodable>: Encodable {
    var items: [Item]
    var nextCursor: String?
}

extension Route {
    private static let accountLimit = 100

    static let accounts: [Route] = [
        .get("/accounts", .admin, "Who may sign in", .json(.list(.named("Account")))) { call in
            .json(call.console.accounts.all.map(AccountCard.init))
        },
        .post(
            "/accounts", .admin, "Adds an account", action: "add_account",
            body: .object([
                "name": .named("AccountName"), "role": .named("Role"), "password": .named("NewPassword"),
            ]), .json(.named("Account"), status: .created)
        ) { call in try await addAccount(call) },
        .put(
            "/accounts/{name}", .admin,
            "Changes an account's role or password; with the password its sessions end",
            action: "change_account",
            body: .draft([
                "name?": .named("AccountName"), "role?": .named("Role"), "password?": .named("NewPassword"),
            ]), .json(.named("Account"))
        ) { call in try await changeAccount(call) },
        .delete("/accounts/{name}", .admin, "Removes an account; its sessions end", action: "remove_account")
        {
            call in
            let name = call.name("name")
            try translating(name) { try call.console.accounts.remove(name) }
            try call.console.endSessions { _, session in session.name == name }
            return .nothing
        },
        .get("/tokens", .admin, "What other programs sign in with", .json(.list(.named("Token")))) { call in
            .json(call.console.tokens.all.map { TokenCard($0) })
        },
        .post(
            "/tokens", .admin, "Makes a token; its text is told this once", action: "add_token",
            body: .object(["name": .text(1...100), "role": .named("Role")]),
            .json(.named("Token"), status: .created)
        ) { call in
            var fields = try call.fields()
            let name = try fields.neededText("name", length: 1...100)
            guard let role: Role = try fields.choice("role") else {
                throw Refusal.field("role", "is missing")
            }
            try fields.finish()
            guard let made = try call.console.tokens.make(name: name, role: role, created: call.console.time)
            else {
                throw Refusal(.conflict, "There are \(Tokens.limit) tokens already: remove some.")
            }
            var reply = Reply.json(TokenCard(made.token, text: made.text), status: .created).unkept
            reply.target = "\(made.token.id) \(name) (\(role.rawValue))"
            return reply
        },
        .delete(
            "/tokens/{id}", .admin, "Removes a token, which holds no more from now on", action: "remove_token"
        ) {
            call in
            let id = call.name("id")
            guard try call.console.tokens.remove(id) else {
                throw Refusal.unknown("There is no token \(id).")
            }
            call.console.streams.end(owner: "token:\(id)")
            return .nothing
        },
        .get(
            "/audit", .admin, "Who changed what, the newest first",
            query: [pageQueries[0], Query("cursor", .pattern("^[0-9]{1,18}$"), pageQueries[1].summary)],
            .json(.object(["items": .list(.named("AuditEntry")), "next_cursor?": .text]))
        ) { call in
            let limit = try call.integer("limit", in: 1...200) ?? 50
            let before = try call.integer("cursor", in: 0...999_999_999_999_999_999)
            let entries = try call.console.audit.entries(before: before, limit: limit + 1)
            let page = Array(entries.prefix(limit))
            return .json(
                Page(items: page, nextCursor: entries.count > limit ? page.last.map { "\($0.id)" } : nil))
        },
    ]

    static let pageQueries = [
        Query("limit", .integer(1...200), "At most so many items; 50 if it is not given."),
        Query("cursor", .name, "The `next_cursor` of the page before."),
    ]

    private static func addAccount(_ call: Call) async throws -> Reply {
        var fields = try call.fields()
        let name = try fields.accountName("name")
        guard let role: Role = try fields.choice("role") else { throw Refusal.field("role", "is missing") }
        let password = try fields.newPassword("password")
        try fields.finish()
        guard call.console.accounts.all.count < accountLimit else {
            throw Refusal(.conflict, "There are \(accountLimit) accounts already: remove some.")
        }
        let hash = try await call.console.hasher.hash(password)
        let account = Accounts.Account(name: name, role: role, password: hash, created: call.console.time)
        try translating(name) { try call.console.accounts.add(account) }
        var reply = Reply.json(AccountCard(account), status: .created)
        reply.target = "\(name) (\(role.rawValue))"
        return reply
    }

    private static func changeAccount(_ call: Call) async throws -> Reply {
        let name = call.name("name")
        var fields = try call.fields()
        let role: Role? = try fields.choice("role")
        let password = try fields.optional("password") { fields, key throws(Refusal) in
            try fields.newPassword(key)
        }
        let newName = try fields.optional("name") { fields, key throws(Refusal) in try fields.accountName(key)
        }
        if let newName, newName != name {
            throw Refusal.unfit("name", "an account keeps its name")
        }
        try fields.finish()
        guard call.console.accounts[name] != nil else {
            throw Refusal.unknown("There is no account \(name).")
        }
        let hash =
            if let password { try await call.console.hasher.hash(password) } else {
                nil as PasswordHasher.Hash?
            }
        let account = try translating(name) {
            try call.console.accounts.update(name, role: role, password: hash)
        }
        if hash != nil {
            let own: String? = if case .session(let key, _) = call.visitor?.way { key } else { nil }
            try call.console.endSessions { key, session in session.name == name && key != own }
        }
        var reply = Reply.json(AccountCard(account))
        reply.target = "\(name) (\(account.role.rawValue)\(hash == nil ? "" : ", new password"))"
        return reply
    }

    private static func translating<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch Accounts.Fault.exists {
            throw Refusal(.conflict, "There is an account \(name) already.")
        } catch Accounts.Fault.unknown {
            throw Refusal.unknown("There is no account \(name).")
        } catch Accounts.Fault.lastAdmin {
            throw Refusal(.conflict, "\(name) is the last admin: make another one first.")
        }
    }
}
