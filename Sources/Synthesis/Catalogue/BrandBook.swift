import Foundation

/// The brands of a made-up trade: few are large, many are small, and large ones are in many categories.
struct BrandBook {
    struct Brand {
        let name: String
        /// Products a category has of it, more or less; heavy-tailed.
        let strength: Float
    }

    private var brands: [String: [Brand]] = [:]

    /// A brand of `department` that `used` does not hold: often one of those already made, else a new one.
    mutating func brand(
        in department: String, besides used: Set<String>, _ names: inout NameMaker, _ random: inout Random
    ) -> Brand {
        let known = brands[department, default: []]
        if !known.isEmpty, random.chance(0.35) {
            // The first brands are asked for most, so they grow largest.
            let share = random.unit()
            let brand = known[Int(share * share * share * Float(known.count))]
            if !used.contains(brand.name) { return brand }
        }
        let tail = pow(max(1e-4, random.unit()), -1 / 1.2)
        let brand = Brand(name: names.make(&random), strength: min(70, tail))
        brands[department, default: []].append(brand)
        return brand
    }
}
