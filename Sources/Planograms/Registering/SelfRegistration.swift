package import Retail

/// Finds out from recognised products alone which bay a camera sees, and where.
///
/// Random samples of three products (RANSAC, Fischler and Bolles 1981), each taken for one of the places where its SKU is
/// planned, give a homography; the one that puts the most products where they are planned is fitted again to all of these
/// until no more join. Names that are wrong, products that are missing or stand elsewhere, and the many places of one SKU do
/// no harm as long as enough products are where they belong.
package struct SelfRegistration: Sendable {
    /// Limits below which no proposal is made, and how hard it is tried.
    package struct Settings: Hashable, Sendable {
        /// Samples for each bay.
        package var samples = 400
        /// A product this near to its place is there, in millimetres.
        package var reachMM = 40.0
        /// Products at their places that a proposal needs.
        package var leastProducts = 8
        /// SKUs among them.
        package var leastSKUs = 4
        /// Share of the products whose SKU the bay plans.
        package var leastShare = 0.35

        package init() {}
    }

    private let bays: [PlannedUnits]
    private let settings: Settings

    /// Prepares the search among `bays`; `catalogue` gives the sizes that the plans do not.
    package init(bays: [Bay], catalogue: any SKUTable, settings: Settings = Settings()) {
        self.bays = bays.map { PlannedUnits($0, catalogue: catalogue) }
        self.settings = settings
    }

    /// The bay and the map that explain the most products; `nil` if none explains enough.
    ///
    /// `pictureSize` is the size that the boxes and `lens` refer to. The same `generator` gives the same answer.
    package func propose(
        _ products: [NamedBox], pictureSize: PixelSize, lens: Lens? = nil,
        using generator: inout some RandomNumberGenerator
    ) -> RegistrationProposal? {
        let products = products.compactMap { $0.straightened(by: lens) }
        let found = fits(products, using: &generator)
        guard let first = found.first, isEnough(first.fit, products, first.bay) else { return nil }
        return RegistrationProposal(
            bay: first.bay.bay, fit: first.fit, pictureSize: pictureSize, lens: lens,
            runnerUpShare: found.count > 1 ? found[1].fit.score / first.fit.score : 0)
    }

    /// The map behind the proposal; `nil` if none explains enough.
    func bestFit(_ products: [NamedBox], using generator: inout some RandomNumberGenerator) -> UnitFit? {
        guard let first = fits(products, using: &generator).first,
            isEnough(first.fit, products, first.bay)
        else { return nil }
        return first.fit
    }

    /// The best map for each bay, the best of all first.
    private func fits(
        _ products: [NamedBox], using generator: inout some RandomNumberGenerator
    ) -> [(bay: PlannedUnits, fit: UnitFit)] {
        var found: [(bay: PlannedUnits, fit: UnitFit)] = []
        for bay in bays {
            if let fit = best(products, in: bay, using: &generator) { found.append((bay, fit)) }
        }
        return found.sorted { $0.fit.score > $1.fit.score }
    }

    private func best(
        _ products: [NamedBox], in bay: PlannedUnits, using generator: inout some RandomNumberGenerator
    ) -> UnitFit? {
        let known = products.filter { !bay[$0.gtin].isEmpty }
        guard known.count >= settings.leastProducts else { return nil }
        var best: UnitFit?
        for _ in 0..<settings.samples {
            guard let sample = sample(of: known, in: bay, using: &generator),
                let estimate = try? HomographyEstimate(sample, zone: bay.bay.id)
            else { continue }
            let fit = UnitFit(known, in: bay, map: estimate, reachMM: settings.reachMM)
            guard fit.score > best?.score ?? 0 else { continue }
            // Few samples are better than the best so far: fitting each of those again costs little.
            best = refined(fit, known, in: bay)
        }
        return best
    }

    /// Three products with one planned place each, as twelve pairs of points.
    private func sample(
        of products: [NamedBox], in bay: PlannedUnits, using generator: inout some RandomNumberGenerator
    ) -> [PointPair]? {
        var pairs: [PointPair] = []
        var used: Set<ShelfRect> = []
        for _ in 0..<3 {
            guard let product = products.randomElement(using: &generator),
                let place = bay[product.gtin].randomElement(using: &generator), used.insert(place).inserted
            else { return nil }
            pairs += zip(product.sides, place.sides).map { PointPair(pixel: $0, shelf: $1) }
        }
        return pairs
    }

    /// Fits the map to all products that are at their places, until no more join.
    private func refined(_ start: UnitFit, _ products: [NamedBox], in bay: PlannedUnits) -> UnitFit {
        var fit = start
        for _ in 0..<10 {
            guard fit.matches.count >= 4, let estimate = try? HomographyEstimate(fit.pairs, zone: bay.bay.id)
            else { break }
            let next = UnitFit(products, in: bay, map: estimate, reachMM: settings.reachMM)
            guard next.score > fit.score else { break }
            fit = next
        }
        return fit
    }

    private func isEnough(_ fit: UnitFit, _ products: [NamedBox], _ bay: PlannedUnits) -> Bool {
        let known = products.count { !bay[$0.gtin].isEmpty }
        return fit.matches.count >= settings.leastProducts
            && Set(fit.matches.map(\.product.gtin)).count >= settings.leastSKUs
            && Double(fit.matches.count) >= settings.leastShare * Double(known)
    }
}
