/// Width and height of a picture in pixels.
package struct FrameSize: Hashable, Sendable, Codable, CustomStringConvertible {
    package let width: Int
    package let height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Reads `1280x720`; `nil` when the text is anything else or a side is not in 16...16384.
    package init?(_ text: String) {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1] else { return nil }
        guard (16...16384).contains(width), (16...16384).contains(height) else { return nil }
        self.init(width: width, height: height)
    }

    package var description: String { "\(width)x\(height)" }

    var area: Int { width * height }
}

/// What the operator wants of a camera; `CaptureMode` is what it then gives.
package struct CaptureRequest: Equatable, Sendable {
    package var size: FrameSize
    package var framesPerSecond: Double
    /// Formats in order of preference.
    ///
    /// Others are converted by libv4l2 where none of these is to be had.
    package var formats: [CameraFormat]
    /// Without a valid picture for so long the camera counts as stalled.
    package var patience: Duration

    /// `framesPerSecond` is above 0.
    package init(
        size: FrameSize = FrameSize(width: 1280, height: 720), framesPerSecond: Double = 5,
        formats: [CameraFormat] = [.mjpeg, .jpeg, .yuyv], patience: Duration = .seconds(5)
    ) {
        precondition(framesPerSecond > 0)
        self.size = size
        self.framesPerSecond = framesPerSecond
        self.formats = formats
        self.patience = patience
    }
}
