import Messaging
import Retail
import TestSupport
import Testing

/// What is answered with more than that it is done.
struct RequestTests {
    private let base = "gondola/1/shop-1/dev-1"

    private func delivery() throws -> Delivery {
        let settings = Sample.settings()
        return Delivery(
            settings: settings, topics: try Topics(store: settings.store, device: settings.device),
            info: Sample.info, run: "run", names: Sample.names)
    }

    /// Sends a request and returns its only answer.
    private func ask(_ delivery: inout Delivery, _ verb: String, _ body: String) throws -> [String: Any] {
        delivery.received(
            MQTTMessage(
                topic: "\(base)/request/\(verb)", payload: Array(body.utf8), quality: .atLeastOnce,
                isRetained: false))
        var answers: [[String: Any]] = []
        while true {
            var isQuiet = true
            for case .publish(let message, let token) in delivery.nextOrders(now: 0) {
                isQuiet = false
                if message.topic == "\(base)/response/\(verb)" {
                    answers.append(try Sample.json(message.payload))
                }
                delivery.acknowledged(token)
            }
            if isQuiet { break }
        }
        #expect(answers.count == 1)
        return try #require(answers.first)
    }

    @Test func `a snapshot tells a zone's state and what is open in it`() throws {
        var delivery = try delivery()
        delivery.connected()
        for id in ["d2", "d1", "d3"] { delivery.decide(Sample.event(.opened, id)) }
        delivery.decide(Sample.event(.closed, "d3"))
        let early = try ask(&delivery, "snapshot", #"{"id": 5, "zone": "z1"}"#)
        #expect(early["id"] as? Int == 5 && early["status"] as? String == "ok")
        #expect(early["sequence"] as? Int == 4)
        #expect((early["snapshot"] as? [String: Any])?["state"] == nil)
        delivery.publish(
            ZoneReport(
                zone: "z1",
                figures: ZoneFigures(
                    onShelfAvailability: 0.5, facingsPlanned: 4, facingsFound: 2, compliance: nil,
                    observedShare: 1), lastSeen: 0))
        let snapshot = try #require(
            try ask(&delivery, "snapshot", #"{"zone": "z1"}"#)["snapshot"] as? [String: Any])
        let open = try #require(snapshot["deviations"] as? [[String: Any]])
        #expect(open.map { $0["id"] as? String } == ["d1", "d2"])
        let state = try #require(snapshot["state"] as? [String: Any])
        #expect(state["open_deviations"] as? Int == 2)
    }

    @Test func `a snapshot of a zone that is not there names those that are`() throws {
        var delivery = try delivery()
        delivery.connected()
        let answer = try ask(&delivery, "snapshot", #"{"zone": "z9"}"#)
        #expect(answer["error"] as? String == "there is no zone \"z9\" here; there are: z1")
    }

    @Test func `a diagnosis tells what somebody should look after, in words`() throws {
        var delivery = try delivery()
        delivery.connected()
        let healthy = try ask(&delivery, "diagnose", "")
        #expect(((healthy["diagnosis"] as? [String: Any])?["troubles"] as? [String])?.isEmpty == true)
        delivery.publish(CameraReport(camera: "c1", condition: .covered, detail: "a \"box\"", since: 0))
        delivery.subscriptionRefused("\(base)/request/+", .notAuthorised)
        delivery.publish(HealthReport(time: 0, uptime: .seconds(7), memoryBytes: 1))
        let diagnosis = try #require(
            try ask(&delivery, "diagnose", #"{"id": "x"}"#)["diagnosis"] as? [String: Any])
        let troubles = try #require(diagnosis["troubles"] as? [String])
        #expect(troubles.count == 2)
        #expect(troubles.first?.contains("not authorised") == true)
        #expect(troubles.last == "camera c1: covered: a \"box\"")
        #expect((diagnosis["health"] as? [String: Any])?["uptime_seconds"] as? Double == 7)
        #expect((diagnosis["info"] as? [String: Any])?["store"] as? String == "shop-1")
        #expect((diagnosis["cameras"] as? [[String: Any]])?.count == 1)
    }
}
