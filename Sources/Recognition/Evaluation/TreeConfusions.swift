package import Retail

/// Which nodes of the product tree are taken for which others.
///
/// A wrong answer counts once, at the level where it leaves the way to the truth: right brand, wrong product is a
/// confusion of products.
package struct TreeConfusions: Sendable {
    package struct Pair: Hashable, Sendable {
        /// The node that is true and the one that was answered, brothers in the tree.
        package let truth: SKUPath
        package let answer: SKUPath
    }

    private var counts: [TreeLevel: [Pair: Int]] = [:]

    package init() {}

    package mutating func add(_ product: NamedProduct) {
        guard let level = product.partingLevel else { return }
        let pair = Pair(
            truth: product.truth.ancestor(at: level), answer: product.answer.path.ancestor(at: level))
        counts[level, default: [:]][pair, default: 0] += 1
    }

    /// Wrong answers that leave the way at `level`.
    package func count(at level: TreeLevel) -> Int { counts[level, default: [:]].values.reduce(0, +) }

    /// The pairs confused at `level`, most frequent first.
    package func pairs(at level: TreeLevel) -> [(pair: Pair, count: Int)] {
        counts[level, default: [:]].map { ($0.key, $0.value) }.sorted { left, right in
            if left.1 != right.1 { return left.1 > right.1 }
            return (left.0.truth.names + left.0.answer.names)
                .lexicographicallyPrecedes(right.0.truth.names + right.0.answer.names)
        }
    }
}
