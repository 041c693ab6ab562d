/// How well probabilities keep their word: of all answers given with 80 %, 80 % should be right.
///
/// Answers are sorted into 15 bins of equal width by their probability. The expected calibration error is the mean
/// distance between probability and share of right answers over the bins, each weighted by its answers (Guo et al.,
/// On Calibration of Modern Neural Networks, https://arxiv.org/abs/1706.04599, equation 3).
package struct Reliability: Sendable {
    package struct Bin: Sendable {
        package fileprivate(set) var answers = 0
        package fileprivate(set) var right = 0
        fileprivate var sum = 0.0

        /// 0 in an empty bin, like `rightShare`.
        package var meanProbability: Double { answers > 0 ? sum / Double(answers) : 0 }
        package var rightShare: Double { answers > 0 ? Double(right) / Double(answers) : 0 }
    }

    /// Bin `b` of `n` holds the probabilities above b/n up to (b+1)/n; the first one 0 too.
    package private(set) var bins = [Bin](repeating: Bin(), count: 15)

    package init() {}

    /// Counts an answer that was given with `probability` 0...1.
    package mutating func add(probability: Double, isRight: Bool) {
        let place = Int((probability * Double(bins.count)).rounded(.up)) - 1
        let bin = max(0, min(bins.count - 1, place))
        bins[bin].answers += 1
        bins[bin].right += isRight ? 1 : 0
        bins[bin].sum += probability
    }

    package var answers: Int { bins.reduce(0) { $0 + $1.answers } }

    /// The expected calibration error, 0...1; 0 without answers.
    package var error: Double {
        guard answers > 0 else { return 0 }
        return bins.reduce(0) { sum, bin in
            sum + Double(bin.answers) / Double(answers) * abs(bin.rightShare - bin.meanProbability)
        }
    }
}
