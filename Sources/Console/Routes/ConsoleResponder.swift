internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// Answers every request of one listener.
struct ConsoleResponder: HTTPResponder {
    /// What a request comes with.
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let channel: any Channel

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            channel = source.channel
        }
    }

    let console: Console
    let isLocal: Bool
    let isSecure: Bool
    let names: HostNames

    func respond(to request: Request, context: Context) async throws -> Response {
        let connection = Connection(
            isLocal: isLocal, isSecure: isSecure,
            address: context.channel.remoteAddress?.ipAddress ?? "unknown")
        var reply: Reply
        var mustClose = false
        var target: RequestTarget?
        do {
            let known = try RequestTarget(request.head.path ?? "")
            target = known
            try names.check(request)
            reply = try await self.reply(to: request, known, connection)
        } catch let refusal as Refusal {
            reply = refusal.reply
            mustClose = refusal.endsConnection || Self.hasOddBody(request)
        } catch {
            reply = refusal(for: error).reply
        }
        return finish(reply, to: request, target, closing: mustClose ? context.channel : nil)
    }

    private func reply(to request: Request, _ target: RequestTarget, _ connection: Connection) async throws
        -> Reply
    {
        let isReading = [.get, .head].contains(request.method)
        if target.isAPI {
            return try await APIRequest(
                console: console, request: request, target: target, connection: connection
            )
            .reply()
        }
        guard isReading else {
            _ = try await BodyReader(console: console).bytes(of: request, limit: 64_000)
            throw Refusal(.methodNotAllowed, "This can only be read.", headers: [.allow: "GET, HEAD"])
        }
        try Self.demandNoBody(request)
        switch target.segments {
        case ["healthz"]:
            try Access(console).demand(.viewer, of: request, unless: connection.isLocal)
            let verdict = console.health()
            return Reply(
                status: verdict.isFine ? .ok : .serviceUnavailable, type: "application/json",
                bytes: Array(verdict.json.utf8))
        case ["metrics"]:
            try Access(console).demand(.viewer, of: request, unless: connection.isLocal)
            return Reply(
                status: .ok, type: MetricsText.contentType, bytes: Array(console.metrics().text.utf8))
        default:
            guard let page = try console.pages[target.segments.joined(separator: "/")] else {
                throw Refusal.unknown("There is no such page.")
            }
            var reply = Reply(status: .ok, type: page.type, bytes: page.bytes)
            reply.tag = page.tag
            return reply
        }
    }

    /// A request that only reads has no body; one that has all the same might never end.
    private static func hasOddBody(_ request: Request) -> Bool {
        guard [.get, .head].contains(request.method) else { return false }
        return request.headers[.transferEncoding] != nil
            || request.headers[.contentLength].map { $0 != "0" } ?? false
    }

    static func demandNoBody(_ request: Request) throws(Refusal) {
        if hasOddBody(request) { throw Refusal(.badRequest, "\(request.method) takes no body.") }
    }

    private func refusal(for error: any Error) -> Refusal {
        switch error {
        case let fault as HostFault: return Refusal(fault)
        case let fault as JSONParser.Fault: return .field(fault.path, fault.reason)
        case is PasswordHasher.Busy: return .later(seconds: 2, "Too many passwords are being set: try again.")
        case is CancellationError: return Refusal(.serviceUnavailable, "The console is stopping.")
        default:
            console.logger.error("a request failed", metadata: ["cause": "\(error)"])
            return Refusal(.internalServerError, "Something went wrong; the log says what.")
        }
    }

    /// Adds what all answers have; `closing`: after it, nothing more is read.
    private func finish(
        _ reply: Reply, to request: Request, _ target: RequestTarget?, closing channel: (any Channel)?
    ) -> Response {
        var response = Response(status: reply.status, headers: reply.headers, body: reply.body)
        // A browser may keep what it can ask about, and shows it only after it has asked.
        let kept = target?.isAPI == true ? "private, no-cache" : "no-cache"
        response.headers[.cacheControl] = reply.tag == nil ? "no-store" : kept
        for (name, value) in Self.safety { response.headers[name] = value }
        if let tag = reply.tag {
            response.headers[.eTag] = "\"\(tag)\""
            if [.get, .head].contains(request.method), reply.status == .ok, Self.names(request, tag) {
                response.status = .notModified
                response.headers[.contentType] = nil
                response.headers[.contentLength] = nil
                response.body = ResponseBody()
            }
        }
        if request.method == .head { response = response.createHeadResponse() }
        if let channel {
            response.headers[.connection] = "close"
            let body = response.body
            response.body = ResponseBody(contentLength: body.contentLength) { writer in
                try await body.write(writer)
                channel.close(promise: nil)
            }
        }
        return response
    }

    /// Whether `If-None-Match` has the tag.
    private static func names(_ request: Request, _ tag: String) -> Bool {
        guard let wanted = request.headers[.ifNoneMatch] else { return false }
        return wanted.split(separator: ",").contains { part in
            let known = part.trimmingPrefix { $0 == " " }
            return known == "*" || known == "\"\(tag)\"" || known == "W/\"\(tag)\""
        }
    }

    private static let safety: [(HTTPField.Name, String)] = [
        (
            .contentSecurity,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
                + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        ),
        (.contentKind, "nosniff"), (.referrer, "no-referrer"), (.openerPolicy, "same-origin"),
        (.resourcePolicy, "same-origin"),
    ]
}
