internal import Foundation
package import Imaging

/// Plays pictures from disk as if a camera took them now.
///
/// A folder gives its `.jpg` and `.jpeg` files in the order of their names, an `.mjpeg` file its concatenated
/// JPEGs, a single `.jpg` file itself. They come as far apart as they were taken, if their names or a side file tell
/// (`ReplayTimes`); otherwise one picture a second from a folder or a single file and 25 from an `.mjpeg` file. A rate that is
/// given goes before all this. Frames of a recording (`FrameRecording`) carry their own times and numbers, so that the
/// same is decided on them. A broken picture is a frame like any other; whoever decodes it finds out.
package struct ReplaySource: FrameSource {
    private let name: String
    private let period: Duration
    private let keepsTimes: Bool
    private let isLooping: Bool
    private let context: CameraContext
    private var pictures: ReplayPictures
    private var sequence: UInt64 = 0
    private var due: ContinuousClock.Instant?
    private var round = Round()

    /// What the pictures of one passage have in common.
    private struct Round {
        /// The moment at which a picture of 0 steady seconds would be due.
        var origin: ContinuousClock.Instant?
        var last: ReplayMoment?
        var first: ReplayMoment?
        /// By how much times and numbers go on when the pictures begin again.
        var (laterSeconds, laterNumbers) = (0.0, UInt64(0))
    }

    /// Opens what is at `path` and makes sure that there is at least one picture in it.
    ///
    /// `framesPerSecond` is above 0 if given. `name` is what the frames carry as their camera.
    package init(
        path: String, name: String, framesPerSecond: Double? = nil, isLooping: Bool = true,
        context: CameraContext = CameraContext()
    ) throws(CaptureError) {
        pictures = try ReplayPictures(path: path)
        let rate = framesPerSecond ?? pictures.usualRate
        precondition(rate > 0)
        keepsTimes = framesPerSecond == nil
        period = .seconds(1 / rate)
        self.name = name
        self.isLooping = isLooping
        self.context = context
    }

    /// Waits until the next picture is due.
    ///
    /// `nil` at the end, or once the context asks to stop.
    package mutating func next() throws(FrameSourceError) -> Frame? {
        guard let picture = try nextPicture() else { return nil }
        sequence += 1
        guard keepsTimes, let moment = picture.moment else { return nextByRate(picture.bytes) }
        return next(picture.bytes, takenAt: moment)
    }

    private mutating func nextByRate(_ bytes: [UInt8]) -> Frame? {
        // A late reader does not get a burst of what it missed, as it would not from a camera.
        let moment = max(due ?? .now, .now)
        guard context.sleep(until: moment) else { return nil }
        due = moment.advanced(by: period)
        return Frame(
            camera: name, sequence: sequence, monotonic: .now, wallSeconds: WallClock.secondsNow(),
            payload: .jpeg(bytes))
    }

    private mutating func next(_ bytes: [UInt8], takenAt moment: ReplayMoment) -> Frame? {
        round.first = round.first ?? moment
        round.last = moment
        let seconds = moment.steadySeconds + round.laterSeconds
        let nanoseconds = Duration.nanoseconds(Int64((seconds * 1e9).rounded()))
        let now = ContinuousClock.now
        let origin = round.origin ?? now.advanced(by: .zero - nanoseconds)
        round.origin = origin
        guard context.sleep(until: origin.advanced(by: nanoseconds)) else { return nil }
        guard let recorded = moment.recorded else {
            return Frame(
                camera: name, sequence: sequence, monotonic: .now, wallSeconds: WallClock.secondsNow(),
                payload: .jpeg(bytes))
        }
        // Not the moment at which it comes, which is a little later each time, but the one at which it is due.
        return Frame(
            camera: name, sequence: recorded.sequence + round.laterNumbers,
            monotonic: origin.advanced(by: nanoseconds),
            wallSeconds: recorded.wallSeconds + round.laterSeconds,
            payload: .jpeg(bytes))
    }

    private mutating func nextPicture() throws(FrameSourceError) -> ReplayedPicture? {
        do throws(CaptureError) {
            if let picture = try pictures.next() { return picture }
            guard isLooping else { return nil }
            try pictures.rewind()
            beginAnew()
            guard let picture = try pictures.next() else { throw .noPictures(path: pictures.path) }
            return picture
        } catch {
            throw .lost(name: name, reason: error.description)
        }
    }

    /// The first picture follows the last after the usual pause.
    private mutating func beginAnew() {
        guard let first = round.first, let last = round.last else { return }
        round.laterSeconds += last.steadySeconds - first.steadySeconds + period.seconds
        round.laterNumbers += (last.recorded?.sequence ?? 0) + 1 - (first.recorded?.sequence ?? 0)
        round.first = nil
    }
}
