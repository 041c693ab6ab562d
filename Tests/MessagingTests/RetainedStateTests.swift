import Foundation
import Messaging
import Retail
import TestSupport
import Testing

/// What a late subscriber finds on a real broker, and what requests do.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct RetainedStateTests {
    private let base = "gondola/1/shop-1/dev-1"

    private func openTopics(_ broker: MosquittoBroker) async throws -> Set<String> {
        Set(try await MosquittoListener.retained(broker, filter: "\(base)/zone/+/deviation/+").keys)
    }

    @Test func `a late subscriber knows exactly what is open`() async throws {
        let broker = try await MosquittoBroker()
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, _ in
            for id in ["d1", "d2", "d3"] { messenger.publish(event: Sample.event(.opened, id)) }
            messenger.publish(event: Sample.event(.closed, "d2"))
            messenger.publish(event: Sample.event(.updated, "d3"))
            #expect(await eventually { messenger.counters.connections == 1 && messenger.outboxDepth == 0 })
            let open = try await openTopics(broker)
            #expect(open == ["\(base)/zone/z1/deviation/d1", "\(base)/zone/z1/deviation/d3"])
        }
    }

    @Test func `what an earlier run left behind is cleared`() async throws {
        let broker = try await MosquittoBroker()
        let foreign = "gondola/1/shop-1/dev-2/zone/z1/deviation/theirs"
        let leftovers = (1...60).map { "\(base)/zone/old/deviation/x\($0)" }
        for topic in leftovers.prefix(3) + ["\(base)/camera/gone/state", "\(base)/zone/gone/state", foreign] {
            try await MosquittoListener.send(
                broker, topic: topic, payload: Array("{}".utf8), isRetained: true)
        }
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, run in
            for topic in leftovers.dropFirst(3) {
                messenger.publish(
                    event: Sample.event(.opened, String(topic.split(separator: "/").last ?? "")))
            }
            #expect(await eventually { messenger.outboxDepth == 0 })
            run.cancel()
            try await run.value
        }
        // The second run knows one of the many.
        let second = try Messenger(Sample.settings(port: broker.port), info: Sample.info, names: Sample.names)
        second.restore(open: [Sample.deviation("x7")])
        try await withMessenger(second) { messenger, _ in
            messenger.publish(event: Sample.event(.opened, "y1"))
            let expected: Set = ["\(base)/zone/z1/deviation/x7", "\(base)/zone/z1/deviation/y1"]
            #expect(try await eventually { try await openTopics(broker) == expected })
            let retained = try await MosquittoListener.retained(broker, filter: "gondola/#")
            #expect(
                Set(retained.keys)
                    == expected.union([foreign, "\(base)/availability", "\(base)/info"]))
        }
    }

    @Test func `removed cameras and zones are cleared`() async throws {
        let broker = try await MosquittoBroker()
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, _ in
            messenger.publish(cameraState: CameraReport(camera: "c1", condition: .streaming, since: 0))
            messenger.publish(
                zoneState: ZoneReport(
                    zone: "z1",
                    figures: ZoneFigures(
                        onShelfAvailability: 0.5, facingsPlanned: 4, facingsFound: 2, compliance: nil,
                        observedShare: 1), lastSeen: 0))
            #expect(await eventually { messenger.counters.connections == 1 && messenger.outboxDepth == 0 })
            let before = try await MosquittoListener.retained(broker, filter: "\(base)/#")
            #expect(before["\(base)/zone/z1/state"]?.contains("\"on_shelf_availability\":0.5") == true)
            messenger.publish(
                info: ApplianceInfo(version: "0.1.0", cameras: [], zones: [], configurationRevision: "r2"))
            #expect(await eventually { messenger.outboxDepth == 0 })
            let after = try await MosquittoListener.retained(broker, filter: "\(base)/#")
            #expect(Set(after.keys) == ["\(base)/availability", "\(base)/info"])
        }
    }

    @Test func `a rebirth request restores what somebody deleted`() async throws {
        let broker = try await MosquittoBroker()
        let listener = try await MosquittoListener(broker, filter: "\(base)/#")
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, _ in
            messenger.publish(event: Sample.event(.opened, "d1"))
            #expect(await eventually { listener.payloads(on: "\(base)/availability").contains("online") })
            #expect(await eventually { messenger.outboxDepth == 0 })
            let topic = "\(base)/zone/z1/deviation/d1"
            try await MosquittoListener.send(broker, topic: topic, payload: [], isRetained: true)
            try await MosquittoListener.send(
                broker, topic: "\(base)/request/rebirth", payload: Array(#"{"id":"a-1"}"#.utf8))
            #expect(await eventually { !listener.payloads(on: "\(base)/response/rebirth").isEmpty })
            let answer = try Sample.json(listener.payloads(on: "\(base)/response/rebirth").first ?? "{}")
            #expect(answer["id"] as? String == "a-1")
            #expect(answer["status"] as? String == "ok")
            #expect(try await openTopics(broker) == [topic])
        }
    }

    @Test func `hostile requests are answered or ignored without harm`() async throws {
        let broker = try await MosquittoBroker()
        let listener = try await MosquittoListener(broker, filter: "\(base)/#")
        try await withMessenger(Sample.settings(port: broker.port)) { messenger, _ in
            #expect(await eventually { listener.payloads(on: "\(base)/availability").contains("online") })
            let hostile: [(verb: String, payload: [UInt8])] = [
                ("rebirth", Array("{not json".utf8)),
                ("rebirth", Array("[1, 2]".utf8)),
                ("rebirth", [0xff, 0xfe, 0x00]),
                ("rebirth", Array(#"{"id":{"deep":1}}"#.utf8)),
                ("rebirth", Array(String(repeating: "[", count: 10_000).utf8)),
                ("rebirth", [UInt8](repeating: 0x20, count: 1_000_000)),
                ("selfdestruct", Array(#"{"id":7}"#.utf8)),
            ]
            for (verb, payload) in hostile {
                try await MosquittoListener.send(broker, topic: "\(base)/request/\(verb)", payload: payload)
            }
            // No answer can be addressed to these.
            try await MosquittoListener.send(broker, topic: "\(base)/request/", payload: [])
            try await MosquittoListener.send(
                broker, topic: "\(base)/request/\(String(repeating: "a", count: 4000))", payload: [])
            #expect(await eventually { messenger.counters.requests == hostile.count + 2 })
            #expect(
                await eventually {
                    listener.messages.count { $0.topic.hasPrefix("\(base)/response/") } == hostile.count
                })
            for payload in listener.payloads(on: "\(base)/response/rebirth") {
                let answer = try Sample.json(payload)
                #expect(answer["status"] as? String == "error")
                #expect((answer["error"] as? String)?.isEmpty == false)
            }
            let unknown = try Sample.json(
                listener.payloads(on: "\(base)/response/selfdestruct").first ?? "{}")
            #expect(unknown["id"] as? Int == 7)
            #expect(messenger.counters.droppedRequests == 2)
            messenger.publish(event: Sample.event(.opened, "d1"))
            #expect(await eventually { !listener.payloads(on: "\(base)/event").isEmpty })
        }
    }
}
