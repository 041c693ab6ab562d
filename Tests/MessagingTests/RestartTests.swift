import Foundation
import Messaging
import Retail
import TestSupport
import Testing

/// What a start makes of what the run before has left in the ledger.
struct RestartTests {
    private let base = "gondola/1/shop-1/dev-1"
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What one run sends: it is connected, does something, and dies.
    ///
    /// `cameras` and `zones` are what its settings name.
    private func run(
        device: String = "dev-1", cameras: [String] = ["c1"], zones: [Zone] = [Sample.zone],
        _ change: (inout Delivery) -> Void = { _ in }
    ) throws -> [MQTTMessage] {
        var settings = Sample.settings()
        settings.device = device
        settings.ledgerPath = folder.path("state.sqlite")
        var info = Sample.info
        info.cameras = cameras
        info.zones = zones
        var delivery = Delivery(
            settings: settings, topics: try Topics(store: settings.store, device: settings.device),
            info: info,
            run: "run", names: Sample.names)
        #expect(delivery.trouble == nil)
        change(&delivery)
        delivery.connected()
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

    private func clearings(_ messages: [MQTTMessage]) -> Set<String> {
        Set(messages.filter { $0.isRetained && $0.payload.isEmpty }.map(\.topic))
    }

    @Test func `topics of cameras, zones and deviations that are gone are cleared once`() throws {
        _ = try run { delivery in
            delivery.publish(CameraReport(camera: "c1", condition: .streaming, since: 0))
            delivery.decide(Sample.event(.opened, "d1"))
        }
        let second = try run(cameras: ["c2"], zones: [])
        #expect(
            clearings(second) == [
                "\(base)/camera/c1/state", "\(base)/zone/z1/state", "\(base)/zone/z1/deviation/d1",
            ])
        let third = try run(cameras: ["c2"], zones: [])
        #expect(clearings(third).isEmpty)
    }

    @Test func `a run that has ended lets go of what it kept, though somebody still holds it`() throws {
        func delivery() throws -> Delivery {
            var settings = Sample.settings()
            settings.ledgerPath = folder.path("state.sqlite")
            return Delivery(
                settings: settings, topics: try Topics(store: settings.store, device: settings.device),
                info: Sample.info, run: "run", names: Sample.names)
        }
        var first = try delivery()
        first.decide(Sample.event(.opened, "d1"))
        #expect(try delivery().trouble != nil, "two runs write one file")
        first.close()
        let second = try delivery()
        #expect(second.trouble == nil)
        #expect(second.memories == first.memories)
        let late: LedgerTrouble? = first.decide(Sample.event(.closed, "d1"))
        #expect(late != nil, "what is decided after the end is not written, and that is said")
    }

    @Test func `what is open again is not cleared`() throws {
        _ = try run { $0.decide(Sample.event(.opened, "d1")) }
        let second = try run { $0.restore([Sample.deviation("d1")]) }
        #expect(clearings(second).isEmpty)
        let state = try #require(second.last { $0.topic == "\(base)/zone/z1/deviation/d1" })
        #expect(try Sample.json(state.payload)["sequence"] as? Int == 1)
    }

    @Test func `a renamed device clears everything under its old name, and does not insist`() throws {
        _ = try run { $0.decide(Sample.event(.opened, "d1")) }
        let second = try run(device: "dev-2")
        #expect(
            clearings(second) == [
                "\(base)/availability", "\(base)/info", "\(base)/health", "\(base)/camera/c1/state",
                "\(base)/zone/z1/state", "\(base)/zone/z1/deviation/d1",
            ])
        let old = second.filter { $0.topic.hasPrefix(base) }
        #expect(old.count { $0.quality == .atMostOnce } == old.count)
        let third = try run(device: "dev-2")
        #expect(clearings(third).isEmpty)
    }

    @Test func `events go on with the number after the last`() throws {
        func sequences(_ messages: [MQTTMessage]) throws -> [Int?] {
            try messages.filter { $0.topic == "\(base)/event" }.map {
                try Sample.json($0.payload)["sequence"] as? Int
            }
        }
        let first = try run { $0.decide(Sample.event(.opened, "d1")) }
        let second = try run { $0.decide(Sample.event(.closed, "d1")) }
        #expect(try sequences(first) == [1] && sequences(second) == [2])
    }

    @Test func `a second appliance on the same file is refused`() throws {
        var settings = Sample.settings()
        settings.ledgerPath = folder.path("state.sqlite")
        let topics = try Topics(store: settings.store, device: settings.device)
        let first = Delivery(
            settings: settings, topics: topics, info: Sample.info, run: "a", names: Sample.names)
        let second = Delivery(
            settings: settings, topics: topics, info: Sample.info, run: "b", names: Sample.names)
        #expect(first.trouble == nil)
        guard case .failed(_, let reason) = second.trouble else {
            Issue.record("two appliances should not share a file: \(String(describing: second.trouble))")
            return
        }
        #expect(reason.contains("locked"))
    }
}
