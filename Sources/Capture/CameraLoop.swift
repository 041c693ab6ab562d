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

    private let context = CameraContext()
    private let threads: CameraThreads

    /// Nothing happens before `start`.
    ///
    /// `makeSource` is called on the loop's thread, again after each failure, and at once when `presence` tells of a device
    /// that has come. A source that gives no sign of life for `hangingAfter` is reported, whatever it is stuck in, and
    /// replaced once another device is there.
    package init(
        camera: String, pauses: CameraRunner.Pauses = CameraRunner.Pauses(),
        hangingAfter: Duration = .seconds(15),
        presence: @escaping @Sendable () -> DevicePresence? = { nil },
        makeSource: @escaping MakeSource
    ) {
        let (frames, frameSink) = AsyncStream<Frame>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (states, stateSink) = AsyncStream<CameraStatus>.makeStream(bufferingPolicy: .bufferingNewest(64))
        (self.frames, self.states) = (frames, states)
        threads = CameraThreads(
            camera: camera, context: context, limit: hangingAfter, pauses: pauses, presence: presence,
            makeSource: makeSource, frameSink: frameSink, stateSink: stateSink)
    }

    deinit { threads.requestStop() }

    package var counters: CameraCounters { context.counters }

    /// What is wanted of the camera's controls; a change is carried out while it streams.
    package var controls: LiveControls { context.controls }

    /// For how long the camera's thread has given no sign of life; nothing after its end.
    package var silence: Duration { threads.silence }

    /// Starts the thread; to be called once.
    package func start() { threads.start() }

    /// Asks the thread to end and returns at once.
    ///
    /// The camera is closed and the streams finish within about a second, or when the source, if it does not
    /// heed its context, delivers its next frame.
    package func stop() { threads.requestStop() }
}
