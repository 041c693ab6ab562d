import Foundation
import Messaging
import Retail
import Testing

/// The rules of the interface without a broker.
struct SessionTests {
    private let base = "gondola/1/shop-1/dev-1"

    private func session(_ change: (inout MessengerSettings) -> Void = { _ in }) throws -> Session {
        var settings = Sample.settings()
        change(&settings)
        return Session(
            settings: settings, topics: try Topics(store: settings.store, device: settings.device),
            info: Sample.info, run: "run-1", names: Sample.names)
    }

    private func published(_ orders: [MQTTClient.Order]) -> [(message: MQTTMessage, token: UInt64)] {
        orders.compactMap { order in
            guard case .publish(let message, let token) = order else { return nil }
            return (message, token)
        }
    }

    /// Carries out everything that waits, each message acknowledged at once.
    @discardableResult
    private func drain(_ session: inout Session, now: Double = 0) -> [MQTTMessage] {
        var messages: [MQTTMessage] = []
        while true {
            let sent = published(session.nextOrders(now: now))
            guard !sent.isEmpty else { return messages }
            for (message, token) in sent {
                messages.append(message)
                session.acknowledged(token)
            }
        }
    }

    @Test func `nothing is sent without a connection, and then the state goes before the events`() throws {
        var session = try session()
        session.publish(Sample.event(.opened, "d1", time: 0))
        #expect(session.nextOrders(now: 0).isEmpty)
        session.connected()
        let topics = drain(&session).map(\.topic)
        #expect(
            topics == [
                "\(base)/availability", "\(base)/info", "\(base)/zone/z1/deviation/d1", "\(base)/event",
            ])
    }

    @Test func `no more than the limit is on its way, and a lost connection brings it back in order`() throws
    {
        var session = try session { $0.broker.inFlightLimit = 3 }
        session.connected()
        drain(&session)
        for number in 1...5 { session.publish(Sample.event(.updated, "d1", time: Double(number))) }
        let first = published(session.nextOrders(now: 0))
        #expect(first.count == 3)
        // One in the middle is confirmed, then the line goes dead.
        session.acknowledged(first[1].token)
        session.disconnected()
        session.connected()
        let sequences = try drain(&session, now: 100).filter { $0.topic == "\(base)/event" }
            .map { try #require(try Sample.json($0.payload)["sequence"] as? Int) }
        #expect(sequences == [2, 3, 4, 5])
        // An acknowledgement of the dead connection means nothing any more.
        session.acknowledged(first[0].token)
        #expect(session.outboxDepth == 0)
    }

    @Test func `a clearing is sent again if the connection went before the broker had it`() throws {
        var session = try session()
        session.connected()
        drain(&session)
        session.publish(Sample.event(.opened, "d1"))
        let opened = published(session.nextOrders(now: 0))
        session.publish(Sample.event(.closed, "d1"))
        // The open state is confirmed only now, while its clearing is already waiting or on its way.
        session.acknowledged(try #require(opened.first).token)
        session.disconnected()
        session.connected()
        let clearings = drain(&session).filter { $0.topic == "\(base)/zone/z1/deviation/d1" }
        #expect(clearings.map(\.payload) == [[]])
        session.disconnected()
        session.connected()
        #expect(!drain(&session).contains { $0.topic == "\(base)/zone/z1/deviation/d1" })
    }

    @Test func `an event is historical if it is sent late`() throws {
        var session = try session { $0.historicalAfter = .seconds(5) }
        session.connected()
        drain(&session)
        session.publish(Sample.event(.opened, "d1", time: 1000))
        session.publish(Sample.event(.opened, "d2", time: 990))
        let flags = try drain(&session, now: 1001).filter { $0.topic == "\(base)/event" }
            .map { try Sample.json($0.payload)["historical"] as? Bool }
        #expect(flags == [false, true])
    }

    @Test func `a deviation's payload says everything and leaves out what is not known`() throws {
        var session = try session()
        session.connected()
        session.publish(Sample.event(.opened, "d1"))
        let message = try #require(drain(&session).first { $0.topic.hasSuffix("/deviation/d1") })
        #expect(message.isRetained)
        #expect(message.quality == .atLeastOnce)
        let payload = try Sample.json(message.payload)
        #expect(payload["schema_version"] as? Int == 1)
        #expect(payload["store"] as? String == "shop-1")
        #expect(payload["camera"] as? String == "c1")
        #expect(payload["kind"] as? String == "foreign_product")
        #expect(payload["since"] as? String == "2026-09-21T14:13:20.000Z")
        #expect(payload["severity"] as? String == "medium")
        #expect(payload["belongs_to"] == nil)
        let expected = try #require(payload["expected"] as? [String: Any])
        #expect(expected["path"] as? [String] == Sample.path.names)
        #expect(expected["gtin"] as? String == Sample.gtin.description)
        let seen = try #require(payload["seen"] as? [String: Any])
        #expect(seen["path"] as? [String] == ["Food", "Tea"])
        #expect(seen["probabilities"] as? [String: Double] == ["department": 0.9877, "category": 0.75])
        #expect(seen["gtin"] == nil)
    }

    @Test func `figures that are no numbers do no harm`() throws {
        var session = try session()
        session.connected()
        session.publish(
            ZoneReport(
                zone: "z1",
                figures: ZoneFigures(
                    onShelfAvailability: .nan, facingsPlanned: 1, facingsFound: 0, compliance: .infinity,
                    observedShare: .nan), lastSeen: .nan))
        let message = try #require(drain(&session).first { $0.topic == "\(base)/zone/z1/state" })
        #expect(try Sample.json(message.payload)["on_shelf_availability"] == nil)
    }

    @Test func `only the newest health reading waits and the others are counted`() throws {
        var session = try session()
        for second in 1...5 {
            session.publish(
                HealthReport(time: Double(second), uptime: .seconds(second), memoryBytes: 1_000_000))
        }
        session.connected()
        let readings = drain(&session).filter { $0.topic == "\(base)/health" }
        #expect(readings.count == 1)
        #expect(readings.first?.quality == .atMostOnce)
        #expect(try Sample.json(readings.first?.payload ?? [])["uptime_seconds"] as? Double == 5)
        #expect(session.counters.droppedHealth == 4)
    }

    @Test func `a flood of requests is cut off and a retained request is ignored`() throws {
        var session = try session()
        session.connected()
        drain(&session)
        func request(isRetained: Bool) -> MQTTMessage {
            MQTTMessage(
                topic: "\(base)/request/rebirth", payload: [], quality: .atLeastOnce, isRetained: isRetained)
        }
        session.received(request(isRetained: true))
        #expect(session.outboxDepth == 0)
        for _ in 0..<1000 { session.received(request(isRetained: false)) }
        #expect(session.outboxDepth < 200)
        #expect(session.counters.requests == 1001)
        #expect(session.counters.droppedRequests == 901)
    }

    private func acknowledge(_ session: inout Session, _ body: String) throws -> [String: Any] {
        session.received(
            MQTTMessage(
                topic: "\(base)/request/acknowledge", payload: Array(body.utf8), quality: .atLeastOnce,
                isRetained: false))
        let answers = drain(&session).filter { $0.topic == "\(base)/response/acknowledge" }
        #expect(answers.count == 1)
        return try Sample.json(answers.first?.payload ?? [])
    }

    @Test func `an acknowledgement of what is open is passed on, with its time if it has one`() throws {
        var session = try session()
        session.connected()
        session.publish(Sample.event(.opened, "d1"))
        drain(&session)
        let answer = try acknowledge(&session, #"{"id": "me", "deviation": "d1"}"#)
        #expect(answer["status"] as? String == "ok" && answer["id"] as? String == "me")
        let later = try acknowledge(&session, #"{"deviation": "d1", "until": "1970-01-02T00:00:00Z"}"#)
        #expect(later["status"] as? String == "ok")
        let passed = session.takeDeviationRequests()
        #expect(
            passed == [
                DeviationRequest(deviation: "d1", until: nil),
                DeviationRequest(deviation: "d1", until: 86_400),
            ])
        let again = session.takeDeviationRequests()
        #expect(again.isEmpty)
    }

    @Test(arguments: [
        #"{"deviation": "nobody"}"#, "{}", "", #"{"deviation": 7}"#,
        #"{"deviation": "d1", "until": "tomorrow"}"#,
    ])
    func `an acknowledgement of nothing that is open is answered with an error`(body: String) throws {
        var session = try session()
        session.connected()
        session.publish(Sample.event(.opened, "d1"))
        drain(&session)
        let answer = try acknowledge(&session, body)
        #expect(answer["status"] as? String == "error")
        #expect((answer["error"] as? String)?.isEmpty == false)
        let passed = session.takeDeviationRequests()
        #expect(passed.isEmpty)
    }

    @Test func `a closing tells how long it was there`() throws {
        var session = try session()
        session.connected()
        session.publish(Sample.event(.opened, "d1"))
        session.publish(Sample.event(.closed, "d1"))
        let events = try drain(&session).filter { $0.topic == "\(base)/event" }.map {
            try Sample.json($0.payload)
        }
        #expect(events.count == 2)
        #expect(events.first?["duration_seconds"] == nil)
        #expect(events.last?["duration_seconds"] as? Double != nil)
    }
}
