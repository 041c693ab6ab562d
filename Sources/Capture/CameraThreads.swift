internal import Foundation
internal import Imaging
internal import Synchronization

/// The thread that captures from one camera, and another one that watches over it.
///
/// A driver that does not come back from a request holds its thread for ever, and nothing can end it from outside. The
/// watching thread, which touches no device, notices and says so. When the device is back, as a driver mostly lets go only
/// once its camera is pulled out, a new thread goes on in the stuck one's stead; there is at most one that was left behind.
final class CameraThreads: Sendable {
    private struct State {
        var context: CameraContext
        var last: CameraStatus?
        var isHanging = false
        var leftBehind = 0
        var isStopped = false
        var hasEnded = false
    }

    private static let period = 0.25

    private let camera: String
    private let limit: Duration
    private let pauses: CameraRunner.Pauses
    private let presence: @Sendable () -> DevicePresence?
    private let makeSource: CameraLoop.MakeSource
    private let frameSink: AsyncStream<Frame>.Continuation
    private let stateSink: AsyncStream<CameraStatus>.Continuation
    private let state: Mutex<State>

    init(
        camera: String, context: CameraContext, limit: Duration, pauses: CameraRunner.Pauses,
        presence: @escaping @Sendable () -> DevicePresence?, makeSource: @escaping CameraLoop.MakeSource,
        frameSink: AsyncStream<Frame>.Continuation, stateSink: AsyncStream<CameraStatus>.Continuation
    ) {
        self.camera = camera
        self.limit = limit
        self.pauses = pauses
        self.presence = presence
        self.makeSource = makeSource
        self.frameSink = frameSink
        self.stateSink = stateSink
        state = Mutex(State(context: context))
    }

    func start() {
        capture(with: state.withLock { $0.context })
        let watch = Thread { [self] in
            while !state.withLock({ $0.hasEnded }) {
                check()
                Thread.sleep(forTimeInterval: Self.period)
            }
            frameSink.finish()
            stateSink.finish()
        }
        watch.name = "watch \(camera)"
        watch.start()
    }

    /// For how long the present thread has given no sign of life; nothing after its end.
    var silence: Duration { state.withLock { $0.hasEnded ? .zero : $0.context.silence } }

    func requestStop() {
        state.withLock {
            $0.isStopped = true
            $0.context.requestStop()
        }
    }

    private func capture(with context: CameraContext) {
        let thread = Thread { [self] in
            let runner = CameraRunner(
                camera: camera, context: context, pauses: pauses, presence: presence, makeSource: makeSource)
            runner.run { frame in
                isCurrent(context) && deliver(frame, counting: context)
            } report: { status in
                pass(status, of: context)
            }
            state.withLock { state in
                if state.context === context { state.hasEnded = true } else { state.leftBehind -= 1 }
            }
        }
        thread.name = "camera \(camera)"
        thread.start()
    }

    private func isCurrent(_ context: CameraContext) -> Bool { state.withLock { $0.context === context } }

    /// Returns false when nobody reads any more.
    private func deliver(_ frame: Frame, counting context: CameraContext) -> Bool {
        switch frameSink.yield(frame) {
        case .terminated: return false
        case .dropped:
            context.count {
                $0.delivered += 1
                $0.droppedBecauseSlow += 1
            }
        default: context.count { $0.delivered += 1 }
        }
        return true
    }

    /// Reports a status of a camera's thread, unless it has been replaced.
    private func pass(_ status: CameraStatus, of context: CameraContext) {
        state.withLock { state in
            guard state.context === context else { return }
            state.last = status
            state.isHanging = false
            stateSink.yield(status)
        }
    }

    private func check() {
        let mayReplace = state.withLock { state in
            let isStuck = state.context.silence > limit
            if isStuck != state.isHanging, !state.hasEnded {
                state.isHanging = isStuck
                if let news = isStuck ? hanging(for: state.context.silence) : state.last {
                    stateSink.yield(news)
                }
            }
            // Nobody waits for a thread that will not come back.
            if isStuck, state.isStopped { state.hasEnded = true }
            return state.isHanging && !state.isStopped && state.leftBehind == 0
        }
        guard mayReplace, let device = presence() else { return }
        replace(on: device)
    }

    /// Starts a new thread in the stead of a stuck one, if `device` is not the one that it is stuck in.
    private func replace(on device: DevicePresence) {
        let successor = state.withLock { state -> CameraContext? in
            guard state.isHanging, !state.isStopped, state.context.device != device else { return nil }
            state.context.requestStop()
            state.context = state.context.successor()
            state.isHanging = false
            state.leftBehind += 1
            return state.context
        }
        if let successor { capture(with: successor) }
    }

    private func hanging(for silence: Duration) -> CameraStatus {
        CameraStatus(
            camera: camera, state: .hanging,
            detail: "\(camera): the driver has not answered for \(limit.seconds) s",
            hint: "unplug the camera and plug it in again; if that does not help, restart the computer",
            sinceWallSeconds: WallClock.secondsNow() - silence.seconds)
    }
}
