internal import Foundation

extension TreeClassifier {
    /// How similarities and what is known of a place become probabilities.
    ///
    /// Temperature, sizes and strangers are the most likely ones for crops of rendered shelves among 170,000 SKUs, where one
    /// crop in fifty is of a product that is not in the catalogue; `gondola catalogue fit` finds them.
    package struct Settings: Hashable, Sendable {
        /// Similarities are divided by this before the softmax.
        package var temperature = 0.0115
        /// "None of these" is as probable as a SKU of this similarity, and of a share of the similarity that is common.
        package var strangerSimilarity = 0.194
        package var strangerShare = 0.768
        /// What a box that is wider or narrower, higher or lower than a SKU speaks against it.
        package var width = SizeTolerance(larger: 11.4, smaller: 9)
        package var height = SizeTolerance(larger: 13.5, smaller: 5.5)
        /// A node is believed when it is at least this probable.
        package var confidence = 0.6
        /// How much more probable than any other, beforehand, a SKU is that is planned at this very place, in this zone, or
        /// in this store.
        ///
        /// A SKU that is 0.97 probable by its looks can thus not be hidden by one that is planned.
        package var hereAdvantage = 30.0
        package var zoneAdvantage = 5.0
        package var storeAdvantage = 2.0
        /// How much less similar to its SKU than its peers a unit must be to be doubted.
        ///
        /// On the same shelves one unit of a SKU in a hundred is, and six of ten of another variety.
        package var oddness: Float = 0.16

        package init() {}
    }

    /// How far the measured length of a product may be from its SKU's.
    package struct SizeTolerance: Hashable, Sendable {
        /// Loss, as a logarithm, for each factor of e that it is larger or smaller.
        ///
        /// What stands before a product makes it look smaller; nothing makes it look larger.
        package var larger: Double
        package var smaller: Double

        /// More speaks against no SKU: the box may be wrong.
        private static let most = 12.0

        func loss(_ measured: Double, of wanted: Double) -> Double {
            let factor = log(max(1, measured) / max(1, wanted))
            return min(Self.most, factor > 0 ? factor * larger : -factor * smaller)
        }
    }
}
