internal import Hummingbird

/// All routes of the API: from here they are served, and from here they are described.
enum RouteTable {
    static let base = "/api/v1"

    static let routes: [Route] =
        Route.session + Route.cameras + Route.streams + Route.zones + Route.shelf + Route.deviations
        + Route.figures
        + Route.settings + Route.accounts + [description]

    private static let description = Route.get(
        "/openapi.json", nil, "This description, in OpenAPI 3.1", .json(.anything)
    ) { _ in .json(APIDescription.document) }

    enum Match {
        case route(Route, names: [String: String])
        case otherMethods([HTTPRequest.Method])
        case nothing
    }

    /// What serves the decoded `segments` below the base.
    static func match(_ method: HTTPRequest.Method, _ segments: [String]) -> Match {
        var others: [HTTPRequest.Method] = []
        for route in routes {
            guard let names = route.match(segments) else { continue }
            if route.method == (method == .head ? .get : method) { return .route(route, names: names) }
            others += route.method == .get ? [.get, .head] : [route.method]
        }
        return others.isEmpty ? .nothing : .otherMethods(others)
    }
}
