/// The pauses between attempts to reach the broker: each twice as long as the one before, up to a limit.
package struct RetryDelay {
    private let range: ClosedRange<Duration>
    private var base: Duration

    package init(_ range: ClosedRange<Duration>) {
        self.range = range
        base = range.lowerBound
    }

    /// The next pause.
    ///
    /// `jitter` (0...1, drawn at random) takes off up to a quarter of it, so that a store full of appliances
    /// does not return to a restarted broker all at once; the lower limit still holds.
    package mutating func next(jitter: Double) -> Duration {
        let delay = max(range.lowerBound, base - base / 4 * jitter)
        base = min(base * 2, range.upperBound)
        return delay
    }

    package mutating func reset() { base = range.lowerBound }
}
