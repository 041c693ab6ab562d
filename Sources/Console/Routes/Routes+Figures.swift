internal import Hummingbird
internal import Retail

private struct FigureList: Encodable {
    var step: String
    var points: [FigureCard]
}

private struct SKUFigureList: Encodable {
    var step: String
    var points: [SKUFigureCard]
}

extension Route {
    private static let pointLimit = 5000.0
    private static let figureQueries = [
        Query("zone", .name, "Only of this zone."),
        Query(
            "from", .time, "From then on; by `step`: a day, a week or 30 days before `to` if it is not given."
        ),
        Query("to", .time, "Before then; now if it is not given."),
        Query("format", .choice(["json", "csv"]), "As `Accept: text/csv` does, for links."),
    ]

    static let figures: [Route] = [
        .get(
            "/figures", .viewer, "The zones' figures over time",
            query: figureQueries + [
                Query(
                    "step", .choice(FigureQuery.Step.allCases.map(\.rawValue)), "`hour` if it is not given.")
            ], .table(.object(["step": .text, "points": .list(.named("Figures"))]))
        ) { call in
            let query = try figureQuery(call)
            let points = try await call.host.figures(query)
            guard try wantsCSV(call) else {
                return .json(FigureList(step: query.step.rawValue, points: points))
            }
            return csv(
                "figures", FigureTable.columns, points.map(FigureTable.row))
        },
        .get(
            "/figures/skus", .viewer, "How available each SKU was over time",
            query: figureQueries + [
                Query("step", .choice(["hour", "day"]), "`hour` if it is not given."),
                Query("gtin", .name, "Only of this one."),
            ], .table(.object(["step": .text, "points": .list(.named("SKUFigures"))]))
        ) { call in
            let query = try figureQuery(call)
            guard query.step != .fiveMinutes else { throw Refusal.field("step", "expected one of hour, day") }
            let points = try await call.host.skuFigures(query, gtin: try call.text("gtin"))
            guard try wantsCSV(call) else {
                return .json(SKUFigureList(step: query.step.rawValue, points: points))
            }
            return csv(
                "skus", FigureTable.skuColumns, points.map(FigureTable.row))
        },
    ]

    private static func figureQuery(_ call: Call) throws -> FigureQuery {
        let step: FigureQuery.Step = try call.choice("step") ?? .hour
        let days =
            switch step {
            case .fiveMinutes: 1.0
            case .hour: 7.0
            case .day: 30.0
            }
        let to = try call.time("to") ?? call.console.now
        let from = try call.time("from") ?? to - days * 86_400
        guard from < to else { throw Refusal.unfit("from", "is not before \"to\"") }
        guard (to - from) / step.seconds <= pointLimit else {
            throw Refusal.unfit("from", "asks for more than \(Int(pointLimit)) steps: take a longer one")
        }
        return FigureQuery(zone: try call.text("zone"), from: from, to: to, step: step)
    }

    private static func wantsCSV(_ call: Call) throws -> Bool {
        switch call.query["format"] {
        case "csv"?: return true
        case "json"?: return false
        case nil: break
        default: throw Refusal.field("format", "expected one of json, csv")
        }
        let accepted = call.request.headers[.accept] ?? ""
        return accepted.contains("text/csv")
    }

    private static func csv(_ name: String, _ columns: [String], _ rows: [[FigureTable.Cell]]) -> Reply {
        var reply = Reply(
            status: .ok, type: "text/csv; charset=utf-8", bytes: Array(FigureTable.text(columns, rows).utf8))
        reply.headers[.contentDisposition] = "attachment; filename=\"\(name).csv\""
        reply.headers[.vary] = "Accept"
        return reply
    }
}
