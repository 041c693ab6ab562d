internal import Hummingbird

/// The OpenAPI document of the API, made from its routes (https://spec.openapis.org/oas/v3.1.1.html).
enum APIDescription {
    static let document: JSONValue = .object([
        "openapi": .text("3.1.1"),
        "info": .object([
            "title": .text("Gondola console"), "version": .text("1.0.0"),
            "summary": .text("What a shelf-monitoring appliance shows and lets be changed"),
            "license": .object(["name": .text("Apache 2.0"), "identifier": .text("Apache-2.0")]),
        ]),
        "servers": .list([.object(["url": .text(RouteTable.base)])]),
        "paths": .object(paths),
        "components": .object([
            "schemas": .object(Schema.components.mapValues(\.json)),
            "securitySchemes": .object([
                "token": .object([
                    "type": .text("http"), "scheme": .text("bearer"),
                    "description": .text("A token from `POST /tokens`: `gdl_...`"),
                ]),
                "session": .object([
                    "type": .text("apiKey"), "in": .text("cookie"), "name": .text(Route.cookie),
                    "description": .text(
                        "From `POST /session`; what changes something must also carry `X-CSRF-Token` from `GET /session`"
                    ),
                ]),
            ]),
            "responses": .object(["Problem": problem]),
        ]),
    ])

    private static var paths: [String: JSONValue] {
        Dictionary(grouping: RouteTable.routes, by: \.path).mapValues { routes in
            .object(
                Dictionary(
                    routes.map { ($0.method.rawValue.lowercased(), operation($0)) }, uniquingKeysWith: { $1 })
            )
        }
    }

    private static let problem = JSONValue.object([
        "description": .text("It was not done, and why (RFC 9457)"),
        "content": content("application/problem+json", .named("Problem")),
    ])

    private static func operation(_ route: Route) -> JSONValue {
        var members: [String: JSONValue] = [
            "operationId": .text(name(of: route)), "summary": .text(route.summary),
            "x-role": .text(route.role?.rawValue ?? "anybody"),
            "responses": .object(responses(route)),
            "security": .list(
                route.role == nil ? [.object([:])] : ["token", "session"].map { .object([$0: .list([])]) }),
        ]
        let parameters = parameters(route)
        if !parameters.isEmpty { members["parameters"] = .list(parameters) }
        if let body = route.body {
            members["requestBody"] = .object([
                "required": .bool(true), "content": content("application/json", body),
            ])
        }
        return .object(members)
    }

    private static func name(of route: Route) -> String {
        let words = route.path.split { "/{}-.".contains($0) }.map {
            $0.prefix(1).uppercased() + $0.dropFirst()
        }
        return route.method.rawValue.lowercased() + words.joined()
    }

    private static func parameters(_ route: Route) -> [JSONValue] {
        var parameters = route.names.map { name in
            parameter(name, in: "path", .name, summary: nil, isRequired: true)
        }
        parameters += route.query.map { query in
            parameter(query.name, in: "query", query.schema, summary: query.summary, isRequired: false)
        }
        if route.needsRevision {
            parameters.append(
                parameter(
                    "If-Match", in: "header", .pattern("^\"[^\"]+\"$"),
                    summary: "The revision that is changed, as its `ETag` told it.", isRequired: true))
        }
        return parameters
    }

    private static func parameter(
        _ name: String, in place: String, _ schema: Schema, summary: String?, isRequired: Bool
    ) -> JSONValue {
        var members: [String: JSONValue] = [
            "name": .text(name), "in": .text(place), "schema": schema.json, "required": .bool(isRequired),
        ]
        members["description"] = summary.map { .text($0) }
        return .object(members)
    }

    private static func responses(_ route: Route) -> [String: JSONValue] {
        var (status, content): (HTTPResponse.Status, JSONValue?)
        switch route.answer {
        case .json(let schema, let created):
            (status, content) = (created, self.content("application/json", schema))
        case .table(let schema):
            status = .ok
            content = .object([
                "application/json": .object(["schema": schema.json]),
                "text/csv": .object(["schema": Schema.text.json]),
            ])
        case .picture: (status, content) = (.ok, .object(["image/jpeg": .object([:])]))
        case .stream(let type): (status, content) = (.ok, .object([type: .object([:])]))
        case .nothing: (status, content) = (.noContent, nil)
        }
        var answer: [String: JSONValue] = ["description": .text(status == .noContent ? "Done" : "As asked")]
        if let content { answer["content"] = content }
        var responses: [String: JSONValue] = [String(status.code): .object(answer)]
        for refusal in refusals(route) {
            responses[String(refusal)] = .object(["$ref": .text("#/components/responses/Problem")])
        }
        return responses
    }

    /// What can go wrong, by status.
    private static func refusals(_ route: Route) -> [Int] {
        // Of any request: badly formed, sent to another name, or the appliance's own trouble.
        var statuses = [400, 421, 500, 503]
        if route.role != nil { statuses += [401, 403] }
        if !route.names.isEmpty { statuses.append(404) }
        if route.method != .get { statuses += [403, 404, 409, 413, 415, 422, 408] }
        if route.needsRevision { statuses += [412, 428] }
        if route.path.hasPrefix("/session"), route.method != .get { statuses += [401, 429] }
        if route.method == .get { statuses += [404, 422] }
        return statuses
    }

    private static func content(_ type: String, _ schema: Schema) -> JSONValue {
        .object([type: .object(["schema": schema.json])])
    }
}
