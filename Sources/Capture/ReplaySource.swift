internal import Foundation
package import Imaging

/// Plays pictures from disk as if a camera took them now.
///
/// A folder gives its `.jpg` and `.jpeg` files in the order of their names, an `.mjpeg` file its concatenated
/// JPEGs, a single `.jpg` file itself. Neither form holds times that survive copying, so the rate is one
/// picture a second for a folder or a single file and 25 for an `.mjpeg` file, unless another one is given. A
/// broken picture is a frame like any other; whoever decodes it finds out.
package struct ReplaySource: FrameSource {
    private let name: String
    private let period: Duration
    private let isLooping: Bool
    private let context: CameraContext
    private var pictures: ReplayPictures
    private var sequence: UInt64 = 0
    private var due: ContinuousClock.Instant?

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
        period = .seconds(1 / rate)
        self.name = name
        self.isLooping = isLooping
        self.context = context
    }

    /// Waits until the next picture is due.
    ///
    /// `nil` at the end, or once the context asks to stop.
    package mutating func next() throws(FrameSourceError) -> Frame? {
        guard let bytes = try nextPicture() else { return nil }
        // A late reader does not get a burst of what it missed, as it would not from a camera.
        let moment = max(due ?? .now, .now)
        guard context.sleep(until: moment) else { return nil }
        due = moment.advanced(by: period)
        sequence += 1
        return Frame(
            camera: name, sequence: sequence, monotonic: .now, wallSeconds: WallClock.secondsNow(),
            payload: .jpeg(bytes))
    }

    private mutating func nextPicture() throws(FrameSourceError) -> [UInt8]? {
        do throws(CaptureError) {
            if let bytes = try pictures.next() { return bytes }
            guard isLooping else { return nil }
            try pictures.rewind()
            guard let bytes = try pictures.next() else { throw .noPictures(path: pictures.path) }
            return bytes
        } catch {
            throw .lost(name: name, reason: error.description)
        }
    }
}
