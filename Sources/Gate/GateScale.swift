package import Imaging
package import Retail

/// The small picture by which the gate and the view guard judge a frame.
package enum GateScale {
    /// Fewer columns would make a product a few pixels wide.
    private static let fewestColumns = 320

    /// By how much a frame of `size` is shrunk: as much as leaves enough columns.
    package static func scale(for size: PixelSize) -> JPEG.Scale {
        JPEG.Scale(atMost: Double(size.width) / Double(fewestColumns))
    }
}
