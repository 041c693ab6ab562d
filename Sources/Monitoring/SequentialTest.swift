internal import Foundation

/// Weighs the evidence of many looks: a deviation is there, or the shelf merely reads so now and then.
///
/// Wald's sequential probability ratio test (A. Wald, Sequential Analysis, 1947): each look adds the logarithm of how much
/// more probable its reading is with the deviation than without; the sum decides when it reaches a bound that follows
/// from the error rates. Looks at one slot err alike, so the readings of one test are taken for a Markov chain, as
/// R. M. Phatarfod did (Sequential analysis of dependent observations, Biometrika 52, 1965): a reading that repeats the one
/// before weighs less than one that differs from it, and the less, the sooner it follows.
struct SequentialTest: Sendable {
    /// The share of looks at a deviation that read it.
    private static let sensitivity = 0.9
    /// The share of looks at a position in order that read a deviation of a given kind.
    private static let falseReadings = 0.05
    /// What a reading's confidence counts for: below, it speaks neither for the deviation nor against it, and no single
    /// look is surer.
    private static let believable = 0.5...0.95

    private var last: (isSeen: Bool, time: Double)?

    /// The logarithm of the likelihood ratio of one more reading at `time`, in seconds.
    ///
    /// `confidence` (0...1) is that of the finding; `nil` for a look without it.
    mutating func weigh(_ confidence: Double?, at time: Double, _ settings: EvidenceSettings) -> Double {
        let isSeen = confidence != nil
        let repeats = last?.isSeen == isSeen
        let age = max(0, time - (last?.time ?? time))
        let correlation = repeats ? settings.correlation * exp(-age / settings.correlationSeconds) : 0
        last = (isSeen, time)
        let with = Self.sensitivity
        guard let confidence else {
            // Transition probabilities of a two-state chain with this share and this correlation.
            let without = Self.falseReadings
            return log((1 - with + correlation * with) / (1 - without + correlation * without))
        }
        // A reading that is right with this probability is so many times more probable with the deviation.
        let sureness = min(max(confidence, Self.believable.lowerBound), Self.believable.upperBound)
        let without = with * (1 - sureness) / sureness
        return log((with + correlation * (1 - with)) / (without + correlation * (1 - without)))
    }
}

/// How sure the monitor wants to be, and how alike the errors of successive looks are.
package struct EvidenceSettings: Hashable, Sendable {
    /// The probability that a test at a position in order ends with a deviation (Wald's alpha), 0...0.5.
    package var falseAlarmRate = 0.001
    /// The probability that a test at a deviation ends without it (Wald's beta), 0...0.5.
    package var missRate = 0.01
    /// The correlation of two readings that follow each other at once, 0..<1.
    package var correlation = 0.5
    /// After this time, in seconds, it has fallen to 1/e of that.
    package var correlationSeconds = 20.0

    package init() {}

    /// The sum at which a deviation is believed.
    var openingScore: Double { log((1 - missRate) / falseAlarmRate) }
    /// The sum, of the other sign, at which an open one is believed to be over.
    var closingScore: Double { log((1 - falseAlarmRate) / missRate) }
}
