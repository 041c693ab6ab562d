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
    ///
    /// A path without names goes before one with names, whatever the methods: so OpenAPI wants it.
    static func match(_ method: HTTPRequest.Method, _ segments: [String]) -> Match {
        var others: [HTTPRequest.Method] = []
        let matches = routes.compactMap { route in route.match(segments).map { (route, $0) } }
        let isPlain = matches.contains { $0.1.isEmpty }
        for (route, names) in matches where names.isEmpty == isPlain {
            if route.method == (method == .head ? .get : method) { return .route(route, names: names) }
            others += route.method == .get ? [.get, .head] : [route.method]
        }
        return others.isEmpty ? .nothing : .otherMethods(others)
    }
}
