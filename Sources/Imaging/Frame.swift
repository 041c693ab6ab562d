/// One picture of a camera, as the camera gave it.
///
/// A JPEG stays a JPEG: whoever needs pixels decodes what it needs.
package struct Frame: Sendable {
    /// The pixels in the form that the source delivers.
    package enum Payload: Sendable {
        case jpeg([UInt8])
        case raw(RawPicture)
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
        try FramePixels(self).whole(shrunk: .full).image
    }
}
