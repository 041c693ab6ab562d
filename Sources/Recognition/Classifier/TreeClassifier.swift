internal import Foundation
package import Retail

/// Names a product by walking the SKU tree from the root, and stops where it is no longer sure.
///
/// Each SKU's probability is a softmax over the similarities to those it looks most like, with one more, "none of these",
/// that wins where nothing is similar. A node's probability is the sum over its SKUs, so it never rises on the way
/// down, as in YOLO9000's WordTree (https://arxiv.org/abs/1612.08242).
package struct TreeClassifier: Sendable {
    /// How similarities become probabilities.
    package struct Settings: Hashable, Sendable {
        /// Similarities are divided by this before the softmax.
        ///
        /// With `sizeWeight` the most likely one on rendered shelves of their own (catalogue 900011, scenes 900012).
        package var temperature = 0.025
        /// The similarity at which a SKU is as probable as "none of these".
        package var unknownSimilarity = 0.60
        /// A node is believed when it is at least this probable.
        package var confidence = 0.6
        /// How much more probable a SKU planned in this zone is, beforehand, than any other.
        package var plannedAdvantage = 5.0
        /// The same for a SKU that is planned at this very place.
        package var hereAdvantage = 30.0
        /// How much similarity a SKU loses when its height or width is off by a factor of e.
        ///
        /// Sizes of one product often differ in nothing else that a camera sees.
        package var sizeWeight = 0.4
        /// How much less similar to its SKU than its peers a unit must be to be doubted.
        ///
        /// On the same shelves one unit of a SKU in a hundred is, and six of ten of another variety.
        package var oddness: Float = 0.16

        package init() {}
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

    /// A product of a picture, as the embedder saw it, and what is known of its place.
    package struct Product: Sendable {
        package let embedding: [Float]
        package let circumstances: Circumstances

        package init(embedding: [Float], circumstances: Circumstances = Circumstances()) {
            self.embedding = embedding
            self.circumstances = circumstances
        }
    }

    package let catalogue: CompiledCatalogue
    package let settings: Settings
    private let search: PrototypeSearch

    package init(catalogue: CompiledCatalogue, settings: Settings = Settings()) throws(RecognitionError) {
        self.catalogue = catalogue
        self.settings = settings
        search = try PrototypeSearch(catalogue)
    }

    /// The SKUs that crops with these embeddings look like, the most similar first.
    package func candidates(for embeddings: [[Float]]) -> [[Candidate]] { search.candidates(for: embeddings) }

    /// The probabilities for each of `products`, by itself.
    package func posteriors(of products: [Product]) -> [Posterior] {
        zip(products, candidates(for: products.map(\.embedding))).map { product, candidates in
            posterior(of: candidates, in: product.circumstances)
        }
    }

    /// How probable each of `candidates` is.
    package func posterior(
        of candidates: [Candidate], in circumstances: Circumstances = Circumstances()
    ) -> Posterior {
        let evidence = candidates.map { candidate in
            (
                sku: candidate.sku,
                value: Double(candidate.similarity) + adjustment(of: candidate.sku, in: circumstances)
            )
        }.sorted { $0.sku < $1.sku }
        let largest = max(settings.unknownSimilarity, evidence.lazy.map(\.value).max() ?? 0)
        let weights = evidence.map { exp(($0.value - largest) / settings.temperature) }
        let none = exp((settings.unknownSimilarity - largest) / settings.temperature)
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

    /// What the circumstances add to the similarity of the SKU at `place`.
    private func adjustment(of place: Int, in circumstances: Circumstances) -> Double {
        var sum = 0.0
        if circumstances.plannedHere.contains(place) {
            sum += log(settings.hereAdvantage) * settings.temperature
        } else if circumstances.plannedInZone.contains(place) {
            sum += log(settings.plannedAdvantage) * settings.temperature
        }
        guard circumstances.heightMM != nil || circumstances.widthMM != nil else { return sum }
        let size = catalogue.size(at: place)
        if let height = circumstances.heightMM { sum -= loss(height, size.heightMM) }
        if let width = circumstances.widthMM { sum -= loss(width, size.widthMM) }
        return sum
    }

    /// Boxes and registration are some per cent off by themselves; a third more is as bad as any.
    private func loss(_ measured: Double, _ wanted: Double) -> Double {
        let factor = abs(log(max(1, measured) / max(1, wanted)))
        return settings.sizeWeight * min(0.3, max(0, factor - 0.02))
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
