package import Retail

/// How much speaks for one kind of deviation at one place.
package struct EvidenceStanding: Hashable, Sendable {
    package let place: PositionReference
    package let kind: DeviationKind
    /// Log likelihood ratio of the sequential test.
    package let evidence: Double
}

extension EvidenceSettings {
    /// The evidence from which on a deviation is told.
    package var opensAt: Double { openingScore }
    /// The evidence at which an open deviation is over.
    package var closesAt: Double { openingScore - closingScore }
}
