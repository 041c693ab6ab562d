package import Retail

/// The figures of one zone over a stretch of time, each the mean over the open time in it.
package struct FigurePoint: Hashable, Sendable {
    package let zone: String
    /// Where the stretch begins, seconds since 1970 (UTC).
    package let start: Double
    /// Open time that was watched, in seconds.
    package let seconds: Double
    package let onShelfAvailability: Double?
    /// Means of what one look finds.
    package let facingsPlanned: Double?
    package let facingsFound: Double?
    package let compliance: Double?
    package let components: ComplianceShares?
    package let observedShare: Double
    /// By brand.
    package let shareOfShelf: [String: Double]
}

/// The sums that means come from: each figure times the seconds for which it stood.
struct FigureSum: Hashable, Sendable {
    /// Open time, and the part of it in which anything could be judged.
    var seconds = 0.0
    var judgedSeconds = 0.0
    var availability = 0.0
    var planned = 0.0
    var found = 0.0
    var compliance = 0.0
    var presence = 0.0
    var shelf = 0.0
    var position = 0.0
    var facings = 0.0
    var order = 0.0
    var observed = 0.0
    var shares: [String: Double] = [:]

    mutating func add(_ figures: ZoneFigures, for seconds: Double) {
        self.seconds += seconds
        observed += figures.observedShare * seconds
        guard let availability = figures.onShelfAvailability else { return }
        judgedSeconds += seconds
        self.availability += availability * seconds
        planned += Double(figures.facingsPlanned) * seconds
        found += Double(figures.facingsFound) * seconds
        compliance += (figures.compliance ?? 0) * seconds
        if let components = figures.components {
            presence += components.presence * seconds
            shelf += components.shelf * seconds
            position += components.position * seconds
            facings += components.facings * seconds
            order += components.order * seconds
        }
        for (brand, share) in figures.shareOfShelf { shares[brand, default: 0] += share * seconds }
    }

    static func += (left: inout FigureSum, right: FigureSum) {
        left.seconds += right.seconds
        left.judgedSeconds += right.judgedSeconds
        left.availability += right.availability
        left.planned += right.planned
        left.found += right.found
        left.compliance += right.compliance
        left.presence += right.presence
        left.shelf += right.shelf
        left.position += right.position
        left.facings += right.facings
        left.order += right.order
        left.observed += right.observed
        left.shares.merge(right.shares, uniquingKeysWith: +)
    }

    func point(zone: String, start: Double) -> FigurePoint {
        func mean(_ sum: Double) -> Double? { judgedSeconds > 0 ? sum / judgedSeconds : nil }
        return FigurePoint(
            zone: zone, start: start, seconds: seconds, onShelfAvailability: mean(availability),
            facingsPlanned: mean(planned), facingsFound: mean(found), compliance: mean(compliance),
            components: judgedSeconds > 0
                ? ComplianceShares(
                    presence: presence / judgedSeconds, shelf: shelf / judgedSeconds,
                    position: position / judgedSeconds, facings: facings / judgedSeconds,
                    order: order / judgedSeconds) : nil,
            observedShare: seconds > 0 ? observed / seconds : 0,
            shareOfShelf: judgedSeconds > 0 ? shares.mapValues { $0 / judgedSeconds } : [:])
    }
}
