internal import Retail

/// How sure a name must be before the shelf is accused on its word.
package struct Proof: Hashable, Sendable {
    /// The probability that the product needs.
    ///
    /// A unit seen in part only, behind another or at the edge, is often taken for some other product with less.
    package var product = 0.95
    /// The probability that the last level named needs: sizes and flavours of one product are never told apart as
    /// surely as products are.
    package var last = 0.5

    package init() {}

    /// Whether `seen` is named at least down to the product, and surely.
    func isGiven(by seen: Identification) -> Bool {
        guard seen.probabilities.count > TreeLevel.product.rawValue, let end = seen.probabilities.last else {
            return false
        }
        return seen.probabilities[TreeLevel.product.rawValue] >= product && end >= last
    }
}
