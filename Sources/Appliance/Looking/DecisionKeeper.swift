internal import Foundation
internal import Messaging
internal import Monitoring
internal import Retail

/// Hands over what is decided about one camera's zones, to be written and then told.
///
/// It belongs to the camera's look and is used within its turn, so that decisions are handed over in the order
/// in which they fell.
struct DecisionKeeper: Sendable {
    private let camera: String
    private let messenger: Messenger
    private let showcase: Showcase
    /// What was handed over last, and the time of the picture that it was decided on.
    private var last: (essence: [String], time: Double)?

    /// For so many seconds it may stay in memory that what is open was seen once more: flash wears out.
    private static let patience = 300.0

    init(camera: String, messenger: Messenger, showcase: Showcase) {
        self.camera = camera
        self.messenger = messenger
        self.showcase = showcase
    }

    /// What the camera's zones knew when the last run ended; `nil` if nothing that can be read was kept.
    func restored() -> CameraMemory? {
        messenger.memories[camera].flatMap(Self.decoded)
    }

    /// Closes what an earlier run had opened in zones that `zones`, by the camera's id, no longer names.
    static func closeRemoved(
        zones: [String: Set<String>], _ messenger: Messenger, showcase: Showcase, at time: Double
    ) {
        for (camera, memory) in messenger.memories {
            guard var kept = decoded(memory) else { continue }
            let isThere = { (place: PositionReference) in zones[camera]?.contains(place.zone) ?? false }
            let gone = kept.monitored.open.filter { !isThere($0.finding.place) }
            guard !gone.isEmpty else { continue }
            var keeper = DecisionKeeper(camera: camera, messenger: messenger, showcase: showcase)
            kept.monitored.open.removeAll { !isThere($0.finding.place) }
            kept.monitored.suppressions.removeAll { !isThere($0.place) }
            keeper.keep(
                kept,
                gone.map { DeviationEvent(change: .closed, deviation: $0, time: time) }, at: time)
        }
    }

    private static func decoded(_ memory: [UInt8]) -> CameraMemory? {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        // What another version has written is as good as nothing: what is still there opens anew.
        return try? decoder.decode(CameraMemory.self, from: Data(memory))
    }

    /// Hands over `events` and what is to be remembered, if there is anything that may not be lost.
    ///
    /// `time` is in seconds since 1970 (UTC).
    mutating func keep(
        _ memory: CameraMemory, _ events: [DeviationEvent], at time: Double,
        whenWritten: @escaping @Sendable (LedgerTrouble?) -> Void = { _ in }
    ) {
        let essence = Self.essence(memory)
        if events.isEmpty, let last, last.essence == essence, abs(time - last.time) <= Self.patience {
            return whenWritten(nil)
        }
        last = (essence, time)
        for event in events { showcase.tell(.deviation(event, camera: camera)) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            let written = [UInt8](try encoder.encode(memory))
            messenger.decide(
                Decision(camera: camera, memory: written, events: events), whenWritten: whenWritten)
        } catch {
            // Findings are plain values, and figures that are no numbers have words: nothing is left to fail.
            preconditionFailure("what is open cannot be encoded: \(error)")
        }
    }

    /// What may not be lost: all but how often, and how surely, each was seen last.
    private static func essence(_ memory: CameraMemory) -> [String] {
        memory.monitored.open.map {
            "\($0.id) \($0.severity) \($0.acknowledged ?? 0) \($0.finding.facingsFound)"
        } + memory.monitored.suppressions.map { "\($0)" } + memory.followed.map { "\($0)" }
    }
}
