import Foundation
import Messaging
import Retail
import TestSupport
import Testing

/// A broker that is away for an hour of a busy shelf.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct AbsenceTests {
    private let base = "gondola/1/shop-1/dev-1"

    @Test func `what an hour without a broker has brought arrives within ten seconds, marked as historical`()
        async throws
    {
        let folder = try TemporaryFolder()
        let broker = try await MosquittoBroker()
        let listener = try await MosquittoListener(broker, filter: "\(base)/event")
        try await broker.stop()
        var settings = Sample.settings(port: broker.port)
        settings.broker.retryDelay = BrokerSettings(host: "x", clientID: "x").retryDelay
        settings.ledgerPath = folder.path("state.sqlite")
        let uptime = SharedTime()
        let messenger = try Messenger(
            settings, info: Sample.info, names: Sample.names, uptime: { uptime.seconds })
        try await withMessenger(messenger) { messenger, _ in
            for second in 1...3600 {
                messenger.publish(event: Sample.event(.opened, "d\(second)"))
                uptime.advance(by: 1)
            }
            #expect(await eventually { messenger.undeliveredEvents == 3600 })
            uptime.advance(by: 600)
            try await broker.start()
            let start = ContinuousClock.now
            #expect(await eventually { messenger.undeliveredEvents == 0 })
            let took = ContinuousClock.now - start
            #expect(took < .seconds(10))
            FileHandle.standardError.write(Data("3600 events that waited were delivered in \(took)\n".utf8))
            var seen: Set<Int> = []
            #expect(await eventually { listener.payloads(on: "\(base)/event").count >= 3600 })
            for payload in listener.payloads(on: "\(base)/event") {
                let event = try Sample.json(payload)
                #expect(event["historical"] as? Bool == true)
                let sequence = try #require(event["sequence"] as? Int)
                #expect(seen.contains(sequence) || sequence == seen.count + 1)
                seen.insert(sequence)
            }
            #expect(seen.count == 3600)
        }
    }
}
