package import Retail

/// A kind of deviation at one place that nobody wants to hear of for a while.
package struct Suppression: Hashable, Sendable, Codable {
    package let place: PositionReference
    package let kind: DeviationKind
    /// Seconds since 1970 (UTC).
    package let until: Double

    package init(place: PositionReference, kind: DeviationKind, until: Double) {
        self.place = place
        self.kind = kind
        self.until = until
    }
}
