internal import HTTPTypes
internal import Hummingbird

/// Why a request is not done: an answer in the form of RFC 9457.
struct Refusal: Error, Sendable {
    private struct Body: Encodable {
        var type = "about:blank"
        var title: String
        var status: Int
        var detail: String
        var fields: [FieldProblem]?
        var revision: String?
    }

    var status: HTTPResponse.Status
    var detail: String
    var fields: [FieldProblem]?
    var revision: String?
    var headers: HTTPFields = [:]
    /// What is left of the request is not worth reading: the connection is closed after the answer.
    var endsConnection = false

    init(
        _ status: HTTPResponse.Status, _ detail: String, fields: [FieldProblem]? = nil,
        revision: String? = nil,
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.detail = detail
        self.fields = fields
        self.revision = revision
        self.headers = headers
    }

    /// One thing in the body or the address that is wrong.
    static func field(_ path: String, _ reason: String) -> Refusal {
        Refusal(
            .badRequest, path.isEmpty ? "The body \(reason)." : "\(path): \(reason).",
            fields: [FieldProblem(path: path, reason: reason)])
    }

    /// One thing that is well formed and still does not fit.
    static func unfit(_ path: String, _ reason: String) -> Refusal {
        Refusal(
            .unprocessableContent, "\(path): \(reason).", fields: [FieldProblem(path: path, reason: reason)])
    }

    static func unknown(_ detail: String) -> Refusal { Refusal(.notFound, detail) }

    static func later(seconds: Double, _ detail: String) -> Refusal {
        let whole = max(1, Int(seconds.rounded(.up)))
        return Refusal(.tooManyRequests, detail, headers: [.retryAfter: String(whole)])
    }

    init(_ fault: HostFault) {
        switch fault {
        case .notFound(let detail): self.init(.notFound, detail)
        case .changedMeanwhile(let revision):
            self.init(
                .preconditionFailed, "Somebody else has changed the settings meanwhile.", revision: revision)
        case .invalid(let detail, let fields): self.init(.unprocessableContent, detail, fields: fields)
        case .unavailable(let detail): self.init(.serviceUnavailable, detail)
        }
    }

    var reply: Reply {
        var reply = Reply(
            status: status, type: "application/problem+json",
            bytes: Reply.encoded(
                Body(
                    title: status.reasonPhrase, status: status.code, detail: detail, fields: fields,
                    revision: revision)))
        for field in headers { reply.headers[field.name] = field.value }
        return reply
    }
}
