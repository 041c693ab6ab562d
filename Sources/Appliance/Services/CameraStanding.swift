internal import Capture
internal import Foundation
internal import Gate
internal import Logging
internal import Messaging
internal import Synchronization

/// How one camera stands: whether its pictures come, and whether they show what they should.
///
/// One message and one line in the log for each change.
final class CameraStanding: Sendable {
    private struct State {
        var status: CameraStatus?
        var view = ViewState.clear
    }

    private let camera: String
    private let messenger: Messenger
    private let logger: Logger
    private let state = Mutex(State())

    init(camera: String, messenger: Messenger, logger: Logger) {
        self.camera = camera
        self.messenger = messenger
        self.logger = logger
    }

    func update(_ status: CameraStatus) {
        let view = state.withLock { state in
            state.status = status
            return state.view
        }
        // Until its next picture a camera that is back is taken to show what it showed.
        if status.state == .streaming, view != .clear {
            report(view, shift: nil)
        } else {
            report(
                CameraCondition(status.state),
                isFine: [.starting, .streaming, .ended].contains(status.state),
                detail: status.detail, hint: status.hint, since: status.sinceWallSeconds)
        }
    }

    func update(_ judgement: ViewJudgement) {
        let isNew = state.withLock { state in
            guard state.view != judgement.state else { return false }
            state.view = judgement.state
            return true
        }
        if isNew { report(judgement.state, shift: judgement.shift) }
    }

    private func report(_ view: ViewState, shift: PixelShift?) {
        let words = ViewWords(view, shift: shift)
        report(
            CameraCondition(view), isFine: view == .clear, detail: words.detail, hint: words.hint,
            since: Date().timeIntervalSince1970)
    }

    private func report(
        _ condition: CameraCondition, isFine: Bool, detail: String, hint: String, since: Double
    ) {
        logger.log(
            level: isFine ? .info : .warning, "camera state",
            metadata: [
                "camera": "\(camera)", "state": "\(condition.rawValue)", "cause": "\(detail)",
                "hint": "\(hint)",
            ])
        messenger.publish(
            cameraState: CameraReport(
                camera: camera, condition: condition,
                detail: [detail, hint].filter { !$0.isEmpty }.joined(separator: "; "), since: since))
    }
}

/// What a technician is told about a view.
private struct ViewWords {
    let detail: String
    let hint: String

    init(_ view: ViewState, shift: PixelShift?) {
        switch view {
        case .clear: (detail, hint) = ("", "")
        case .moved:
            detail =
                shift.map { "the view has moved by \($0.x) pixels to the right and \($0.y) down" }
                ?? "the camera looks elsewhere"
            hint = "turn the camera back, or draw its zones anew"
        case .covered:
            (detail, hint) = ("something hides the view", "look what stands or hangs before the camera")
        case .blurred: (detail, hint) = ("the view is blurred", "clean the lens, or set the focus")
        case .dark: (detail, hint) = ("the view is dark", "judged again when there is light")
        case .bright:
            (detail, hint) = (
                "the view is dazzled", "keep lamps and sun out of the lens, or lower the exposure"
            )
        case .frozen:
            (detail, hint) = (
                "the same picture comes again and again", "unplug the camera and plug it in again"
            )
        }
    }
}

extension CameraCondition {
    /// The message's word for what capture says.
    fileprivate init(_ state: CameraState) {
        self =
            switch state {
            case .starting: .starting
            case .streaming: .streaming
            case .noDevice: .noDevice
            case .busy: .busy
            case .permission: .permission
            case .noBandwidth: .noUSBBandwidth
            case .noSignal: .noSignal
            case .stalled: .stalled
            case .badFrames: .badFrames
            case .hanging: .hanging
            case .unusable: .unusable
            case .lost: .lost
            case .ended: .ended
            }
    }

    /// The message's word for what the view guard says.
    fileprivate init(_ view: ViewState) {
        self =
            switch view {
            case .clear: .streaming
            case .moved: .moved
            case .covered: .covered
            case .blurred: .blurred
            case .dark: .dark
            case .bright: .bright
            case .frozen: .frozen
            }
    }
}
