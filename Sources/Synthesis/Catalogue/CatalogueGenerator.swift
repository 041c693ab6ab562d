import Foundation
package import Retail

/// Makes up catalogues: the same numbers give the same catalogue, always.
///
/// The tree is as uneven as in life: categories differ in size, a few brands are large and in many categories of
/// their department, and a brand's leading product has most of its varieties and sizes. GTINs come from the
/// restricted-circulation range, where each seed owns a block of 200,000 keys (seeds that differ by a multiple of
/// 50,000 share theirs).
package struct CatalogueGenerator: Sendable {
    package let seed: UInt64
    /// How many SKUs to make; at most 200,000.
    package let count: Int

    package init(seed: UInt64, count: Int) {
        precondition((0...200_000).contains(count))
        self.seed = seed
        self.count = count
    }

    /// The SKUs, in an order of their own.
    package func entries() -> [CatalogueEntry] {
        var random = Random(seed, 0xCA7A)
        var names = NameMaker()
        var brands = BrandBook()
        var plans = Assortment.categories
        plans.shuffle(using: &random)
        // A small catalogue has few categories, so that brands and products still have siblings.
        let categories = max(1, min(plans.count, Int(1.2 * Float(count).squareRoot()), count / 12))
        var entries: [CatalogueEntry] = []
        entries.reserveCapacity(count)
        for (plan, end) in zip(plans, goals(categories, &random)) {
            let goal = end - entries.count
            var category = CategoryMaker(plan, goal: goal, random: Random(random.next()))
            category.fill(&names, &brands)
            for sku in category.skus {
                entries.append(
                    CatalogueEntry(
                        gtin: gtin(number: entries.count), path: SKUPath(sku.names), form: sku.form,
                        size: sku.size))
            }
        }
        return entries
    }

    /// How many SKUs there are after each category; large categories have some five times as many as small ones.
    private func goals(_ categories: Int, _ random: inout Random) -> [Int] {
        let weights = (0..<categories).map { _ in exp(random.normal() * 0.55) }
        let total = weights.reduce(0, +)
        var sum: Float = 0
        var goals = weights.map { weight in
            sum += weight
            return min(count, Int((sum / total * Float(count)).rounded()))
        }
        if !goals.isEmpty { goals[goals.count - 1] = count }
        return goals
    }

    private func gtin(number: Int) -> GTIN {
        GTIN(restrictedCirculationItem: (seed % 50_000) * 200_000 + UInt64(number))
    }
}
