internal import Hummingbird

/// Finds out who asks, and whether they may.
struct Access {
    private let console: Console

    init(_ console: Console) { self.console = console }

    /// `nil` for somebody who shows nothing; throws for a token that does not hold.
    func visitor(of request: Request) throws(Refusal) -> Visitor? {
        if let header = request.headers[.authorization] {
            let parts = header.split(separator: " ")
            guard parts.count == 2, parts[0].lowercased() == "bearer",
                let token = console.tokens.token(of: String(parts[1]))
            else {
                throw Refusal(
                    .unauthorized, "The token does not hold.", headers: [.wwwAuthenticate: "Bearer"])
            }
            return Visitor(name: "token \(token.name)", role: token.role, way: .token(id: token.id))
        }
        guard let secret = Self.cookie(of: request), let (key, session) = console.sessions.use(secret),
            let account = console.accounts[session.name]
        else { return nil }
        return Visitor(name: account.name, role: account.role, way: .session(key: key, secret: secret))
    }

    func demand(_ role: Role?, of visitor: Visitor?) throws(Refusal) {
        guard let role else { return }
        guard let visitor else {
            throw Refusal(
                .unauthorized,
                console.accounts.isEmpty ? "There is no account yet: make the first one." : "Sign in first.",
                headers: [.wwwAuthenticate: "Bearer"])
        }
        guard visitor.role >= role else {
            throw Refusal(.forbidden, "This is for the role \(role.rawValue).")
        }
    }

    func demand(_ role: Role, of request: Request, unless isFree: Bool) throws(Refusal) {
        if !isFree { try demand(role, of: try visitor(of: request)) }
    }

    private static func cookie(of request: Request) -> String? {
        for field in request.headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                if pair.hasPrefix(Route.cookie + "=") {
                    return String(pair.dropFirst(Route.cookie.count + 1))
                }
            }
        }
        return nil
    }
}
