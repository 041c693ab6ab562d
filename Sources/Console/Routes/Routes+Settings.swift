internal import Hummingbird

extension Route {
    private static let settingsLimit = 1_000_000

    static let settings: [Route] = [
        .get("/settings", .viewer, "The settings, as text and as values", .json(.named("Settings"))) { call in
            document(try await call.host.settings())
        },
        .post(
            "/settings/check", .admin,
            "What is wrong with changed settings, and what they would do; saves nothing",
            action: nil, body: .named("SettingsChange"), .json(.named("SettingsCheck"))
        ) { call in .json(await call.host.check(try SettingsChange(call.body ?? .null))) }
        .limited(to: settingsLimit),
        .put(
            "/settings", .admin, "Saves changed settings and takes them up", action: "save_settings",
            body: .named("SettingsChange"), .json(.named("Settings"))
        ) { call in
            let change = try SettingsChange(call.body ?? .null)
            var reply = document(try await call.host.save(change, over: call.revision, by: call.user))
            reply.target =
                switch change {
                case .yaml: "the text"
                case .values(let values): values.keys.sorted().joined(separator: " ")
                }
            return reply
        }.overRevision().limited(to: settingsLimit),
        .get(
            "/settings/history", .viewer, "What was saved, the newest first", query: pageQueries,
            .json(.object(["items": .list(.named("SettingsRevision")), "next_cursor?": .text]))
        ) { call in
            let limit = try call.integer("limit", in: 1...200) ?? 50
            let all = try await call.host.settingsHistory()
            var rest = all[...]
            if let cursor = try call.text("cursor") {
                guard let at = all.firstIndex(where: { $0.revision == cursor }) else {
                    throw Refusal.unfit("cursor", "is of no page")
                }
                rest = all[(at + 1)...]
            }
            let page = Array(rest.prefix(limit))
            return .json(Page(items: page, nextCursor: rest.count > limit ? page.last?.revision : nil))
        },
        .get(
            "/settings/history/{revision}", .viewer, "One of them: its text, and what it changed",
            .json(.named("SettingsRevisionDetail"))
        ) { call in .json(try await call.host.settingsRevision(call.name("revision"))) },
        .post(
            "/settings/history/{revision}/restore", .admin, "Makes an earlier text the present one",
            action: "restore_settings", .json(.named("Settings"))
        ) { call in
            document(
                try await call.host.restoreSettings(call.name("revision"), over: call.revision, by: call.user)
            )
        }.overRevision(),
        .get("/settings/schema", .viewer, "The JSON Schema of the settings file", .json(.anything)) { call in
            var reply = Reply(
                status: .ok, type: "application/json", bytes: Array(call.host.settingsSchema.utf8))
            reply.tag = Reply.tag(of: Array(call.host.settingsSchema.utf8))
            return reply
        },
    ]

    private static func document(_ settings: SettingsDocument) -> Reply {
        .json(settings, revision: settings.revision)
    }
}
