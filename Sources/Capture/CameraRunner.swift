package import Imaging

/// Keeps one camera delivering, on the thread that calls `run`.
///
/// Whatever goes wrong, the source is closed and opened anew, for ever, with pauses that grow up to a bound and end at once
/// when a device comes (back).
package struct CameraRunner {
    /// How long to wait before a source is opened again.
    package struct Pauses: Equatable, Sendable {
        package let first: Duration
        package let longest: Duration

        /// Each failure to open doubles the pause until it is `longest`; a picture makes it `first` again.
        package init(first: Duration = .milliseconds(500), longest: Duration = .seconds(10)) {
            precondition(first > .zero && first <= longest)
            self.first = first
            self.longest = longest
        }
    }

    /// Opens the source; called again after each failure, with the context that the source is to heed.
    package typealias MakeSource = (CameraContext) throws -> any FrameSource

    /// Often a camera goes on after a silence, and opening it anew makes the gap longer.
    private static let stallsBeforeReopening = 2

    private let camera: String
    private let context: CameraContext
    private let pauses: Pauses
    private let presence: () -> DevicePresence?
    private let makeSource: MakeSource

    /// `presence` tells which device is there now; sources that are no device need none.
    package init(
        camera: String, context: CameraContext, pauses: Pauses = Pauses(),
        presence: @escaping () -> DevicePresence? = { nil }, makeSource: @escaping MakeSource
    ) {
        self.camera = camera
        self.context = context
        self.pauses = pauses
        self.presence = presence
        self.makeSource = makeSource
    }

    /// Runs until the source ends, `deliver` returns false or `context` asks to stop.
    ///
    /// `report` is called when the state or its cause changes, not at each attempt.
    package func run(deliver: (Frame) -> Bool, report: (CameraStatus) -> Void) {
        var current: CameraCondition?
        func enter(_ condition: CameraCondition) {
            guard condition != current else { return }
            current = condition
            report(
                CameraStatus(
                    camera: camera, state: condition.state, detail: condition.detail, hint: condition.hint,
                    sinceWallSeconds: WallClock.secondsNow()))
        }

        enter(CameraCondition(.starting))
        var pause = pauses.first
        while !context.isStopRequested {
            // Noted before the attempt: a device that comes during it must not be missed.
            context.device = presence()
            do {
                // The source is gone, and with it its descriptor, before the pause begins.
                let outcome = read(try makeSource(context), deliver: deliver, enter: enter)
                guard case .broken(let hasDelivered) = outcome else { return }
                if hasDelivered { pause = pauses.first }
            } catch {
                enter(CameraCondition(opening: error))
            }
            var hasCome = false
            let goesOn = context.sleep(until: .now.advanced(by: pause)) {
                let now = presence()
                hasCome = now != nil && now != context.device
                return hasCome
            }
            guard goesOn else { return }
            pause = hasCome ? pauses.first : min(pause * 2, pauses.longest)
        }
    }

    private enum Outcome {
        case finished
        case broken(hasDelivered: Bool)
    }

    private func read(
        _ opened: any FrameSource, deliver: (Frame) -> Bool, enter: (CameraCondition) -> Void
    ) -> Outcome {
        var source = opened
        var hasDelivered = false
        var stalls = 0
        context.count { $0.opened += 1 }
        while true {
            do throws(FrameSourceError) {
                guard let frame = try source.next() else {
                    if !context.isStopRequested { enter(CameraCondition(.ended)) }
                    return .finished
                }
                stalls = 0
                hasDelivered = true
                enter(CameraCondition(.streaming))
                guard deliver(frame) else { return .finished }
            } catch {
                enter(CameraCondition(reading: error))
                switch error {
                case .stalled, .damaged:
                    stalls += 1
                    if stalls < Self.stallsBeforeReopening { continue }
                case .lost, .formatLost, .noSignal: break
                }
                return .broken(hasDelivered: hasDelivered)
            }
            if context.isStopRequested { return .finished }
        }
    }
}
