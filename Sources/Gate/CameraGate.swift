package import Imaging
package import Retail

/// Judges what each frame of one camera is worth: whether its view is the right one, and whether anything has changed.
///
/// No clock and no I/O; it costs a few milliseconds a frame on a small picture.
package struct CameraGate: Sendable {
    /// What becomes of a frame.
    package struct Judgement: Equatable, Sendable {
        package let view: ViewJudgement
        /// `nil`: the view can't be trusted, and no zone is judged.
        package let verdict: ChangeGate.Verdict?
    }

    private let guardsView: Bool
    private var viewGuard: ViewGuard
    private var changes: ChangeGate
    private var previous: GatePicture?
    private var noise = 4.0

    /// `view`: the small picture of the view that the camera was set up with, if an earlier run has kept it.
    package init(_ settings: ChangeGate.Settings, guardsView: Bool = true, view: GrayImage? = nil) {
        self.guardsView = guardsView
        viewGuard = ViewGuard(reference: view)
        changes = ChangeGate(settings: settings)
    }

    /// The small picture of the view that frames are compared with; keep it over a restart.
    package var view: GrayImage? { viewGuard.view }

    /// The next frame is looked at, whatever it shows: what is known of the shelf no longer holds.
    package mutating func forget() { changes.forget() }

    /// Takes the view as it is now for the right one.
    package mutating func acceptView() {
        viewGuard = ViewGuard(reference: nil)
        changes.forget()
    }

    /// Judges a frame by its small picture, which is decoded shrunk by `GateScale.scale`.
    ///
    /// `areas`: what is watched, in pixels of the small picture. `digest` tells the frame's bytes from others; `nil` for a
    /// source that may repeat itself. `time` in seconds, from any start.
    package mutating func judge(
        _ picture: GatePicture, areas: [PixelRect], digest: UInt64?, at time: Double
    ) -> Judgement {
        var step: BlockComparison?
        if let previous, previous.isAsLarge(as: picture) {
            let comparison = BlockComparison(previous, picture, noise: noise)
            learnNoise(comparison.residual)
            step = comparison
        }
        previous = picture
        let view =
            guardsView
            ? viewGuard.judge(picture.light, since: step, noise: noise, digest: digest, at: time)
            : ViewJudgement(state: .clear, suspected: .clear, isTrusted: true, shift: nil)
        guard view.isTrusted else { return Judgement(view: view, verdict: nil) }
        return Judgement(
            view: view, verdict: changes.judge(picture, since: step, noise: noise, areas: areas, at: time))
    }

    /// The noise between two pictures of a scene at rest; a scene that moves must not pass for noise.
    private mutating func learnNoise(_ residual: Double) {
        let variance = min(max(residual / 2, 0.5), 60)
        noise += (variance - noise) * (variance < noise ? 0.2 : 0.02)
    }
}
