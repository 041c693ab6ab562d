import Foundation
import Messaging
import Retail
import TestSupport
import Testing

/// How many events wait on the disk before the oldest are given up: what docs/mqtt.md promises.
struct LedgerRoomTests {
    @Test func `a ledger of the usual size holds as many events as is promised`() throws {
        let folder = try TemporaryFolder()
        var settings = Sample.settings()
        settings.ledgerPath = folder.path("state.sqlite")
        // A sixteenth of the usual size, to be quick.
        settings.ledgerLimit /= 16
        var delivery = Delivery(
            settings: settings, topics: try Topics(store: settings.store, device: settings.device),
            info: Sample.info, run: "run", names: Sample.names)
        var count = 0
        while delivery.counters.droppedEvents == 0 {
            let events = (0..<100).map { Sample.event(.opened, "p\(count + $0).foreign_product.1ab.2cd") }
            delivery.decide(Decision(camera: "c1", memory: [], events: events), now: 0)
            count += events.count
        }
        FileHandle.standardError.write(Data("\(count * 16) events of this size find room\n".utf8))
        #expect(count * 16 > 80_000)
    }
}
