internal import Foundation
package import Retail

/// Names a product by walking the SKU tree from the root, and stops where it is no longer sure.
///
/// Each SKU's probability is a softmax over the similarities to all of them, with one more outcome, "none of these",
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

    package let index: ProductIndex
    package let settings: Settings

    package init(index: ProductIndex, settings: Settings = Settings()) {
        self.index = index
        self.settings = settings
    }

    /// How much speaks for each SKU, in tree order: the similarity, and what the circumstances add to it.
    package func evidence(of embedding: [Float], in circumstances: Circumstances) -> [Double] {
        index.similarities(to: embedding).enumerated().map { place, similarity in
            Double(similarity) + adjustment(of: place, in: circumstances)
        }
    }

    /// The probability of each SKU, in tree order, and of none of them.
    package func probabilities(
        of embedding: [Float], in circumstances: Circumstances = Circumstances()
    ) -> (skus: [Double], none: Double) {
        let similarities = evidence(of: embedding, in: circumstances)
        let largest = max(settings.unknownSimilarity, similarities.max() ?? 0)
        var shares = similarities.map { exp(($0 - largest) / settings.temperature) }
        let none = exp((settings.unknownSimilarity - largest) / settings.temperature)
        let sum = shares.reduce(none, +)
        for place in shares.indices { shares[place] /= sum }
        return (shares, none / sum)
    }

    /// The path down to the last node that is probable enough; `unknown` when not even a department is.
    package func identify(
        _ embedding: [Float], in circumstances: Circumstances = Circumstances()
    ) -> Identification {
        identify(shares: probabilities(of: embedding, in: circumstances).skus)
    }

    /// The same from the probability of each SKU, in tree order.
    package func identify(shares: [Double]) -> Identification {
        let entries = index.catalogue.entries
        var names: [String] = []
        var path: [Double] = []
        var range = entries.indices
        for level in TreeLevel.allCases {
            guard let best = mostProbableChild(of: range, at: level, shares: shares),
                best.probability >= settings.confidence
            else { break }
            names.append(entries[best.range.lowerBound].path.names[level.rawValue])
            path.append(min(1, best.probability))
            range = best.range
        }
        let gtin = names.count == TreeLevel.allCases.count ? entries[range.lowerBound].gtin : nil
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
        let size = index.catalogue.entries[place].size
        if let height = circumstances.heightMM { sum -= loss(height, size.heightMM) }
        if let width = circumstances.widthMM { sum -= loss(width, size.widthMM) }
        return sum
    }

    /// Boxes and registration are some per cent off by themselves; a third more is as bad as any.
    private func loss(_ measured: Double, _ wanted: Double) -> Double {
        let factor = abs(log(max(1, measured) / max(1, wanted)))
        return settings.sizeWeight * min(0.3, max(0, factor - 0.02))
    }

    /// Children are runs of entries with the same name at `level`, since entries are in tree order.
    private func mostProbableChild(
        of range: Range<Int>, at level: TreeLevel, shares: [Double]
    ) -> (range: Range<Int>, probability: Double)? {
        let entries = index.catalogue.entries
        var best: (range: Range<Int>, probability: Double)?
        var start = range.lowerBound
        while start < range.upperBound {
            let name = entries[start].path.names[level.rawValue]
            var end = start
            var probability = 0.0
            while end < range.upperBound, entries[end].path.names[level.rawValue] == name {
                probability += shares[end]
                end += 1
            }
            if probability > (best?.probability ?? -1) { best = (start..<end, probability) }
            start = end
        }
        return best
    }
}
