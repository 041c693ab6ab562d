import Foundation
import Messaging
import Retail
import TestSupport

/// A delivery with a file, beside a broker and a subscriber that are plain values: everything that can go wrong between
/// them can be made to happen at any moment, and what each of them knows can be compared.
struct SimulatedStore {
    /// What the subscriber learned of one event.
    struct Arrival: Equatable {
        let series: String
        let sequence: Int
        let change: String
        let id: String
    }

    private let folder: TemporaryFolder
    private var files = 0
    private(set) var delivery: Delivery
    /// The time of day, which may jump.
    private var time = 1_790_000_000.0
    private var uptime = 0.0

    // The truth.
    private(set) var decided: [(change: String, id: String)] = []
    private(set) var open: Set<String> = []
    private var opened = 0

    // The network, the broker and its subscriber.
    private var isConnected = false
    private var onTheirWay: [(message: MQTTMessage, token: UInt64)] = []
    private var confirmations: [UInt64] = []
    private(set) var retained: [String: [UInt8]] = [:]
    private(set) var arrivals: [Arrival] = []

    init(ledgerLimit: Int? = nil) throws {
        folder = try TemporaryFolder()
        var settings = Sample.settings()
        settings.ledgerPath = folder.path("0.sqlite")
        if let ledgerLimit { settings.ledgerLimit = ledgerLimit }
        delivery = try Self.delivery(settings)
    }

    private static func delivery(_ settings: MessengerSettings) throws -> Delivery {
        Delivery(
            settings: settings, topics: try Topics(store: settings.store, device: settings.device),
            info: Sample.info, run: "run", names: Sample.names)
    }

    /// Opens, updates and closes some deviations at once.
    mutating func decide(using generator: inout SeededGenerator) {
        var events: [DeviationEvent] = []
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            let known = open.sorted().randomElement(using: &generator)
            let change: DeviationEvent.Change
            if let known, Bool.random(using: &generator) {
                change = Bool.random(using: &generator) ? .updated : .closed
                if change == .closed { open.remove(known) }
                events.append(Sample.event(change, known, time: time))
            } else {
                opened += 1
                change = .opened
                open.insert("d\(opened)")
                events.append(Sample.event(change, "d\(opened)", time: time))
            }
        }
        decided += events.map { ($0.change.rawValue, $0.deviation.id) }
        time += 1
        uptime += 1
        let memory = Array(open.sorted().joined(separator: " ").utf8)
        delivery.decide(Decision(camera: "c1", memory: memory, events: events), now: uptime)
    }

    /// Somebody puts the clock right, or wrong, by hours.
    mutating func setClock(using generator: inout SeededGenerator) {
        time += Double.random(in: -20_000...20_000, using: &generator)
    }

    mutating func connect() {
        guard !isConnected else { return }
        isConnected = true
        delivery.connected()
        // The broker sends what it retains, the own availability last.
        for (topic, payload) in retained.sorted(by: { $0.key < $1.key }) where topic.contains("/deviation/") {
            delivery.received(
                MQTTMessage(topic: topic, payload: payload, quality: .atLeastOnce, isRetained: true))
        }
    }

    /// The line goes dead: some of what is on its way still arrives, and no confirmation comes back.
    mutating func disconnect(using generator: inout SeededGenerator) {
        guard isConnected else { return }
        brokerTakes(Int.random(in: 0...onTheirWay.count, using: &generator))
        isConnected = false
        onTheirWay = []
        confirmations = []
        delivery.disconnected()
    }

    /// The appliance sends what it may.
    mutating func send() {
        guard isConnected else { return }
        for case .publish(let message, let token) in delivery.nextOrders(now: uptime) {
            onTheirWay.append((message, token))
        }
    }

    /// The next `count` messages reach the broker.
    mutating func brokerTakes(_ count: Int) {
        for (message, token) in onTheirWay.prefix(count) {
            if message.isRetained {
                retained[message.topic] = message.payload.isEmpty ? nil : message.payload
            } else if message.topic.hasSuffix("/event"), let arrival = Self.arrival(message) {
                arrivals.append(arrival)
            }
            confirmations.append(token)
        }
        onTheirWay.removeFirst(min(count, onTheirWay.count))
    }

    /// The next `count` confirmations reach the appliance.
    mutating func confirm(_ count: Int) {
        for token in confirmations.prefix(count) { delivery.acknowledged(token) }
        confirmations.removeFirst(min(count, confirmations.count))
    }

    /// The process dies as by `kill -9` and is started again on what its files held at that moment.
    ///
    /// `damage`: what happens to the file meanwhile, which then is one file with all that is in it.
    mutating func crash(
        using generator: inout SeededGenerator, damage: ((FileHandle) throws -> Void)? = nil
    ) throws {
        disconnect(using: &generator)
        let before = folder.path("\(files).sqlite")
        files += 1
        let after = folder.path("\(files).sqlite")
        // The old process is still there, but whatever it has not given to its files is out of reach.
        for ending in ["", "-wal"] where FileManager.default.fileExists(atPath: before + ending) {
            try FileManager.default.copyItem(atPath: before + ending, toPath: after + ending)
        }
        var settings = Sample.settings()
        settings.ledgerPath = after
        if let damage {
            // A ledger that is closed writes its log back.
            _ = try Self.delivery(settings)
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: after))
            try damage(file)
            try file.close()
        }
        delivery = try Self.delivery(settings)
        delivery.restore(rememberedIDs.map { Sample.deviation($0) })
    }

    /// What the monitors find in the ledger after a start.
    var rememberedIDs: [String] {
        String(decoding: delivery.memories["c1"] ?? [], as: UTF8.self).split(separator: " ").map(String.init)
    }

    /// The line is good again, until nothing waits any more; `false` if that never happens.
    mutating func settleDown() -> Bool {
        connect()
        for _ in 0..<100_000 {
            send()
            if onTheirWay.isEmpty && confirmations.isEmpty { return delivery.outboxDepth == 0 }
            brokerTakes(.max)
            confirm(.max)
        }
        return false
    }

    /// The ids of the deviations that the broker's retained topics call open.
    var shown: Set<String> {
        Set(
            retained.keys.filter { $0.contains("/deviation/") }
                .compactMap { $0.split(separator: "/").last.map(String.init) })
    }

    /// The first arrival of each event, in order.
    var firstArrivals: [Arrival] {
        var seen: Set<String> = []
        return arrivals.filter { seen.insert("\($0.series) \($0.sequence)").inserted }
    }

    private static func arrival(_ message: MQTTMessage) -> Arrival? {
        guard let event = try? Sample.json(message.payload), let series = event["series"] as? String,
            let sequence = event["sequence"] as? Int, let change = event["change"] as? String,
            let id = (event["deviation"] as? [String: Any])?["id"] as? String
        else { return nil }
        return Arrival(series: series, sequence: sequence, change: change, id: id)
    }
}
