internal import Foundation
package import Retail

/// Names a product by walking the SKU tree from the root, and stops where it is no longer sure.
///
/// Each SKU's probability is a softmax over the similarities to those it looks most like, with one more, "none of these",
/// that wins where nothing is similar. A node's probability is the sum over its SKUs, so it never rises on the way
/// down, as in YOLO9000's WordTree (https://arxiv.org/abs/1612.08242).
package struct TreeClassifier: Sendable {
    /// What a crop looks like, whatever is known of its place.
    package struct Looks: Sendable {
        package let embedding: [Float]
        /// The SKUs that it looks like, the most similar first.
        package let candidates: [Candidate]

        package init(embedding: [Float], candidates: [Candidate]) {
            self.embedding = embedding
            self.candidates = candidates
        }
    }

    /// What is known of a product besides its looks.
    package struct Circumstances: Sendable {
        /// Places in the catalogue of the SKUs that the planogram expects in this zone, and at this place.
        package var plannedInZone: Set<Int> = []
        package var plannedHere: Set<Int> = []
        /// Width and height as measured on the shelf's front plane.
        package var widthMM: Double?
        package var heightMM: Double?

        package init() {}
    }

    /// A product of a picture and what is known of its place.
    package struct Product: Sendable {
        package let looks: Looks
        package let circumstances: Circumstances

        package init(looks: Looks, circumstances: Circumstances = Circumstances()) {
            self.looks = looks
            self.circumstances = circumstances
        }
    }

    package let catalogue: CompiledCatalogue
    package let settings: Settings
    /// Places in the catalogue of the SKUs that the store lists.
    private let listed: Set<Int>
    let search: PrototypeSearch

    /// `listed`: the SKUs that the store's planograms name; those that are not in the catalogue do no harm.
    package init(
        catalogue: CompiledCatalogue, listed: some Sequence<GTIN> = [],
        settings: Settings = Settings()
    ) throws(RecognitionError) {
        self.catalogue = catalogue
        self.settings = settings
        self.listed = Set(listed.compactMap(catalogue.index))
        search = try PrototypeSearch(catalogue)
    }

    /// The places in the catalogue of the SKUs that look most like the one at `place`, the most similar first.
    package func lookAlikes(of place: Int, most: Int) -> [Int] {
        search.lookAlikes(of: place, in: catalogue, most: most).map(\.sku)
    }

    /// What crops with these embeddings look like.
    package func looks(of embeddings: [[Float]]) -> [Looks] {
        zip(embeddings, search.candidates(for: embeddings)).map(Looks.init)
    }

    /// How probable each SKU is that `product` may be, seen by itself.
    package func posterior(of product: Product) -> Posterior {
        let circumstances = product.circumstances
        let evidence = candidates(of: product).map { candidate in
            (
                sku: candidate.sku,
                value: Double(candidate.similarity) / settings.temperature
                    + log(advantage(of: candidate.sku, in: circumstances))
                    - sizeLoss(of: candidate.sku, in: circumstances)
            )
        }.sorted { $0.sku < $1.sku }
        let stranger = strangersEvidence(product)
        let largest = evidence.lazy.map(\.value).reduce(stranger, max)
        let weights = evidence.map { exp($0.value - largest) }
        let none = exp(stranger - largest)
        let sum = weights.reduce(none, +)
        return Posterior(
            shares: zip(evidence, weights).map { Posterior.Share(sku: $0.sku, probability: $1 / sum) },
            none: none / sum)
    }

    /// The path down to the last node that is probable enough; `unknown` when not even a department is.
    package func identify(_ posterior: Posterior) -> Identification {
        var names: [String] = []
        var path: [Double] = []
        var shares = posterior.shares[...]
        for level in TreeLevel.allCases {
            guard let best = mostProbableNode(of: shares, at: level), best.probability >= settings.confidence
            else { break }
            names.append(catalogue.name(of: best.node, level))
            path.append(min(1, best.probability))
            shares = best.shares
        }
        let gtin =
            names.count == TreeLevel.allCases.count
            ? shares.first.flatMap { catalogue.gtin(at: $0.sku) } : nil
        return Identification(path: SKUPath(names), probabilities: path, gtin: gtin)
    }

    /// What a product looks like, and what is planned where it stands: that is asked for even where other SKUs are more
    /// similar by far.
    private func candidates(of product: Product) -> [Candidate] {
        let found = product.looks.candidates
        let missing = product.circumstances.plannedHere.filter { planned in
            !found.contains { $0.sku == planned }
        }
        guard !missing.isEmpty else { return found }
        return found + search.similarities(of: product.looks.embedding, to: missing.sorted())
    }

    /// How much more probable than any SKU the one at `place` is before it is looked at.
    private func advantage(of place: Int, in circumstances: Circumstances) -> Double {
        if circumstances.plannedHere.contains(place) { return settings.hereAdvantage }
        if circumstances.plannedInZone.contains(place) { return settings.zoneAdvantage }
        return listed.contains(place) ? settings.storeAdvantage : 1
    }

    /// How much, as a logarithm, the measured size speaks against the SKU at `place`.
    private func sizeLoss(of place: Int, in circumstances: Circumstances) -> Double {
        guard circumstances.heightMM != nil || circumstances.widthMM != nil else { return 0 }
        let size = catalogue.size(at: place)
        var loss = 0.0
        if let width = circumstances.widthMM { loss += settings.width.loss(width, of: size.widthMM) }
        if let height = circumstances.heightMM { loss += settings.height.loss(height, of: size.heightMM) }
        return loss
    }

    /// The evidence that a product is none of the catalogue's SKUs: the more SKUs look like it, the more one of them must.
    ///
    /// Some kinds of package resemble half of the shop, others hardly anything; the mean of the less similar half of the
    /// candidates tells which. Where there are fewer candidates than are kept, the others are as similar as those that
    /// the search leaves out.
    private func strangersEvidence(_ product: Product) -> Double {
        let kept = PrototypeSearch.most
        let common = product.looks.candidates.dropFirst(kept / 2).prefix(kept - kept / 2)
        let missing = Float(kept - kept / 2 - common.count) * PrototypeSearch.floor
        let mean = (common.reduce(missing) { $0 + $1.similarity }) / Float(kept - kept / 2)
        return (settings.strangerSimilarity + settings.strangerShare * Double(mean)) / settings.temperature
    }

    /// Shares below one node lie together, since they are in tree order.
    private func mostProbableNode(
        of shares: ArraySlice<Posterior.Share>, at level: TreeLevel
    ) -> (node: Int, shares: ArraySlice<Posterior.Share>, probability: Double)? {
        var best: (node: Int, shares: ArraySlice<Posterior.Share>, probability: Double)?
        var rest = shares
        while let first = rest.first {
            let node = catalogue.node(at: first.sku, level)
            let below = catalogue.skus(of: node, level)
            let own = rest.prefix { $0.sku < below.upperBound }
            let probability = own.reduce(0) { $0 + $1.probability }
            if probability > (best?.probability ?? -1) { best = (node, own, probability) }
            rest = rest.dropFirst(own.count)
        }
        return best
    }
}
