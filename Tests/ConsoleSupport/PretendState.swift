internal import Console
internal import Retail

/// What can change in the store that is not there.
struct PretendState: Sendable {
    struct Saved: Sendable {
        var card: SettingsRevision
        var yaml: String
    }

    var zones: [ZoneDraft]
    var deviations: [DeviationCard]
    var saved: [Saved]
    var controls: [String: [String: Int]] = [:]
    var references: [String: Int] = [:]
    var listeners: [Int: AsyncStream<HostEvent>.Continuation] = [:]
    var next = 1

    var revision: String { saved.first?.card.revision ?? "" }
    var yaml: String { saved.first?.yaml ?? "" }

    init(store: PretendStore, now: Double) {
        zones = store.cameras.enumerated().map { index, camera in
            let zone = index == 0 ? "snacks" : "drinks"
            return ZoneDraft(
                id: zone, camera: camera, planogram: "plan-\(zone)", bay: "bay-1",
                pictureSize: PretendStore.size,
                corners: PretendStore.corners,
                outline: PretendStore.corners, masks: [])
        }
        deviations = Self.deviations(store, now: now)
        let text = """
            # Where this appliance stands.
            store: market-square
            device: till-side
            cameras:
              - {id: aisle-1, interval_seconds: 5}
              - {id: aisle-2, interval_seconds: 5}
            console: {port: 8080}

            """
        saved = []
        save(text, by: "technician", summary: "first settings", now: now - 86_400 * 3)
        save(
            text.replacing("interval_seconds: 5", with: "interval_seconds: 4"), by: "admin",
            summary: "cameras[0].interval_seconds", now: now - 3600)
    }

    mutating func save(_ yaml: String, by user: String, summary: String, now: Double) {
        let revision =
            "r\(saved.count + 1)-\(String(UInt32(truncatingIfNeeded: yaml.utf8.reduce(5381) { ($0 &* 33) ^ Int($1) }), radix: 16))"
        saved.insert(
            Saved(
                card: SettingsRevision(
                    revision: revision, time: UTCTime(seconds: now.rounded(.down)).description, by: user,
                    summary: summary), yaml: yaml), at: 0)
    }

    private static func deviations(_ store: PretendStore, now: Double) -> [DeviationCard] {
        let kinds: [(zone: String, slot: Int, kind: String, severity: String, age: Double, open: Bool)] = [
            ("snacks", 2, "out_of_stock", "high", 4200, true),
            ("snacks", 7, "low_facings", "medium", 900, true),
            ("drinks", 4, "foreign_product", "medium", 7800, true),
            ("drinks", 11, "misplaced", "low", 300, true),
            ("snacks", 9, "price_tag_missing", "low", 90_000, false),
            ("drinks", 0, "out_of_stock", "high", 180_000, false),
            ("snacks", 13, "wrong_order", "low", 260_000, false),
        ]
        return kinds.enumerated().compactMap { number, fault in
            guard let bay = store.bays[fault.zone] else { return nil }
            let slot = bay.slots[fault.slot]
            let since = now - fault.age
            let other = bay.slots[(fault.slot + 1) % bay.slots.count].product
            let seen: SeenCard? =
                fault.kind == "out_of_stock"
                ? nil
                : SeenCard(
                    levels: zip(["department", "category", "brand", "product"], other.path).enumerated().map {
                        SeenCard.Level(level: $1.0, name: $1.1, probability: 0.99 - 0.06 * Double($0))
                    }, gtin: other.gtin, name: other.name)
            return DeviationCard(
                id: "d-\(1000 + number)", camera: fault.zone == "snacks" ? "aisle-1" : "aisle-2",
                zone: fault.zone,
                bay: bay.id,
                finding: FindingCard(
                    kind: fault.kind, shelf: slot.shelf, position: slot.position, expected: slot.product,
                    expectedFacings: slot.facings, facingsFound: fault.kind == "out_of_stock" ? 0 : 1,
                    seen: seen,
                    belongsTo: fault.kind == "misplaced" ? "1-2" : nil, confidence: 0.93),
                severity: fault.severity, since: UTCTime(seconds: since.rounded(.down)).description,
                confirmations: 3 + number, acknowledged: nil,
                closed: fault.open ? nil : UTCTime(seconds: (since + 5400).rounded(.down)).description,
                hasPicture: true)
        }.sorted { $0.since > $1.since }
    }
}
