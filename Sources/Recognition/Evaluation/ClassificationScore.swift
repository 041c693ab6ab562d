internal import Retail

/// How often the recognised path agrees with the truth.
package struct ClassificationScore: Sendable {
    package private(set) var crops = 0
    /// The most similar SKU is the right one.
    package private(set) var top1 = 0
    /// The right SKU is among the five most similar.
    package private(set) var top5 = 0
    /// By level: how often an answer reached it, and how often that was right.
    package private(set) var answered = [Int](repeating: 0, count: TreeLevel.allCases.count)
    package private(set) var correct = [Int](repeating: 0, count: TreeLevel.allCases.count)

    package init() {}

    package var top1Share: Double { crops > 0 ? Double(top1) / Double(crops) : 0 }
    package var top5Share: Double { crops > 0 ? Double(top5) / Double(crops) : 0 }

    /// Counts one crop of the SKU at `truth` in the classifier's catalogue.
    package mutating func add(
        _ embedding: [Float], truth: Int, classifier: TreeClassifier,
        circumstances: TreeClassifier.Circumstances
    ) {
        let evidence = classifier.evidence(of: embedding, in: circumstances)
        let better = evidence.count { $0 > evidence[truth] }
        crops += 1
        top1 += better == 0 ? 1 : 0
        top5 += better < 5 ? 1 : 0
        let answer = classifier.identify(embedding, in: circumstances).path.names
        let names = classifier.index.catalogue.entries[truth].path.names
        for level in answer.indices {
            answered[level] += 1
            correct[level] += answer[level] == names[level] ? 1 : 0
        }
    }
}
