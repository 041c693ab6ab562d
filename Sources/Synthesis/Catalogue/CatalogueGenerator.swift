import Foundation
package import Retail

/// Makes up catalogues: the same numbers give the same catalogue, always.
///
/// Brands appear in several categories of one department; a brand has several products in a category, a
/// product several SKUs that differ in variety and content. GTINs come from the restricted-circulation range,
/// where each seed owns a block of 200,000 keys (seeds that differ by a multiple of 50,000 share theirs).
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
        var plans = Assortment.categories
        plans.shuffle(using: &random)
        // A small catalogue has few categories, so that brands and products still have siblings.
        let categories = max(1, min(plans.count, count / 12))
        var brands: [String: [String]] = [:]
        var entries: [CatalogueEntry] = []
        entries.reserveCapacity(count)
        for (index, plan) in plans.prefix(categories).enumerated() {
            let goal = count * (index + 1) / categories
            var usedBrands: Set<String> = []
            while entries.count < goal {
                let known = brands[plan.department, default: []].filter { !usedBrands.contains($0) }
                let brand = !known.isEmpty && random.chance(0.35) ? random.pick(known) : names.make(&random)
                usedBrands.insert(brand)
                if !known.contains(brand) { brands[plan.department, default: []].append(brand) }
                addBrand(brand, plan, until: goal, &names, &random, to: &entries)
            }
        }
        return entries
    }

    private func addBrand(
        _ brand: String, _ plan: CategoryPlan, until goal: Int, _ names: inout NameMaker,
        _ random: inout Random,
        to entries: inout [CatalogueEntry]
    ) {
        for _ in 0..<random.whole(1...6) where entries.count < goal {
            let product = names.make(&random)
            let package = random.pick(plan.packages)
            var varieties = plan.varieties
            varieties.shuffle(using: &random)
            let proportions = [random.uniform(0.85...1.18), random.uniform(0.88...1.15)]
            let contents = package.contents.shuffled(using: &random).prefix(random.chance(0.45) ? 2 : 1)
                .sorted()
            for variety in varieties.prefix(random.whole(1...6)) {
                for content in contents where entries.count < goal {
                    let size = CatalogueGenerator.size(
                        of: package, content: content, proportions: proportions)
                    let name = "\(variety.word) \(content) \(package.unit)"
                    entries.append(
                        CatalogueEntry(
                            gtin: gtin(number: entries.count),
                            path: SKUPath([plan.department, plan.name, brand, product, name]),
                            form: package.form, size: size))
                }
            }
        }
    }

    private func gtin(number: Int) -> GTIN {
        GTIN(restrictedCirculationItem: (seed % 50_000) * 200_000 + UInt64(number))
    }

    /// Millimetres, rounded to half ones, of `content` in a package whose first size is known.
    private static func size(of package: PackagePlan, content: Int, proportions: [Float]) -> PackageSize {
        let growth = pow(Double(content) / Double(package.contents[0]), 1.0 / 3)
        func rounded(_ millimetres: Double) -> Double { (millimetres * 2).rounded() / 2 }
        let width = rounded(package.size.widthMM * growth * Double(proportions[0]))
        let height = rounded(package.size.heightMM * growth * Double(proportions[1]))
        let isRound = package.form != .box && package.size.widthMM == package.size.depthMM
        let depth = isRound ? width : rounded(package.size.depthMM * growth)
        return PackageSize(widthMM: width, heightMM: height, depthMM: depth)
    }
}
