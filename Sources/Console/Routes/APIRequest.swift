internal import HTTPTypes
internal import Hummingbird

/// One request to the API on its way from its address to the route that answers it.
struct APIRequest {
    let console: Console
    let request: Request
    let target: RequestTarget
    let connection: Connection

    func reply() async throws -> Reply {
        switch RouteTable.match(request.method, Array(target.segments.dropFirst(2))) {
        case .route(let route, let names): return try await reply(by: route, names: names)
        case .otherMethods(let methods):
            try await discardBody()
            let allowed = Set(methods.map(\.rawValue)).sorted().joined(separator: ", ")
            throw Refusal(.methodNotAllowed, "Here one can \(allowed).", headers: [.allow: allowed])
        case .nothing:
            try await discardBody()
            throw Refusal.unknown("There is nothing at this address.")
        }
    }

    private func discardBody() async throws {
        guard ![.get, .head].contains(request.method) else { return }
        _ = try await BodyReader(console: console).bytes(of: request, limit: 64_000)
    }

    private func reply(by route: Route, names: [String: String]) async throws -> Reply {
        let isWriting = route.method != .get
        if !isWriting { try ConsoleResponder.demandNoBody(request) }
        // Read before anything is refused: what is left in the connection would be taken for the next request.
        let bytes =
            isWriting ? try await BodyReader(console: console).bytes(of: request, limit: route.bodyLimit) : []
        let visitor = try Access(console).visitor(of: request)
        do {
            if isWriting { try checkOrigin(visitor) }
            try Access(console).demand(route.role, of: visitor)
            let call = Call(
                console: console, connection: connection, request: request, visitor: visitor, names: names,
                query: try target.values(known: route.query.map(\.name)),
                body: try body(of: route, bytes), revision: try revision(for: route))
            let reply = try await route.work(call)
            note(route, visitor, names, target: reply.target, outcome: "done")
            return reply
        } catch {
            if let status = Self.notedStatus(of: error) {
                note(route, visitor, names, target: nil, outcome: "refused (\(status))")
            }
            throw error
        }
    }

    /// Refuses what another site has made the browser send.
    private func checkOrigin(_ visitor: Visitor?) throws {
        if let origin = request.headers[.origin] {
            let own = (connection.isSecure ? "https://" : "http://") + (request.head.authority ?? "")
            guard origin.lowercased() == own.lowercased() else {
                throw Refusal(.forbidden, "Another site asks for this.")
            }
        }
        if let site = request.headers[.fetchSite], site != "same-origin", site != "none" {
            throw Refusal(.forbidden, "Another site asks for this.")
        }
        guard case .session(_, let secret) = visitor?.way, request.headers[.authorization] == nil else {
            return
        }
        guard let token = request.headers[.csrfToken], Secret.isEqual(token, Secret.csrf(of: secret)) else {
            // Signing in anew does away with the session that is there.
            if target.segments.last == "session", request.method == .post { return }
            throw Refusal(.forbidden, "X-CSRF-Token is missing or of another session; GET /session tells it.")
        }
    }

    private func body(of route: Route, _ bytes: [UInt8]) throws -> JSONValue? {
        guard route.body != nil else { return nil }
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.trimmingSuffix(" ").lowercased()
        guard type == "application/json" else {
            throw Refusal(.unsupportedMediaType, "The body is to be application/json.")
        }
        return try JSONParser.value(of: bytes)
    }

    private func revision(for route: Route) throws -> String {
        guard route.needsRevision else { return "" }
        guard let text = request.headers[.ifMatch] else {
            throw Refusal(.preconditionRequired, "If-Match must say which revision is changed.")
        }
        guard text.count > 2, text.hasPrefix("\""), text.hasSuffix("\"") else {
            throw Refusal.field("If-Match", "expected a revision in quotes")
        }
        return String(text.dropFirst().dropLast())
    }

    private func note(
        _ route: Route, _ visitor: Visitor?, _ names: [String: String], target: String?, outcome: String
    ) {
        guard let action = route.action else { return }
        let address = names.isEmpty ? "" : route.names.compactMap { names[$0] }.joined(separator: "/")
        // Somebody may type a password where the name belongs: only names that are known are noted.
        let who = visitor?.name ?? target.flatMap { console.accounts[$0]?.name } ?? "-"
        console.audit.add(
            time: console.now, who: who, role: visitor?.role, address: connection.address, action: action,
            target: target ?? address, outcome: outcome)
    }

    /// Waiting is no news: it would push out of the log what is.
    private static func notedStatus(of error: any Error) -> Int? {
        switch error {
        case let refusal as Refusal: refusal.status == .tooManyRequests ? nil : refusal.status.code
        case let fault as HostFault: Refusal(fault).status.code
        case is JSONParser.Fault: 400
        default: 500
        }
    }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(_ letter: Character) -> String {
        var text = String(self)
        while text.last == letter { text.removeLast() }
        return text
    }
}
