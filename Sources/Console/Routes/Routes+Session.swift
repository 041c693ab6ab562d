internal import Hummingbird

private struct SessionCard: Encodable {
    var state: String
    var name: String?
    var role: Role?
    var csrf: String?
    var store: String?
    var device: String?
    var version: String?
}

extension Route {
    static let cookie = "gondola_session"

    static let session: [Route] = [
        .get("/session", nil, "Who is signed in", .json(.named("Session"))) { call in
            .json(await card(call, call.visitor)).unkept
        },
        .post(
            "/session/setup", nil, "Makes the first account, an admin's, and signs in", action: "setup",
            body: .object(["name": .named("AccountName"), "password": .named("NewPassword")]),
            .json(.named("Session"))
        ) { call in try await setUp(call) },
        .post(
            "/session", nil, "Signs in", action: "sign_in", body: .named("Credentials"),
            .json(.named("Session"))
        ) { call in try await signIn(call) },
        .delete("/session", nil, "Signs out", action: "sign_out") { call in
            if case .session(let session, _) = call.visitor?.way {
                try call.console.endSessions { key, _ in key == session }
            }
            var reply = Reply.nothing
            reply.headers[.setCookie] = cookie("", call.connection) + "; Max-Age=0"
            return reply
        },
        .post(
            "/session/password", .viewer, "Changes one's own password; other sessions of the account end",
            action: "change_password",
            body: .object(["old": .text(1...256), "new": .named("NewPassword")]), .nothing
        ) { call in try await changePassword(call) },
    ]

    private static func card(_ call: Call, _ visitor: Visitor?) async -> SessionCard {
        guard let visitor else {
            return SessionCard(state: call.console.accounts.isEmpty ? "first_run" : "signed_out")
        }
        let overview = await call.host.overview()
        var card = SessionCard(state: "signed_in", name: visitor.name, role: visitor.role)
        if case .session(_, let secret) = visitor.way { card.csrf = Secret.csrf(of: secret) }
        (card.store, card.device, card.version) = (overview.store, overview.device, overview.version)
        return card
    }

    private static func setUp(_ call: Call) async throws -> Reply {
        let console = call.console
        var fields = try call.fields()
        let name = try fields.accountName("name")
        let password = try fields.newPassword("password")
        try fields.finish()
        guard console.accounts.isEmpty else {
            throw Refusal(.conflict, "There is an account already: sign in.")
        }
        guard call.connection.isLocal else {
            throw Refusal(.forbidden, "The first account is made on the appliance itself.")
        }
        let hash = try await console.hasher.hash(password)
        do {
            try console.accounts.setUp(
                Accounts.Account(name: name, role: .admin, password: hash, created: console.time))
        } catch Accounts.Fault.notFirst {
            throw Refusal(.conflict, "There is an account already: sign in.")
        }
        console.open()
        return try await begin(call, name: name, role: .admin)
    }

    private static func signIn(_ call: Call) async throws -> Reply {
        let console = call.console
        var fields = try call.fields()
        let name = try fields.neededText("name", length: 1...64)
        let password = try fields.neededText("password", length: 1...256)
        try fields.finish()
        let account = console.accounts[name]
        guard try await isRight(password, call, name: name, account) else {
            throw Refusal(.unauthorized, "The name or the password is wrong.")
        }
        return try await begin(call, name: name, role: account?.role ?? .viewer)
    }

    /// Compares the password; throws if that must wait.
    private static func isRight(
        _ password: String, _ call: Call, name: String, _ account: Accounts.Account?
    ) async throws -> Bool {
        let (limit, address) = (call.console.limit, call.connection.neighbourhood)
        let wait = limit.wait(address: address, account: name)
        guard wait == 0 else {
            throw Refusal.later(seconds: wait, "Too many wrong passwords: wait a little and try again.")
        }
        do {
            guard try await call.console.hasher.isRight(password, for: account?.password) else {
                return false
            }
        } catch is PasswordHasher.Busy {
            throw Refusal.later(seconds: 2, "Too many are signing in at this moment: try again.")
        }
        limit.succeeded(address: address, account: name)
        return true
    }

    private static func begin(_ call: Call, name: String, role: Role) async throws -> Reply {
        let secret = try call.console.sessions.begin(for: name)
        let visitor = Visitor(name: name, role: role, way: .session(key: Secret.hash(secret), secret: secret))
        var reply = Reply.json(await card(call, visitor)).unkept
        reply.headers[.setCookie] = cookie(secret, call.connection)
        reply.target = name
        return reply
    }

    private static func cookie(_ value: String, _ connection: Connection) -> String {
        "\(cookie)=\(value); Path=/; HttpOnly; SameSite=Strict" + (connection.isSecure ? "; Secure" : "")
    }

    private static func changePassword(_ call: Call) async throws -> Reply {
        let console = call.console
        var fields = try call.fields()
        let old = try fields.neededText("old", length: 1...256)
        let new = try fields.newPassword("new")
        try fields.finish()
        guard case .session(let session, _) = call.visitor?.way, let account = console.accounts[call.user]
        else {
            throw Refusal(.forbidden, "A token has no password.")
        }
        guard try await isRight(old, call, name: account.name, account) else {
            throw Refusal.unfit("old", "is not the present password")
        }
        let hash = try await console.hasher.hash(new)
        _ = try console.accounts.update(account.name, role: nil, password: hash)
        try console.endSessions { key, other in other.name == account.name && key != session }
        return .nothing
    }
}

extension JSONFields {
    /// Letters that can stand in logs and addresses as they are.
    private static let nameLetters = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._@-".unicodeScalars)

    mutating func accountName(_ key: String) throws(Refusal) -> String {
        let name = try neededText(key, length: 1...64)
        guard name.unicodeScalars.allSatisfy(Self.nameLetters.contains) else {
            throw .field(path(of: key), "expected letters from a to z, digits and . _ @ -")
        }
        return name
    }

    mutating func newPassword(_ key: String) throws(Refusal) -> String {
        try neededText(key, length: 10...256)
    }
}
