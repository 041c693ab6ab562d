/// How often a time fell between which bounds.
package struct Histogram: Sendable, Hashable {
    /// Upper bounds in seconds: steps of two and a half or so, from the time of a look-up to that of a look on a slow machine.
    package static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    /// How many times lie at most at each bound, and above the one before.
    package private(set) var counts = [Int](repeating: 0, count: bounds.count)
    /// How many there were, those above the last bound included.
    package private(set) var count = 0
    /// In seconds.
    package private(set) var sum = 0.0

    package init() {}

    package mutating func add(seconds: Double) {
        count += 1
        sum += seconds
        guard let index = Self.bounds.firstIndex(where: { seconds <= $0 }) else { return }
        counts[index] += 1
    }
}
