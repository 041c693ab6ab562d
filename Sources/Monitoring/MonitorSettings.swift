/// When a deviation is believed, and when it is believed to be over.
package struct MonitorSettings: Hashable, Sendable, Codable {
    /// Looks, of the last `window` that observed the position, in which it must be seen; at least 1.
    package var confirmFrames = 3
    /// The looks that count; at least `confirmFrames`.
    package var window = 5
    /// How long it must have been seen before it opens, in seconds.
    package var confirmAfterSeconds = 2.0
    /// Looks in a row that observed the position without it, after which it closes; at least 1.
    package var closeFrames = 3
    /// How much each deviation matters.
    package var severity = SeverityRule()

    package init() {}

    package init(confirmFrames: Int, window: Int, confirmAfterSeconds: Double, closeFrames: Int) {
        precondition(confirmFrames >= 1 && window >= confirmFrames && closeFrames >= 1)
        self.confirmFrames = confirmFrames
        self.window = window
        self.confirmAfterSeconds = confirmAfterSeconds
        self.closeFrames = closeFrames
    }
}
