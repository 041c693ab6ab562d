package import Retail

/// What the classifier says of one labelled product, beside the truth.
package struct NamedProduct: Sendable {
    package let truth: SKUPath
    package let answer: Identification
    /// How many SKUs are held more probable than the right one.
    package let rank: Int
    /// Probability of the most probable SKU, whether or not it is answered.
    package let topProbability: Double
    /// The level at which the answer leaves the way to the truth; `nil` where all it says is right.
    package let partingLevel: TreeLevel?
    /// Place in the catalogue of the most probable SKU below a wrong answer; `nil` where all it says is right.
    package let mistakenFor: Int?

    /// Names `product`, which is the SKU at `truth` in the classifier's catalogue.
    package init(_ product: TreeClassifier.Product, truth: Int, classifier: TreeClassifier) {
        let catalogue = classifier.catalogue
        let posterior = classifier.posterior(of: product)
        let answer = classifier.identify(posterior)
        let truePath = catalogue.path(at: truth)
        self.truth = truePath
        self.answer = answer
        rank = posterior.rank(of: truth)
        topProbability = posterior.mostProbable?.probability ?? 0
        let names = answer.path.names
        partingLevel = TreeLevel.allCases.first { level in
            level.rawValue < names.count && names[level.rawValue] != truePath.names[level.rawValue]
        }
        mistakenFor = partingLevel.flatMap { _ in
            posterior.shares.filter { answer.path.contains(catalogue.path(at: $0.sku)) }
                .max { $0.probability < $1.probability }?.sku
        }
    }

    /// The probability given to the first wrong name; `nil` where all is right.
    package var wrongProbability: Double? { partingLevel.map { answer.probabilities[$0.rawValue] } }
}
