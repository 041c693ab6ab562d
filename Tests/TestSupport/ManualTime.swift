/// A clock that stands still until a test moves it.
package struct ManualTime: Sendable {
    /// Seconds since 1970 (UTC).
    package private(set) var seconds: Double

    package init(seconds: Double = 1_790_000_000) { self.seconds = seconds }

    /// Moves the clock and answers its new time.
    package mutating func advance(by step: Double = 1) -> Double {
        seconds += step
        return seconds
    }
}
