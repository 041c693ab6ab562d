/// Whether a camera shows what it was set up to show.
package enum ViewState: String, Sendable, Codable, CaseIterable {
    case clear
    /// It looks elsewhere than when its zones were drawn.
    case moved
    /// Something hides most of the view.
    case covered
    case blurred
    case dark
    case bright
    /// The same picture comes again and again.
    case frozen
}

/// What the guard says of one frame.
package struct ViewJudgement: Equatable, Sendable {
    /// What has been so for long enough to be named.
    package let state: ViewState
    /// What this frame by itself shows.
    package let suspected: ViewState
    /// Whether this frame can be judged: its view is clear now, and nothing is suspected.
    package let isTrusted: Bool
    /// For `moved`: by how far, in pixels of the picture judged; `nil` when that can't be told.
    package let shift: PixelShift?

    package init(state: ViewState, suspected: ViewState, isTrusted: Bool, shift: PixelShift?) {
        self.state = state
        self.suspected = suspected
        self.isTrusted = isTrusted
        self.shift = shift
    }

    /// The same for the frame whose picture was shrunk by `factor`.
    package func scaled(by factor: Double) -> ViewJudgement {
        ViewJudgement(
            state: state, suspected: suspected, isTrusted: isTrusted,
            shift: shift.map { PixelShift(x: ($0.x * factor).rounded(), y: ($0.y * factor).rounded()) })
    }
}
