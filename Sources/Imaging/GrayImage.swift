/// The brightness of a picture: 8 bits a pixel, row by row, no padding.
package struct GrayImage: Hashable, Sendable {
    package let width: Int
    package let height: Int
    /// `height * width` bytes, the upper left pixel first.
    package var pixels: [UInt8]

    /// `pixels` holds exactly `width * height` bytes.
    package init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width >= 0 && height >= 0 && pixels.count == width * height)
        self.width = width
        self.height = height
        self.pixels = pixels
    }
}
