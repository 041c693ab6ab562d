import Foundation
import Messaging
import Retail
import TestSupport
import Testing

/// The rules of the interface without a broker.
struct DeliveryRulesTests {
    private let base = "gondola/1/shop-1/dev-1"

    private func session(_ change: (inout MessengerSettings) -> Void = { _ in }) throws -> Delivery {
        var settings = Sample.settings()
        change(&settings)
        return Delivery(
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
    private func drain(_ session: inout Delivery, now: Double = 0) -> [MQTTMessage] {
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
        session.decide(Sample.event(.opened, "d1", time: 0))
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
        for number in 1...5 { session.decide(Sample.event(.updated, "d1", time: Double(number))) }
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
        session.decide(Sample.event(.opened, "d1"))
        let opened = published(session.nextOrders(now: 0))
        session.decide(Sample.event(.closed, "d1"))
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

    @Test
    func `an event is historical if it is sent long after it was decided, whatever the time of day`()
        throws
    {
        var session = try session { $0.historicalAfter = .seconds(5) }
        session.connected()
        drain(&session)
        session.disconnected()
        // The clock is an hour slow, is put right, and then too far.
        session.decide(Sample.event(.opened, "d1", time: 1_790_000_000), now: 990)
        session.decide(Sample.event(.opened, "d2", time: 1_790_003_600), now: 997)
        session.decide(Sample.event(.opened, "d3", time: 1_790_007_200), now: 1000)
        session.connected()
        let flags = try drain(&session, now: 1001).filter { $0.topic == "\(base)/event" }
            .map { try Sample.json($0.payload)["historical"] as? Bool }
        #expect(flags == [true, false, false])
    }

    @Test func `a deviation's payload says everything and leaves out what is not known`() throws {
        var session = try session()
        session.connected()
        session.decide(Sample.event(.opened, "d1"))
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

    /// Sends a request and returns its answers.
    private func ask(_ session: inout Delivery, _ verb: String, _ body: String) throws -> [[String: Any]] {
        session.received(
            MQTTMessage(
                topic: "\(base)/request/\(verb)", payload: Array(body.utf8), quality: .atLeastOnce,
                isRetained: false))
        return try drain(&session).filter { $0.topic == "\(base)/response/\(verb)" }.map {
            try Sample.json($0.payload)
        }
    }

    @Test func `what somebody wants done is passed on, and answered when it is done`() throws {
        var session = try session()
        session.connected()
        session.decide(Sample.event(.opened, "d1"))
        drain(&session)
        let early = [
            try ask(&session, "acknowledge", #"{"id": "me", "deviation": "d1"}"#),
            try ask(&session, "acknowledge", #"{"deviation": "d1", "until": "1970-01-02T00:00:00Z"}"#),
            try ask(&session, "suppress", #"{"deviation": "d1", "until": "1970-01-03T00:00:00Z"}"#),
            try ask(&session, "rescan", ""),
            try ask(&session, "reload", "{}"),
        ]
        #expect(early.count(where: { !$0.isEmpty }) == 0)
        let passed = session.takeRequests()
        #expect(
            passed.map(\.demand) == [
                .acknowledge("d1"), .suppress("d1", until: 86_400), .suppress("d1", until: 172_800), .rescan,
                .reload,
            ])
        for request in passed.dropLast() { session.answer(request, error: nil) }
        session.answer(try #require(passed.last), error: "no camera")
        let answers = try drain(&session).map { try Sample.json($0.payload) }
        #expect(answers.map { $0["status"] as? String } == ["ok", "ok", "ok", "ok", "error"])
        #expect(answers.first?["id"] as? String == "me")
        #expect(answers.last?["error"] as? String == "no camera")
        let again = session.takeRequests()
        #expect(again.isEmpty)
    }

    @Test(arguments: [
        ("acknowledge", #"{"deviation": "nobody"}"#), ("acknowledge", "{}"), ("acknowledge", ""),
        ("acknowledge", #"{"deviation": 7}"#), ("acknowledge", #"{"deviation": "d1", "until": "tomorrow"}"#),
        ("suppress", #"{"deviation": "d1"}"#), ("suppress", #"{"until": "1970-01-02T00:00:00Z"}"#),
        ("selfdestruct", ""), ("snapshot", "{}"), ("snapshot", #"{"zone": "z2"}"#),
        ("snapshot", #"{"zone": 1}"#),
    ])
    func `a request that can't be carried out is answered with an error`(verb: String, body: String) throws {
        var session = try session()
        session.connected()
        session.decide(Sample.event(.opened, "d1"))
        drain(&session)
        let answer = try #require(try ask(&session, verb, body).first)
        #expect(answer["status"] as? String == "error")
        #expect((answer["error"] as? String)?.isEmpty == false)
        let passed = session.takeRequests()
        #expect(passed.isEmpty)
    }

    @Test func `ten thousand hostile requests are each answered or ignored by rule, and nothing piles up`()
        throws
    {
        var generator = SeededGenerator(seed: 11)
        var session = try session()
        session.connected()
        session.decide(Sample.event(.opened, "d1"))
        drain(&session)
        let verbs = [
            "rebirth", "acknowledge", "suppress", "rescan", "reload", "snapshot", "diagnose", "", "A", "x/y",
            "\u{0}", "request",
        ]
        let parts = [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\"id\"", "\"deviation\"", "\"until\"", "\"d1\"",
            "\"zone\"", "\"z1\"", "7",
            "-", "e9",
            "1e999", "null", "true", "\u{FEFF}", "\u{0}", " ", "\"2026-12-01T05:00:00Z\"", "\"\\ud800\"", "ü",
        ]
        var answers = 0
        for number in 0..<10_000 {
            var payload = (0..<Int.random(in: 0...12, using: &generator)).flatMap { _ in
                Array((parts.randomElement(using: &generator) ?? "").utf8)
            }
            if number % 100 == 0 { payload += [UInt8](repeating: 0x5b, count: 16_000) }
            if number % 7 == 0 { payload += [0xff, 0xc0, 0x80] }
            let verb = verbs.randomElement(using: &generator) ?? ""
            session.received(
                MQTTMessage(
                    topic: "\(base)/request/\(verb)", payload: number % 500 == 0 ? [] : payload,
                    quality: .atLeastOnce, isRetained: number % 50 == 0,
                    byteCount: number % 500 == 0 ? 1_000_000 : nil))
            for request in session.takeRequests() { session.answer(request, error: nil) }
            let sent = drain(&session)
            answers += sent.count { $0.topic.hasPrefix("\(base)/response/") }
            #expect(sent.count <= 5)
        }
        #expect(answers + session.counters.droppedRequests == session.counters.requests)
        #expect(answers > 4000 && session.counters.droppedRequests > 1000)
        #expect(session.outboxDepth == 0)
    }

    @Test func `a closing tells how long it was there`() throws {
        var session = try session()
        session.connected()
        session.decide(Sample.event(.opened, "d1"))
        session.decide(Sample.event(.closed, "d1"))
        let events = try drain(&session).filter { $0.topic == "\(base)/event" }.map {
            try Sample.json($0.payload)
        }
        #expect(events.count == 2)
        #expect(events.first?["duration_seconds"] == nil)
        #expect(events.last?["duration_seconds"] as? Double != nil)
    }
}
