internal import Synchronization

/// How many looks there were, and how many frames led to none.
package final class LookCounters: Sendable {
    enum Outcome {
        /// `rest`: a frame that needed no look.
        case look, rest, brokenFrame, failedLook
    }

    /// The counts so far.
    package struct Counts: Sendable {
        package var looks = 0
        package var rests = 0
        package var brokenFrames = 0
        package var failedLooks = 0
        /// Products that were known from an earlier picture, and those that were looked at.
        package var productsKnown = 0
        package var productsLookedAt = 0
    }

    private let counts = Mutex(Counts())

    package init() {}

    func count(_ outcome: Outcome) {
        counts.withLock { counts in
            switch outcome {
            case .look: counts.looks += 1
            case .rest: counts.rests += 1
            case .brokenFrame: counts.brokenFrames += 1
            case .failedLook: counts.failedLooks += 1
            }
        }
    }

    func count(products: (known: Int, looked: Int)) {
        counts.withLock { counts in
            counts.productsKnown += products.known
            counts.productsLookedAt += products.looked
        }
    }

    package var current: Counts { counts.withLock { $0 } }
}
