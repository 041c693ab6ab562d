import Foundation
import Messaging
import Retail
import TestSupport
import Testing

/// Every payload beside the published schemas.
struct SchemaTests {
    private let schema: PayloadSchema

    init() throws { schema = try PayloadSchema() }

    private func messages(_ change: (inout Delivery) -> Void) throws -> [MQTTMessage] {
        let settings = Sample.settings()
        var delivery = Delivery(
            settings: settings, topics: try Topics(store: settings.store, device: settings.device),
            info: Sample.info, run: "2026-03-01T06:00:00.000Z", names: Sample.names)
        delivery.connected()
        change(&delivery)
        var messages: [MQTTMessage] = []
        while true {
            var isQuiet = true
            for case .publish(let message, let token) in delivery.nextOrders(now: 0) {
                isQuiet = false
                messages.append(message)
                delivery.acknowledged(token)
            }
            if isQuiet { return messages }
        }
    }

    private func check(_ messages: [MQTTMessage]) {
        for message in messages {
            let faults = schema.faults(topic: message.topic, payload: message.payload)
            #expect(faults.isEmpty)
        }
    }

    private func deviation(_ kind: DeviationKind) -> Deviation {
        let place =
            kind.concernsWholeBay
            ? PositionReference.view(zone: "z1", bay: "b1")
            : PositionReference(zone: "z1", bay: "b1", shelf: "s1", position: "p1")
        return Deviation(
            id: kind.rawValue,
            finding: Finding(
                kind: kind, place: place, expected: kind.concernsWholeBay ? nil : Sample.gtin,
                expectedFacings: 2, facingsFound: 1,
                seen: kind == .misplaced
                    ? Identification(
                        path: Sample.path, probabilities: [1, 0.99, 0.98, 0.97, 0.9], gtin: Sample.gtin)
                    : nil,
                belongsTo: kind == .misplaced ? "p2" : nil,
                turned: kind == .wrongOrientation
                    ? Turned(planned: .front, seen: Orientation(.left, quarterTurns: 1)) : nil,
                confidence: 0.9, slot: ShelfRect(xMM: 0, yMM: 0, widthMM: 100, heightMM: 200)),
            severity: .high, since: 1_790_000_000, confirmations: 3,
            acknowledged: kind == .misplaced ? 1_790_000_100 : nil)
    }

    @Test(arguments: DeviationKind.allCases)
    func `a deviation of every kind, and its events, are as described`(kind: DeviationKind) throws {
        let deviation = deviation(kind)
        let sent = try messages { delivery in
            delivery.decide(DeviationEvent(change: .opened, deviation: deviation, time: 1_790_000_000))
            delivery.decide(DeviationEvent(change: .updated, deviation: deviation, time: 1_790_000_001))
            delivery.decide(DeviationEvent(change: .closed, deviation: deviation, time: 1_790_000_002))
        }
        #expect(sent.count { $0.topic.hasSuffix("/event") } == 3)
        check(sent)
    }

    @Test(arguments: CameraCondition.allCases)
    func `the state of a camera is as described`(condition: CameraCondition) throws {
        check(
            try messages {
                $0.publish(CameraReport(camera: "c1", condition: condition, detail: "why", since: 0))
            })
    }

    @Test func `zones, health and what the appliance is made of are as described`() throws {
        var figures = ZoneFigures(
            onShelfAvailability: 0.5, facingsPlanned: 4, facingsFound: 2, compliance: 0.25, observedShare: 1)
        figures.components = ComplianceShares(presence: 1, shelf: 1, position: 1, facings: 0.5, order: 1)
        figures.shareOfShelf = ["Alder": 0.75, "Birch": 0.25]
        var info = Sample.info
        info.catalogue = ApplianceInfo.CatalogueInfo(name: "all.catalogue", entries: 170_000)
        let sent = try messages { delivery in
            delivery.publish(ZoneReport(zone: "z1", figures: figures, lastSeen: 1_790_000_000))
            delivery.publish(
                HealthReport(
                    time: 1_790_000_000, uptime: .seconds(5), memoryBytes: 1,
                    stages: ["decode": HealthReport.Stage(mean: .milliseconds(3), longest: .milliseconds(9))],
                    drops: ["frames_slow": 2], products: ["known": 5, "looked_at": 1]))
            delivery.publish(info)
        }
        for ending in ["/zone/z1/state", "/health", "/info"] {
            #expect(sent.contains { $0.topic.hasSuffix(ending) })
        }
        check(sent)
    }

    @Test func `health that tells of a disk is as described`() throws {
        let folder = try TemporaryFolder()
        var settings = Sample.settings()
        settings.ledgerPath = folder.path("nowhere/state.sqlite")
        var delivery = Delivery(
            settings: settings, topics: try Topics(store: settings.store, device: settings.device),
            info: Sample.info, run: "2026-03-01T06:00:00.000Z", names: Sample.names)
        delivery.publish(HealthReport(time: 0, uptime: .zero, memoryBytes: 1))
        delivery.connected()
        let sent = delivery.nextOrders(now: 0).compactMap { order -> MQTTMessage? in
            if case .publish(let message, _) = order { message } else { nil }
        }
        #expect(sent.contains { $0.topic.hasSuffix("/health") })
        check(sent)
    }

    @Test(arguments: ["", #"{"id": 7}"#, #"{"id": "x", "deviation": "d1", "zone": "z1"}"#, "{"])
    func `answers are as described`(body: String) throws {
        for verb in ["rebirth", "acknowledge", "suppress", "rescan", "reload", "snapshot", "diagnose", "x"] {
            let sent = try messages { delivery in
                delivery.decide(Sample.event(.opened, "d1"))
                delivery.publish(CameraReport(camera: "c1", condition: .dark, detail: "\"why\"", since: 0))
                delivery.publish(HealthReport(time: 0, uptime: .zero, memoryBytes: 1))
                delivery.publish(
                    ZoneReport(
                        zone: "z1",
                        figures: ZoneFigures(
                            onShelfAvailability: 0.5, facingsPlanned: 4, facingsFound: 2, compliance: nil,
                            observedShare: 1), lastSeen: 0))
                delivery.received(
                    MQTTMessage(
                        topic: "gondola/1/shop-1/dev-1/request/\(verb)", payload: Array(body.utf8),
                        quality: .atLeastOnce, isRetained: false))
                for request in delivery.takeRequests() { delivery.answer(request, error: nil) }
            }
            #expect(sent.contains { $0.topic.hasSuffix("/response/\(verb)") })
            check(sent)
        }
    }

    @Test func `health that tells of a broker is as described`() throws {
        let sent = try messages { delivery in
            delivery.publish(HealthReport(time: 0, uptime: .zero, memoryBytes: 1))
            delivery.disconnected(.refused(.quota))
            delivery.connected(.three)
            delivery.subscriptionRefused("gondola/1/shop-1/dev-1/request/+", .notAuthorised)
        }
        let health = try #require(sent.last { $0.topic.hasSuffix("/health") })
        let broker = try #require(try Sample.json(health.payload)["broker"] as? [String: Any])
        #expect(broker["state"] as? String == "not_authorised")
        #expect(broker["protocol"] as? String == "3.1.1")
        #expect((broker["last_trouble"] as? [String: Any])?["state"] as? String == "quota")
        check(sent)
    }

    @Test func `what is not described is found`() {
        let topic = "gondola/1/s/d/camera/c1/state"
        let right =
            #"{"schema_version":1,"sequence":0,"camera":"c1","state":"dark","since":"2026-03-01T07:05:09.120Z"}"#
        #expect(schema.faults(topic: topic, payload: right.utf8).isEmpty)
        for (part, wrong) in [
            ("\"dark\"", "\"gloomy\""), ("\"camera\":\"c1\",", ""), ("\"sequence\":0", "\"sequence\":-1"),
            ("\"since\"", "\"extra\":1,\"since\""), (".120Z", "Z"), ("\"c1\"", "1"),
        ] {
            let text = right.replacingOccurrences(of: part, with: wrong)
            #expect(schema.faults(topic: topic, payload: text.utf8).count == 1, "\(text)")
        }
    }
}
