import Retail

/// Fills one category with brands, their products and SKUs, until it has as many SKUs as it should.
struct CategoryMaker {
    struct SKU {
        let names: [String]
        let form: PackageForm
        let size: PackageSize
    }

    private(set) var skus: [SKU] = []
    private let plan: CategoryPlan
    private let goal: Int
    private var random: Random

    init(_ plan: CategoryPlan, goal: Int, random: Random) {
        self.plan = plan
        self.goal = goal
        self.random = random
    }

    mutating func fill(_ names: inout NameMaker, _ brands: inout BrandBook) {
        var used: Set<String> = []
        while skus.count < goal {
            let brand = brands.brand(in: plan.department, besides: used, &names, &random)
            used.insert(brand.name)
            add(brand, &names)
        }
    }

    private mutating func add(_ brand: BrandBook.Brand, _ names: inout NameMaker) {
        // No brand has more than a good part of its category.
        let most = Float(max(2, goal / 12))
        let count = max(1, Int(min(most, brand.strength * random.uniform(0.6...1.6))))
        let usual = random.pick(plan.packages)
        let width = random.uniform(0.88...1.14)
        let height = random.uniform(0.9...1.12)
        var used: Set<String> = []
        for number in 0..<count where skus.count < goal {
            var name = names.product(of: plan.name, &random)
            if used.contains(name) { name = names.make(&random) }
            used.insert(name)
            let package = random.chance(0.7) ? usual : random.pick(plan.packages)
            let isMultipack = package.form == .multipack
            addProduct(
                [plan.department, plan.name, brand.name, name], package, isLeading: number == 0,
                width: isMultipack ? 1 : width * random.uniform(0.97...1.03),
                height: isMultipack ? 1 : height * random.uniform(0.97...1.03))
        }
    }

    /// The leading product has more varieties, and the best of them in more than one size.
    private mutating func addProduct(
        _ path: [String], _ package: PackagePlan, isLeading: Bool, width: Float, height: Float
    ) {
        let varieties = picked(
            isLeading ? random.whole(2...max(2, min(7, goal / 4))) : random.pick([1, 1, 2, 2, 3, 3, 4, 6]))
        let base = random.whole(0...package.contents.count - 1)
        let hasSizes = random.chance(isLeading ? 0.55 : 0.18)
        let sized = hasSizes ? random.whole(1...2) : 0
        let most = random.chance(0.25) ? 3 : 2
        for (rank, variety) in varieties.enumerated() {
            let contents = rank < sized ? sizes(of: package, around: base, most) : [package.contents[base]]
            for content in contents where skus.count < goal {
                let size = package.size(holding: content, width: Double(width), height: Double(height))
                let name = "\(variety.word) \(content) \(package.unit)"
                skus.append(SKU(names: path + [name], form: package.form, size: size))
            }
        }
    }

    /// Up to `most` contents in a row of which one is that at `base`, smallest first.
    private func sizes(of package: PackagePlan, around base: Int, _ most: Int) -> ArraySlice<Int> {
        let first = max(0, min(base, package.contents.count - most))
        return package.contents[first..<min(package.contents.count, first + most)]
    }

    /// `count` varieties, each once.
    private mutating func picked(_ count: Int) -> ArraySlice<Variety> {
        var varieties = plan.varieties
        let count = min(count, varieties.count)
        for index in 0..<count { varieties.swapAt(index, random.whole(index...varieties.count - 1)) }
        return varieties.prefix(count)
    }
}
