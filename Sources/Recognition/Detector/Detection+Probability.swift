internal import Foundation

extension Detection {
    /// The probability, 0...1, that there is such an object, by the score of the shipped detector.
    ///
    /// Scores put detections in order and are too low for what is clear. The curve was fitted on rendered shelves that
    /// the detector has not learned from, all classes together; `gondola evaluate` tells how well it keeps its word.
    package var probability: Double {
        let beyond = max(0, score - Self.evenScore)
        let logit =
            score < Self.evenScore ? Self.fall * (score - Self.evenScore) : Self.rise * beyond * beyond
        return 1 / (1 + exp(-logit))
    }

    /// About half of the detections with this score are right.
    private static let evenScore = 0.35
    private static let rise = 28.0
    private static let fall = 10.0
}
