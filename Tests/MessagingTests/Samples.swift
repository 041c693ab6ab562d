import Foundation
import Messaging
import Retail

/// Values that the tests of this module share.
enum Sample {
    static let gtin = GTIN(restrictedCirculationItem: 42)
    static let path = SKUPath(["Food", "Tea", "Alder", "Mint", "Mint 20"])
    static let zone = Zone(
        id: "z1", camera: "c1", planogram: "tea-left", pointPairs: [],
        pictureSize: PixelSize(width: 640, height: 480))
    static let info = ApplianceInfo(
        version: "0.1.0", models: ["detector": "shelf-1"], cameras: ["c1"], zones: [zone],
        configurationRevision: "r1")
    static let names: @Sendable (GTIN) -> SKUPath? = { $0 == gtin ? path : nil }

    static func deviation(_ id: String, zone: String = "z1", confirmations: Int = 3) -> Deviation {
        Deviation(
            id: id,
            finding: Finding(
                kind: .foreignProduct,
                place: PositionReference(zone: zone, bay: "b1", shelf: "s1", position: "p1"), expected: gtin,
                expectedFacings: 2, facingsFound: 1,
                seen: Identification(
                    path: SKUPath(["Food", "Tea"]), probabilities: [0.98765, 0.75], gtin: nil),
                confidence: 0.9, slot: ShelfRect(xMM: 0, yMM: 0, widthMM: 100, heightMM: 200)),
            severity: .medium, since: 1_790_000_000, confirmations: confirmations)
    }

    static func event(
        _ change: DeviationEvent.Change, _ id: String, time: Double = Date().timeIntervalSince1970
    ) -> DeviationEvent {
        DeviationEvent(change: change, deviation: deviation(id), time: time)
    }

    static func settings(host: String = "127.0.0.1", port: Int = 1) -> MessengerSettings {
        var broker = BrokerSettings(host: host, port: port, clientID: "gondola-test")
        broker.retryDelay = .milliseconds(100) ... .milliseconds(400)
        var settings = MessengerSettings(broker: broker, store: "shop-1", device: "dev-1")
        // Long enough that a busy machine does not make an event late by itself.
        settings.historicalAfter = .seconds(120)
        settings.stopPatience = .seconds(30)
        return settings
    }

    static func json(_ text: some StringProtocol) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return value as? [String: Any] ?? [:]
    }

    static func json(_ payload: [UInt8]) throws -> [String: Any] {
        try json(String(decoding: payload, as: UTF8.self))
    }
}

/// Runs a new messenger for the time of one closure.
func withMessenger<Result>(
    _ settings: MessengerSettings, _ body: (Messenger, Task<Void, any Error>) async throws -> Result
) async throws -> Result {
    try await withMessenger(Messenger(settings, info: Sample.info, names: Sample.names), body)
}

/// Runs `messenger` for the time of one closure.
func withMessenger<Result>(
    _ messenger: Messenger, _ body: (Messenger, Task<Void, any Error>) async throws -> Result
) async throws -> Result {
    let run = Task { try await messenger.run() }
    defer { run.cancel() }
    return try await body(messenger, run)
}

extension Decision {
    init(_ events: DeviationEvent...) { self.init(camera: "c1", memory: [], events: events) }
}

extension Delivery {
    @discardableResult
    mutating func decide(_ events: DeviationEvent..., now: Double = 0) -> LedgerTrouble? {
        decide(Decision(camera: "c1", memory: [], events: events), now: now)
    }

    mutating func disconnected() { disconnected(.connectionLost(reason: "test")) }
}

extension Messenger {
    func publish(event: DeviationEvent) { decide(Decision(event)) }
}
