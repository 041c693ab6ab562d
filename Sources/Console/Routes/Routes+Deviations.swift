internal import Hummingbird
internal import Retail

extension Route {
    static let deviations: [Route] = [
        .get(
            "/deviations", .viewer, "Deviations, the newest first",
            query: [
                Query(
                    "state", .choice(DeviationFilter.State.allCases.map(\.rawValue)),
                    "`all` if it is not given."),
                Query("zone", .name, "Only of this zone."),
                Query("kind", .name, "Only of this kind, as `out_of_stock`."),
                Query("severity", .name, "Only of this severity."),
                Query("from", .time, "Only those that began then or later."),
                Query("to", .time, "Only those that began before."),
            ] + pageQueries, .json(.object(["items": .list(.named("Deviation")), "next_cursor?": .text]))
        ) { call in
            let filter = DeviationFilter(
                state: try call.choice("state") ?? .all, zone: try call.text("zone"),
                kind: try call.text("kind"),
                severity: try call.text("severity"), from: try call.time("from"), to: try call.time("to"),
                limit: try call.integer("limit", in: 1...200) ?? 50, cursor: try call.text("cursor"))
            return .json(try await call.host.deviations(filter))
        },
        .get("/deviations/{id}", .viewer, "One deviation", .json(.named("Deviation"))) { call in
            .json(try await call.host.deviation(call.name("id")))
        },
        .get("/deviations/{id}/picture", .viewer, "What was seen when it was told", .picture) { call in
            reply(try await call.host.picture(ofDeviation: call.name("id")))
        },
        .post(
            "/deviations/{id}/acknowledge", .operator, "Says that somebody takes care of it",
            action: "acknowledge",
            .json(.named("Deviation"))
        ) { call in .json(try await call.host.acknowledge(call.name("id"), by: call.user)) },
        .post(
            "/deviations/{id}/suppress", .operator, "Closes it and tells it no more for a time",
            action: "suppress",
            body: .object(["until": .time]), .nothing
        ) { call in
            var fields = try call.fields()
            let text = try fields.neededText("until", length: 1...40)
            try fields.finish()
            guard let until = UTCTime(text) else {
                throw Refusal.field("until", "expected a time as 2026-12-01T05:00:00Z")
            }
            guard until.seconds > call.console.now else { throw Refusal.unfit("until", "is over already") }
            try await call.host.suppress(call.name("id"), until: until.seconds, by: call.user)
            var reply = Reply.nothing
            reply.target = "\(call.name("id")) until \(until)"
            return reply
        },
    ]
}
