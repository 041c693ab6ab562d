/// One picture of a camera, as the camera gave it.
///
/// A JPEG stays a JPEG: whoever needs pixels decodes what it needs.
package struct Frame: Sendable {
    /// The pixels in the form that the source delivers.
    package enum Payload: Sendable {
        case jpeg([UInt8])
        /// YUYV 4:2:2, `bytesPerLine` bytes a row (at least `2 * width`).
        case yuyv(bytes: [UInt8], width: Int, height: Int, bytesPerLine: Int)
        case rgb(RGBImage)
    }

    package let camera: String
    /// Counts up in each source; a gap means that frames were lost before they reached us.
    package let sequence: UInt64
    /// When the picture was taken, on the machine's monotonic clock.
    package let monotonic: ContinuousClock.Instant
    /// The same moment, seconds since 1970 (UTC).
    package let wallSeconds: Double
    package let payload: Payload

    package init(
        camera: String, sequence: UInt64, monotonic: ContinuousClock.Instant, wallSeconds: Double,
        payload: Payload
    ) {
        self.camera = camera
        self.sequence = sequence
        self.monotonic = monotonic
        self.wallSeconds = wallSeconds
        self.payload = payload
    }

    /// All pixels.
    ///
    /// Throws `ImagingError` when the frame is broken.
    package func decoded() throws(ImagingError) -> RGBImage {
        switch payload {
        case .jpeg(let bytes): try JPEG.decode(bytes)
        case .yuyv(let bytes, let width, let height, let bytesPerLine):
            try YUYV.decode(bytes, width: width, height: height, bytesPerLine: bytesPerLine)
        case .rgb(let image): image
        }
    }
}
