package import Retail

/// What one look found of a SKU in a zone, of those of its positions that could be seen.
package struct SKUMoment: Hashable, Sendable {
    package let gtin: GTIN
    package var plannedFacings: Int
    package var foundFacings: Int
    /// Whether there is any of it to buy.
    package var isAvailable: Bool

    package init(gtin: GTIN, plannedFacings: Int, foundFacings: Int, isAvailable: Bool) {
        self.gtin = gtin
        self.plannedFacings = plannedFacings
        self.foundFacings = foundFacings
        self.isAvailable = isAvailable
    }
}

/// How available one SKU was in one zone over a stretch of time, each figure the mean over the time in it.
package struct SKUPoint: Hashable, Sendable {
    package let zone: String
    package let gtin: GTIN
    /// Where the stretch begins, seconds since 1970 (UTC).
    package let start: Double
    /// Open time in which it could be seen, in seconds; above 0.
    package let seconds: Double
    /// The part of that time in which there was any of it to buy, 0...1.
    package let onShelfAvailability: Double
    /// Of the positions that could be seen.
    package let facingsPlanned: Double
    package let facingsFound: Double
}

/// The sums that means come from: each figure times the seconds for which it stood.
struct SKUSum: Hashable, Sendable {
    var seconds = 0.0
    var available = 0.0
    var planned = 0.0
    var found = 0.0

    mutating func add(_ moment: SKUMoment, for seconds: Double) {
        self.seconds += seconds
        if moment.isAvailable { available += seconds }
        planned += Double(moment.plannedFacings) * seconds
        found += Double(moment.foundFacings) * seconds
    }

    static func += (left: inout SKUSum, right: SKUSum) {
        left.seconds += right.seconds
        left.available += right.available
        left.planned += right.planned
        left.found += right.found
    }

    func point(zone: String, gtin: GTIN, start: Double) -> SKUPoint {
        SKUPoint(
            zone: zone, gtin: gtin, start: start, seconds: seconds, onShelfAvailability: available / seconds,
            facingsPlanned: planned / seconds, facingsFound: found / seconds)
    }
}
