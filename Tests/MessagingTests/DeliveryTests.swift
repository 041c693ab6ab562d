import Foundation
import Messaging
import Retail
import TestSupport
import Testing

/// What arrives at a real broker.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct DeliveryTests {
    private let base = "gondola/1/shop-1/dev-1"

    private func sequences(_ listener: MosquittoListener) throws -> [Int] {
        try listener.payloads(on: "\(base)/event").compactMap { try Sample.json($0)["sequence"] as? Int }
    }

    /// The events in order of arrival.
    ///
    /// QoS 1 may bring one twice, also from the broker to the listener, so only the first arrival of each
    /// counts.
    private func firstArrivals(
        _ listener: MosquittoListener
    ) throws -> [(sequence: Int, isHistorical: Bool)] {
        var seen: Set<Int> = []
        return try listener.payloads(on: "\(base)/event").compactMap { payload in
            let event = try Sample.json(payload)
            guard let sequence = event["sequence"] as? Int, seen.insert(sequence).inserted else { return nil }
            return (sequence, event["historical"] as? Bool ?? false)
        }
    }

    @Test func `a broker that is absent at the start gets everything when it appears`() async throws {
        let broker = try await MosquittoBroker(isRunning: false)
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, _ in
            var states = messenger.connectionStates.makeAsyncIterator()
            #expect(await states.next() == .connecting)
            guard case .disconnected(.unreachable) = await states.next() else {
                Issue.record("an absent broker should be told as unreachable")
                return
            }
            messenger.publish(event: Sample.event(.opened, "d1", time: 1_790_000_000))
            messenger.publish(event: Sample.event(.closed, "d1", time: 1_790_000_001))
            messenger.publish(event: Sample.event(.opened, "d2", time: 1_790_000_002))
            messenger.publish(
                cameraState: CameraReport(camera: "c1", condition: .streaming, since: 1_790_000_000))
            try await broker.start()
            #expect(await states.next() == .connected)
            #expect(await eventually { messenger.outboxDepth == 0 })
            #expect(messenger.brokerTrouble == nil)
            let retained = try await MosquittoListener.retained(broker, filter: "gondola/#")
            #expect(retained["\(base)/availability"] == "online")
            #expect(retained["\(base)/zone/z1/deviation/d1"] == nil)
            #expect(
                retained["\(base)/zone/z1/deviation/d2"]?.contains("\"kind\":\"foreign_product\"") == true)
            #expect(retained["\(base)/camera/c1/state"]?.contains("\"state\":\"streaming\"") == true)
            #expect(retained["\(base)/info"]?.contains("\"version\":\"0.1.0\"") == true)
            #expect(messenger.counters.connections == 1)
        }
    }

    @Test func `a host name that does not resolve is tried again until the end`() async throws {
        var settings = Sample.settings(host: "no-such-host.invalid")
        settings.stopPatience = .milliseconds(500)
        try await withMessenger(settings) { messenger, run in
            var states = messenger.connectionStates.makeAsyncIterator()
            #expect(await states.next() == .connecting)
            guard case .disconnected(.unreachable) = await states.next() else {
                Issue.record("a name that does not resolve should be told as unreachable")
                return
            }
            messenger.publish(event: Sample.event(.opened, "d1"))
            messenger.stop()
            try await run.value
            #expect(messenger.undeliveredEvents == 1)
        }
    }

    @Test func `a stopped and restarted broker gets every event in order and late ones as historical`()
        async throws
    {
        let broker = try await MosquittoBroker()
        let listener = try await MosquittoListener(broker, filter: "\(base)/#")
        let uptime = SharedTime()
        let messenger = try Messenger(
            Sample.settings(port: broker.port), info: Sample.info, names: Sample.names,
            uptime: { uptime.seconds })
        try await withMessenger(messenger) { messenger, _ in
            #expect(await eventually { listener.payloads(on: "\(base)/availability").contains("online") })
            for number in 1...30 { messenger.publish(event: Sample.event(.opened, "d\(number)")) }
            #expect(try await eventually { try Set(sequences(listener)).count == 30 })
            #expect(await eventually { messenger.outboxDepth == 0 })

            try await broker.stop()
            for number in 1...30 { messenger.publish(event: Sample.event(.closed, "d\(number)")) }
            uptime.advance(by: 600)
            try await broker.start()
            for number in 31...40 { messenger.publish(event: Sample.event(.opened, "d\(number)")) }
            #expect(try await eventually { try Set(sequences(listener)).count == 70 })
            #expect(await eventually { messenger.outboxDepth == 0 })

            let arrived = try firstArrivals(listener)
            #expect(arrived.map(\.sequence) == Array(1...70))
            #expect(arrived.prefix(30).allSatisfy { !$0.isHistorical })
            #expect(arrived.prefix(60).suffix(30).allSatisfy { $0.isHistorical })
            let open = try await MosquittoListener.retained(broker, filter: "\(base)/zone/+/deviation/+")
            #expect(Set(open.keys) == Set((31...40).map { "\(base)/zone/z1/deviation/d\($0)" }))
        }
    }

    @Test func `a broker that comes and goes loses nothing`() async throws {
        let broker = try await MosquittoBroker()
        let listener = try await MosquittoListener(broker, filter: "\(base)/event")
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, _ in
            #expect(await eventually { messenger.counters.connections == 1 })
            var last = 0
            for round in 1...3 {
                for step in 1...40 {
                    messenger.publish(event: Sample.event(.opened, "r\(round)-\(step)"))
                    last += 1
                    if step == 20 { try await broker.stop() }
                }
                try await broker.start()
                #expect(try await eventually { try Set(sequences(listener)).isSuperset(of: 1...last) })
            }
            let arrived = try firstArrivals(listener).map(\.sequence)
            #expect(arrived == Array(1...last))
        }
    }

    @Test func `the will tells that a process died without a goodbye`() async throws {
        let broker = try await MosquittoBroker()
        let listener = try await MosquittoListener(broker, filter: "\(base)/availability")
        try await withMessenger(Sample.settings(port: broker.port)) { _, run in
            #expect(await eventually { listener.messages.last?.payload == "online" })
            run.cancel()
            #expect(await eventually { listener.messages.last?.payload == "offline" })
            try await run.value
        }
    }

    @Test func `a clean stop delivers what waits and says stopped`() async throws {
        let broker = try await MosquittoBroker()
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, run in
            #expect(await eventually { messenger.counters.connections == 1 })
            for number in 1...200 { messenger.publish(event: Sample.event(.opened, "d\(number)")) }
            messenger.stop()
            try await run.value
            #expect(messenger.undeliveredEvents == 0)
            let retained = try await MosquittoListener.retained(broker, filter: "\(base)/#")
            #expect(retained["\(base)/availability"] == "stopped")
            #expect(retained.keys.count { $0.contains("/deviation/") } == 200)
        }
    }

    @Test func `a refusal is told with the broker's reason and tried again`() async throws {
        let broker = try await MosquittoBroker(allowsAnonymous: false)
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, run in
            var states = messenger.connectionStates.makeAsyncIterator()
            #expect(await states.next() == .connecting)
            let refusal = await states.next()
            #expect(refusal == .disconnected(.refused(.notAuthorised)))
            #expect(!run.isCancelled)
        }
    }

    @Test func `an unreadable certificate authority is named`() async throws {
        var settings = Sample.settings()
        settings.broker.authorityFile = "/nowhere/authority.pem"
        try await withMessenger(settings) { messenger, _ in
            var states = messenger.connectionStates.makeAsyncIterator()
            #expect(await states.next() == .connecting)
            guard case .disconnected(.unusableFile(let path, "mqtt.ca_file", _)) = await states.next() else {
                Issue.record("the file should be named")
                return
            }
            #expect(path == "/nowhere/authority.pem")
        }
    }

    @Test func `a stop without a broker does not wait when nothing would be lost`() async throws {
        try await withMessenger(Sample.settings(port: 1)) { messenger, run in
            var states = messenger.connectionStates.makeAsyncIterator()
            _ = await states.next()
            _ = await states.next()
            let start = ContinuousClock.now
            messenger.stop()
            try await run.value
            #expect(ContinuousClock.now - start < .seconds(20))
        }
    }
}
