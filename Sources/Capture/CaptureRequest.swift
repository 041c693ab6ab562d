package import Retail

/// What the operator wants of a camera; `CaptureMode` is what it then gives.
package struct CaptureRequest: Equatable, Sendable {
    package var size: PixelSize
    package var framesPerSecond: Double
    /// Formats in order of preference.
    ///
    /// Others are converted by libv4l2 where none of these is to be had.
    package var formats: [CameraFormat]
    /// What to set at the camera at each open, by the names of its controls.
    package var controls: [String: Int]
    /// Without a valid picture for so long the camera counts as stalled.
    package var patience: Duration
    /// How pictures come from the driver; `nil`: by the best way that it offers.
    package var exchange: BufferExchange?

    /// `framesPerSecond` is above 0.
    package init(
        size: PixelSize = PixelSize(width: 1280, height: 720), framesPerSecond: Double = 5,
        formats: [CameraFormat] = CameraFormat.allCases, controls: [String: Int] = [:],
        patience: Duration = .seconds(5), exchange: BufferExchange? = nil
    ) {
        precondition(framesPerSecond > 0)
        self.size = size
        self.framesPerSecond = framesPerSecond
        self.formats = formats
        self.controls = controls
        self.patience = patience
        self.exchange = exchange
    }
}
