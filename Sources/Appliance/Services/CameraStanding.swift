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
        var broken = BrokenFrames()
    }

    private let camera: String
    private let messenger: Messenger
    private let health: HealthBoard
    private let showcase: Showcase
    private let logger: Logger
    private let state = Mutex(State())

    init(
        camera: String, messenger: Messenger, health: HealthBoard, showcase: Showcase, logger: Logger
    ) {
        self.health = health
        self.showcase = showcase
        health.report(.camera, name: camera, "no picture yet")
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
            let isWhole = state.broken.end()
            guard state.view != judgement.state || isWhole else { return false }
            state.view = judgement.state
            return true
        }
        if isNew { report(judgement.state, shift: judgement.shift) }
    }

    /// Takes note of a frame that looked whole and can't be decoded.
    func update(broken cause: String) {
        guard state.withLock({ $0.broken.add() }) else { return }
        report(
            .badFrames, isFine: false, detail: "no frame can be decoded: \(cause)",
            hint: "try a shorter cable or another socket, or lower the camera's size or rate",
            since: Date().timeIntervalSince1970)
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
        let words = [detail, hint].filter { !$0.isEmpty }.joined(separator: "; ")
        showcase.show(
            Showcase.Standing(
                report: CameraReport(camera: camera, condition: condition, detail: detail, since: since),
                isFine: isFine, hint: hint))
        messenger.publish(
            cameraState: CameraReport(camera: camera, condition: condition, detail: words, since: since))
        switch condition {
        case .starting: break
        // A store has its nights.
        case .streaming, .ended, .dark: health.clear(.camera, name: camera)
        default: health.report(.camera, name: camera, "\(condition.rawValue): \(words)")
        }
    }
}

/// Tells one broken frame, which is skipped, from a camera that gives nothing else.
package struct BrokenFrames: Sendable {
    /// So many in a row are told.
    package static let told = 5

    private var run = 0

    package init() {}

    /// Takes note of a broken frame; whether that is to be told now.
    package mutating func add() -> Bool {
        run += 1
        return run == Self.told
    }

    /// Takes note of a whole frame; whether the broken ones before it had been told.
    package mutating func end() -> Bool {
        defer { run = 0 }
        return run >= Self.told
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
            case .formatLost: .formatLost
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
