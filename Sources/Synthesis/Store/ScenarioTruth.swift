import Foundation
package import Retail

/// The deviations that a scenario really holds.
package struct ScenarioTruth: Sendable, Equatable {
    /// One deviation from when it came up until it was mended.
    package struct Interval: Sendable, Equatable, Codable {
        package let kind: DeviationKind
        /// Id of the planogram's position; empty for `view_changed`, which is about none.
        package let position: String
        /// Seconds since the scenario began (or since 1970, see `jsonLines`).
        package let openedAt: Double
        /// `nil` when it lasts to the end.
        package let closedAt: Double?
        package let gtinSeen: GTIN?
        /// For `wrong_order`: the other position of the pair, at which it may as well be told.
        package var alsoAt: String?

        enum CodingKeys: String, CodingKey {
            case kind, position
            case openedAt = "opened_at"
            case closedAt = "closed_at"
            case gtinSeen = "gtin_seen"
            case alsoAt = "also_at"
        }

        func closed(at seconds: Double) -> Interval {
            Interval(
                kind: kind, position: position, openedAt: openedAt, closedAt: seconds, gtinSeen: gtinSeen,
                alsoAt: alsoAt)
        }
    }

    package let intervals: [Interval]

    /// One JSON object a line, times shifted by `start`: seconds since 1970 if `start` is the scenario's
    /// beginning.
    package func jsonLines(start: Double = 0) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try intervals.map { interval in
            let shifted = Interval(
                kind: interval.kind, position: interval.position, openedAt: interval.openedAt + start,
                closedAt: interval.closedAt.map { $0 + start }, gtinSeen: interval.gtinSeen,
                alsoAt: interval.alsoAt)
            return String(decoding: try encoder.encode(shifted), as: UTF8.self) + "\n"
        }.joined()
    }
}
