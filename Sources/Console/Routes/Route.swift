internal import Hummingbird

/// One thing that can be asked of the API: what serves it and what describes it are the same value.
struct Route: Sendable {
    /// What is answered when all is well.
    enum Answer: Sendable {
        case json(Schema, status: HTTPResponse.Status = .ok)
        /// The same figures as JSON or CSV.
        case table(Schema)
        case picture
        case stream(type: String)
        case nothing
    }

    struct Query: Sendable {
        var name: String
        var schema: Schema
        var summary: String

        init(_ name: String, _ schema: Schema, _ summary: String) {
            self.name = name
            self.schema = schema
            self.summary = summary
        }
    }

    typealias Work = @Sendable (Call) async throws -> Reply

    var method: HTTPRequest.Method
    /// Below `/api/v1`, with names in braces.
    var path: String
    /// `nil`: anybody.
    var role: Role?
    var summary: String
    var query: [Query] = []
    /// `nil`: a body is not looked at.
    var body: Schema?
    /// Bytes.
    var bodyLimit = 256_000
    /// Whether `If-Match` must name the revision that is changed.
    var needsRevision = false
    var answer: Answer
    /// By which the audit log calls it; `nil`: it changes nothing.
    var action: String?
    var work: Work

    static func get(
        _ path: String, _ role: Role?, _ summary: String, query: [Query] = [], _ answer: Answer,
        work: @escaping Work
    ) -> Route {
        Route(
            method: .get, path: path, role: role, summary: summary, query: query, answer: answer, work: work)
    }

    static func post(
        _ path: String, _ role: Role?, _ summary: String, action: String?, body: Schema? = nil,
        _ answer: Answer,
        work: @escaping Work
    ) -> Route {
        Route(
            method: .post, path: path, role: role, summary: summary, body: body, answer: answer,
            action: action,
            work: work)
    }

    static func put(
        _ path: String, _ role: Role?, _ summary: String, action: String, body: Schema, _ answer: Answer,
        work: @escaping Work
    ) -> Route {
        Route(
            method: .put, path: path, role: role, summary: summary, body: body, answer: answer,
            action: action,
            work: work)
    }

    static func delete(
        _ path: String, _ role: Role?, _ summary: String, action: String, _ answer: Answer = .nothing,
        work: @escaping Work
    ) -> Route {
        Route(
            method: .delete, path: path, role: role, summary: summary, answer: answer, action: action,
            work: work)
    }

    /// The same, of which a change must name the revision that it changes.
    func overRevision() -> Route {
        var route = self
        route.needsRevision = true
        return route
    }

    func limited(to bytes: Int) -> Route {
        var route = self
        route.bodyLimit = bytes
        return route
    }

    /// The names in the path, by what stands in their places in `segments`; `nil` if it is another path.
    func match(_ segments: [String]) -> [String: String]? {
        let template = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard template.count == segments.count else { return nil }
        var names: [String: String] = [:]
        for (expected, found) in zip(template, segments) {
            if expected.hasPrefix("{") {
                guard !found.isEmpty else { return nil }
                names[String(expected.dropFirst().dropLast())] = found
            } else if expected != found {
                return nil
            }
        }
        return names
    }

    /// The names in the path, from left to right.
    var names: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}
