package import Retail

/// What a camera really delivers, read back from its driver.
package struct CaptureMode: Equatable, Sendable, CustomStringConvertible {
    package let format: CameraFormat
    package let size: PixelSize
    /// `nil` when the driver does not tell.
    package let framesPerSecond: Double?
    /// Of an uncompressed picture; drivers may pad their lines.
    ///
    /// 0 for JPEG, and for pictures in several planes, which are put together without padding.
    package let bytesPerLine: Int
    /// True when libv4l2 makes this format out of another one, in this process and on this processor.
    package let isConverted: Bool

    package init(
        format: CameraFormat, size: PixelSize, framesPerSecond: Double?, bytesPerLine: Int, isConverted: Bool
    ) {
        self.format = format
        self.size = size
        self.framesPerSecond = framesPerSecond
        self.bytesPerLine = bytesPerLine
        self.isConverted = isConverted
    }

    package var description: String {
        let rate = framesPerSecond.map { "\(($0 * 10).rounded() / 10) frames/s" } ?? "unknown rate"
        return "\(size) \(format.rawValue)\(isConverted ? " (converted)" : "") at \(rate)"
    }
}
