internal import Foundation

/// Finds the settings of a classifier under which what is known to be true is most likely.
///
/// The sum of the logarithms of the probabilities of the right answers is made as large as it can be, changing one setting
/// after the other: temperature scaling (Guo et al., On Calibration of Modern Neural Networks,
/// https://arxiv.org/abs/1706.04599, section 4.2) with a few settings more.
package struct SettingsFit {
    /// A crop whose SKU is known.
    package struct Crop {
        /// Of its looks and measured size, without a plan.
        package let product: TreeClassifier.Product
        /// The same as if the catalogue did not hold its product.
        package let asStranger: TreeClassifier.Product
        /// The SKU's place in the catalogue.
        package let truth: Int

        package init(
            product: TreeClassifier.Product, asStranger: TreeClassifier.Product, truth: Int
        ) {
            self.product = product
            self.asStranger = asStranger
            self.truth = truth
        }
    }

    /// Crops of products that are not in the catalogue, as a share of all that is to be expected.
    private static let strangers = 0.02
    /// A wrong answer given with certainty counts as if the right one had this probability.
    private static let least = 1e-6
    private static let parameters: [any WritableKeyPath<TreeClassifier.Settings, Double> & Sendable] = [
        \.temperature, \.strangerSimilarity, \.strangerShare, \.width.larger,
        \.width.smaller, \.height.larger, \.height.smaller,
    ]

    private let crops: [Crop]
    private let catalogue: CompiledCatalogue
    package private(set) var settings: TreeClassifier.Settings
    /// Mean of the negative logarithms, in nats a crop: 0 would be certainty in all that is right.
    package private(set) var loss: Double

    /// `crops`: at least one.
    package init(_ crops: [Crop], classifier: TreeClassifier) throws(RecognitionError) {
        precondition(!crops.isEmpty)
        self.crops = crops
        catalogue = classifier.catalogue
        settings = classifier.settings
        loss = try Self.loss(of: settings, catalogue, crops)
    }

    /// Tries each setting a factor of `step` larger and smaller and keeps what is better; `true` if anything was.
    package mutating func improve(by step: Double) throws(RecognitionError) -> Bool {
        var found = false
        for parameter in Self.parameters {
            for factor in [step, 1 / step] {
                var other = settings
                other[keyPath: parameter] *= factor
                let result = try Self.loss(of: other, catalogue, crops)
                guard result < loss else { continue }
                (settings, loss, found) = (other, result, true)
                break
            }
        }
        return found
    }

    private static func loss(
        of settings: TreeClassifier.Settings, _ catalogue: CompiledCatalogue, _ crops: [Crop]
    ) throws(RecognitionError) -> Double {
        let classifier = try TreeClassifier(catalogue: catalogue, settings: settings)
        var sum = 0.0
        for crop in crops {
            // No setting makes a SKU likely that is not among the candidates.
            if crop.product.looks.candidates.contains(where: { $0.sku == crop.truth }) {
                let right = classifier.posterior(of: crop.product).probability(of: crop.truth)
                sum -= (1 - strangers) * log(max(least, right))
            }
            sum -= strangers * log(max(least, classifier.posterior(of: crop.asStranger).none))
        }
        return sum / Double(crops.count)
    }
}
