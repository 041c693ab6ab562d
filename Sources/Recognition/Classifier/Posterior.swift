/// How probable each SKU is that a product may be; all others have no share worth a number.
package struct Posterior: Sendable {
    /// A SKU, by its place in the catalogue, and its probability.
    package struct Share: Hashable, Sendable {
        package let sku: Int
        package let probability: Double
    }

    /// In tree order.
    package let shares: [Share]
    /// The probability that it is none of the catalogue's SKUs.
    package let none: Double

    /// The most probable SKU; `nil` where none has a share.
    package var mostProbable: Share? { shares.max { $0.probability < $1.probability } }

    /// The probability of the SKU at a place of the catalogue.
    package func probability(of sku: Int) -> Double {
        shares.first { $0.sku == sku }?.probability ?? 0
    }

    /// How many SKUs are more probable than the one at a place of the catalogue.
    package func rank(of sku: Int) -> Int {
        let own = probability(of: sku)
        // One without a share comes after all that have one.
        return shares.count { $0.probability > own }
    }
}
