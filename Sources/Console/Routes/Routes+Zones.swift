internal import Hummingbird

extension Route {
    static let zones: [Route] = [
        .get("/planograms", .viewer, "All planograms and their bays", .json(.list(.named("Planogram")))) {
            call in
            .json(await call.host.planograms())
        },
        .get("/planograms/{id}/bays/{bay}", .viewer, "What should stand in a bay", .json(.named("BayPlan"))) {
            call in .json(try await call.host.bayPlan(planogram: call.name("id"), bay: call.name("bay")))
        },
        .get("/zones", .viewer, "All zones as they are drawn", .json(.named("ZoneList"))) { call in
            list(try await call.host.zones())
        },
        .post(
            "/zones/check", .operator, "What is wrong with a zone, and how well it fits; saves nothing",
            action: nil, body: .named("Zone"), .json(.named("ZoneCheck"))
        ) { call in .json(await call.host.check(try draft(call))) },
        .post(
            "/zones/propose", .operator,
            "Finds from the products in the picture where a bay stands; saves nothing",
            action: nil,
            body: .draft(["camera": .text(1...100), "zone?": .text(1...100), "planogram?": .text(1...100)]),
            .json(.named("ZoneProposal"))
        ) { call in
            var fields = try call.fields()
            let camera = try fields.neededText("camera", length: 1...100)
            let zone = try fields.text("zone", length: 1...100)
            let planogram = try fields.text("planogram", length: 1...100)
            try fields.finish()
            return .json(try await call.host.propose(camera: camera, zone: zone, planogram: planogram))
        },
        .post(
            "/zones/dry-run", .operator, "What a zone would report of the newest picture; saves nothing",
            action: nil, body: .named("Zone"), .json(.named("DryRun"))
        ) { call in .json(try await call.host.dryRun(try draft(call))) },
        .put(
            "/zones/{zone}", .admin, "Saves a zone, in place of the one of this name or as a new one",
            action: "save_zone", body: .named("Zone"), .json(.named("ZoneList"))
        ) { call in
            let zone = try draft(call)
            guard zone.id == call.name("zone") else {
                throw Refusal.unfit("id", "is another one than in the address")
            }
            return list(try await call.host.save(zone, over: call.revision, by: call.user))
        }.overRevision(),
        .delete("/zones/{zone}", .admin, "Removes a zone", action: "remove_zone", .json(.named("ZoneList"))) {
            call in
            list(try await call.host.removeZone(call.name("zone"), over: call.revision, by: call.user))
        }.overRevision(),
    ]

    static let shelf: [Route] = [
        .get("/zones/{zone}/shelf", .viewer, "How every slot of a zone stands", .json(.named("Shelf"))) {
            call in
            .json(try await call.host.shelf(zone: call.name("zone")))
        },
        .get(
            "/zones/{zone}/slots/{position}", .viewer, "All that is known of one slot",
            .json(.named("SlotDetail"))
        ) { call in .json(try await call.host.slot(zone: call.name("zone"), position: call.name("position")))
        },
        .post(
            "/zones/{zone}/slots/{position}/confirm", .operator,
            "\"This is right\": what stands there becomes a reference picture of the product",
            action: "confirm",
            body: .object(["gtin": .pattern("^[0-9]{8,14}$")]),
            .json(.object(["gtin": .text, "references": .integer]))
        ) { call in
            var fields = try call.fields()
            let gtin = try fields.neededText("gtin", length: 8...14)
            try fields.finish()
            guard gtin.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw Refusal.field("gtin", "expected 8 to 14 digits")
            }
            let (zone, position) = (call.name("zone"), call.name("position"))
            let count = try await call.host.confirm(zone: zone, position: position, gtin: gtin, by: call.user)
            var reply = Reply.json(Confirmation(gtin: gtin, references: count))
            reply.target = "\(zone)/\(position): \(gtin)"
            return reply
        },
    ]

    private struct Confirmation: Encodable {
        var gtin: String
        var references: Int
    }

    private static func draft(_ call: Call) throws -> ZoneDraft { try ZoneDraft(call.body ?? .null) }

    private static func list(_ zones: ZoneList) -> Reply { .json(zones, revision: zones.revision) }
}
