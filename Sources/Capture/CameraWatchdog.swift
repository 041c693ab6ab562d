internal import Foundation
internal import Synchronization

/// Notices that a camera's thread is stuck, as in a driver that does not come back from a request, and says so.
///
/// It has a thread of its own, which touches no device. A stuck thread can't be ended from outside; when the driver lets go,
/// as it does once the camera is pulled out, the camera goes on, and that is said as well.
final class CameraWatchdog: Sendable {
    private struct State {
        var last: CameraStatus?
        var isHanging = false
        var hasEnded = false
    }

    private static let period = 0.25

    private let camera: String
    private let context: CameraContext
    private let limit: Duration
    private let report: @Sendable (CameraStatus) -> Void
    private let state = Mutex(State())

    init(
        camera: String, context: CameraContext, limit: Duration,
        report: @escaping @Sendable (CameraStatus) -> Void
    ) {
        self.camera = camera
        self.context = context
        self.limit = limit
        self.report = report
    }

    func start() {
        let thread = Thread { [self] in
            while !state.withLock({ $0.hasEnded }) {
                check()
                Thread.sleep(forTimeInterval: Self.period)
            }
        }
        thread.name = "watch \(camera)"
        thread.start()
    }

    /// Ends the thread within its period.
    func end() { state.withLock { $0.hasEnded = true } }

    /// Reports a status of the camera's own thread.
    func pass(_ status: CameraStatus) {
        state.withLock {
            $0.last = status
            $0.isHanging = false
        }
        report(status)
    }

    private func check() {
        let isStuck = context.silence > limit
        let news = state.withLock { state -> CameraStatus? in
            guard isStuck != state.isHanging, !state.hasEnded else { return nil }
            state.isHanging = isStuck
            return isStuck ? hanging : state.last
        }
        if let news { report(news) }
    }

    private var hanging: CameraStatus {
        CameraStatus(
            camera: camera, state: .hanging,
            detail: "\(camera): the driver has not answered for \(limit.seconds) s",
            hint: "unplug the camera and plug it in again; if that does not help, restart the computer",
            sinceWallSeconds: WallClock.secondsNow() - context.silence.seconds)
    }
}
