/// Holds back what was said lately already.
package struct RepeatFilter: Sendable {
    private struct Entry {
        var saidAt: Double
        var heldBack = 0
    }

    /// So often a lasting trouble is told again, in seconds.
    private static let pause = 600.0
    /// More different troubles than these are not remembered.
    private static let capacity = 200

    private var entries: [String: Entry] = [:]

    package init() {}

    /// Whether to say `text` now: how often it was held back since it was said last, or `nil` to hold it back.
    ///
    /// `time` is in seconds and never goes back.
    package mutating func admit(_ text: String, at time: Double) -> Int? {
        if var entry = entries[text] {
            if time - entry.saidAt < Self.pause {
                entry.heldBack += 1
                entries[text] = entry
                return nil
            }
            entries[text] = Entry(saidAt: time)
            return entry.heldBack
        }
        if entries.count >= Self.capacity {
            entries = entries.filter { time - $0.value.saidAt < Self.pause }
            // All of them are fresh: whatever this is, it is not one thing over and over.
            if entries.count >= Self.capacity { entries = [:] }
        }
        entries[text] = Entry(saidAt: time)
        return 0
    }
}
