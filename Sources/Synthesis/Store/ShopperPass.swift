extension Scenario {
    /// A shopper comes into the picture, may stand before the shelf for a while, and goes.
    struct Pass: Sendable {
        /// Where the shopper stands still, as a share of the way, and for how long.
        struct Stop: Sendable {
            let share: Double
            let seconds: Double
        }

        let start: Double
        let end: Double
        let leftToRight: Bool
        let stop: Stop?
        let seed: UInt64

        /// How far outside the bay the way begins and ends.
        private static let runUpMM: Float = 500
        /// Of the shopper's middle, before the front plane.
        private static let distanceMM: Float = 750

        /// Where the shopper's feet are at `seconds`, which lies between start and end.
        func place(at seconds: Double, bayWidthMM: Float) -> Vector {
            let share = Float(share(at: seconds))
            let way = bayWidthMM + 2 * Self.runUpMM
            return [-Self.runUpMM + way * (leftToRight ? share : 1 - share), 0, Self.distanceMM]
        }

        private func share(at seconds: Double) -> Double {
            guard let stop else { return (seconds - start) / (end - start) }
            let walking = (end - start - stop.seconds)
            let reached = start + walking * stop.share
            if seconds < reached { return (seconds - start) / walking }
            return max(stop.share, (seconds - start - stop.seconds) / walking)
        }
    }
}
