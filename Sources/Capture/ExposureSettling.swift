/// Tells when a camera that has just been opened shows a picture as bright as it will be.
///
/// Cameras begin with an exposure of their own and take some frames to find the right one.
package struct ExposureSettling: Sendable {
    /// What the mean brightness may change by from frame to frame, of 255.
    private static let steadyChange = 2.0
    /// So many frames in a row must be alike.
    private static let steadyFrames = 2
    /// The first pictures of many cameras are black or green.
    private static let skippedFrames = 2

    private let longest: Duration
    private var frames = 0
    private var last: Double?
    private var steady = 0

    /// After `longest` a picture is taken as it is.
    package init(longest: Duration = .seconds(2)) { self.longest = longest }

    /// Takes note of a frame's mean brightness, 0...255, so long after the first one.
    ///
    /// Returns whether it may be used.
    package mutating func add(brightness: Double, after time: Duration) -> Bool {
        frames += 1
        guard frames > Self.skippedFrames else { return time >= longest }
        if let last { steady = abs(brightness - last) <= Self.steadyChange ? steady + 1 : 0 }
        last = brightness
        return steady >= Self.steadyFrames || time >= longest
    }
}
