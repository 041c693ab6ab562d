internal import Foundation
package import Imaging

/// One camera on a thread of its own, as two streams.
///
/// Nobody can hold capture up: of the frames only the newest waits for its reader, older ones are dropped and
/// counted. Both streams finish when the camera has ended, when `stop` was called or when the loop goes away.
package final class CameraLoop: Sendable {
    package typealias MakeSource = @Sendable (CameraContext) throws -> any FrameSource

    /// For one reader.
    ///
    /// When that reader goes away the loop stops.
    package let frames: AsyncStream<Frame>
    /// Each change of state, oldest first.
    ///
    /// A reader that falls behind misses the oldest ones.
    package let states: AsyncStream<CameraStatus>

    private let camera: String
    private let context = CameraContext()
    private let pauses: CameraRunner.Pauses
    private let makeSource: MakeSource
    private let hangingAfter: Duration
    private let frameSink: AsyncStream<Frame>.Continuation
    private let stateSink: AsyncStream<CameraStatus>.Continuation

    /// Nothing happens before `start`.
    ///
    /// `makeSource` is called on the loop's thread, again after each failure. A source that gives no sign of life for
    /// `hangingAfter` is reported, whatever it is stuck in.
    package init(
        camera: String, pauses: CameraRunner.Pauses = CameraRunner.Pauses(),
        hangingAfter: Duration = .seconds(15),
        makeSource: @escaping MakeSource
    ) {
        self.hangingAfter = hangingAfter
        self.camera = camera
        self.pauses = pauses
        self.makeSource = makeSource
        (frames, frameSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (states, stateSink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
    }

    deinit { context.requestStop() }

    package var counters: CameraCounters { context.counters }

    /// Starts the thread; to be called once.
    package func start() {
        // The thread must not keep the loop alive: it holds what it needs, and ends when the loop goes away.
        let watchdog = CameraWatchdog(camera: camera, context: context, limit: hangingAfter) { [stateSink] in
            stateSink.yield($0)
        }
        watchdog.start()
        let thread = Thread { [camera, context, pauses, makeSource, frameSink, stateSink] in
            let runner = CameraRunner(
                camera: camera, context: context, pauses: pauses, makeSource: makeSource)
            runner.run { frame in
                Self.deliver(frame, to: frameSink, counting: context)
            } report: { status in
                watchdog.pass(status)
            }
            watchdog.end()
            frameSink.finish()
            stateSink.finish()
        }
        thread.name = "camera \(camera)"
        thread.start()
    }

    /// Asks the thread to end and returns at once.
    ///
    /// The camera is closed and the streams finish within about a second, or when the source, if it does not
    /// heed its context, delivers its next frame.
    package func stop() { context.requestStop() }

    /// Returns false when nobody reads any more.
    private static func deliver(
        _ frame: Frame, to sink: AsyncStream<Frame>.Continuation, counting context: CameraContext
    ) -> Bool {
        switch sink.yield(frame) {
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
}
