internal import Foundation
internal import Logging
internal import Retail

/// Everything that the console keeps while it runs.
final class Console: Sendable {
    let settings: ConsoleSettings
    let host: any ConsoleHost
    let surroundings: ConsoleSurroundings
    let health: @Sendable () -> HealthVerdict
    let metrics: @Sendable () -> MetricsText
    let logger: Logger

    let folder: StateFolder
    let accounts: Accounts
    let tokens: Tokens
    let sessions: Sessions
    let audit: AuditLog
    let hasher: PasswordHasher
    let limit: SignInLimit
    let streams: LiveStreams
    let pages: Pages
    /// Ends when there is an account.
    let firstAccount: AsyncStream<Void>
    private let hasAccount: AsyncStream<Void>.Continuation

    /// Throws if the folder can't be used.
    init(_ server: ConsoleServer) throws {
        settings = server.settings
        host = server.host
        surroundings = server.surroundings
        health = server.health
        metrics = server.metrics
        logger = server.logger
        let now = server.surroundings.now
        folder = try StateFolder(path: server.settings.folder)
        accounts = try Accounts(folder: folder)
        tokens = try Tokens(folder: folder)
        sessions = try Sessions(folder: folder, now: now)
        audit = try AuditLog(folder: folder, logger: server.logger)
        hasher = PasswordHasher(cost: server.surroundings.passwordCost)
        limit = SignInLimit(now: now)
        streams = LiveStreams()
        pages = Pages(folder: server.settings.pages)
        (firstAccount, hasAccount) = AsyncStream<Void>.makeStream()
        if !accounts.isEmpty { hasAccount.finish() }
    }

    var now: Double { surroundings.now() }
    /// RFC 3339.
    var time: String { UTCTime(seconds: now.rounded(.down)).description }

    /// The first account is there: other machines may come.
    func open() { hasAccount.finish() }

    /// Ends sessions and what goes on under them.
    func endSessions(where goes: (_ key: String, _ session: Sessions.Session) -> Bool) throws {
        for key in try sessions.end(where: goes) { streams.end(owner: "session:\(key)") }
    }

    /// Ends the streams of those whose session or token is over.
    func sweep() {
        streams.end { owner in
            let (kind, key) = (owner.prefix { $0 != ":" }, owner.drop { $0 != ":" }.dropFirst())
            return kind == "session" ? !sessions.isAlive(String(key)) : !tokens.isThere(String(key))
        }
    }
}
