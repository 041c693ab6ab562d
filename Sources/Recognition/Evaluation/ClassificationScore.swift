internal import Retail

/// How often the recognised path agrees with the truth, and how well its probabilities keep their word.
package struct ClassificationScore: Sendable {
    package private(set) var crops = 0
    /// The most probable SKU is the right one.
    package private(set) var top1 = 0
    /// The right SKU is among the five most probable.
    package private(set) var top5 = 0
    /// By level: how often an answer reached it, and how often that was right.
    package private(set) var answered = [Int](repeating: 0, count: TreeLevel.allCases.count)
    package private(set) var correct = [Int](repeating: 0, count: TreeLevel.allCases.count)
    /// Of the most probable SKU, answered or not.
    package private(set) var skuReliability = Reliability()
    /// By level: of the answers that reached it.
    package private(set) var reliability = [Reliability](
        repeating: Reliability(), count: TreeLevel.allCases.count)

    package init() {}

    package var top1Share: Double { crops > 0 ? Double(top1) / Double(crops) : 0 }
    package var top5Share: Double { crops > 0 ? Double(top5) / Double(crops) : 0 }

    package mutating func add(_ product: NamedProduct) {
        crops += 1
        top1 += product.rank == 0 ? 1 : 0
        top5 += product.rank < 5 ? 1 : 0
        skuReliability.add(probability: product.topProbability, isRight: product.rank == 0)
        for (level, probability) in product.answer.probabilities.enumerated() {
            let isRight = product.partingLevel.map { level < $0.rawValue } ?? true
            answered[level] += 1
            correct[level] += isRight ? 1 : 0
            reliability[level].add(probability: probability, isRight: isRight)
        }
    }
}
