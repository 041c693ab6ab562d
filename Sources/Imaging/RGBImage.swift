/// A picture in memory: 8-bit RGB, row by row, no padding.
package struct RGBImage: Hashable, Sendable {
    package let width: Int
    package let height: Int
    /// `height * width * 3` bytes: R, G, B of the upper left pixel first.
    package var pixels: [UInt8]

    /// `pixels` holds exactly `width * height * 3` bytes.
    package init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width >= 0 && height >= 0 && pixels.count == width * height * 3)
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// A picture of one grey value.
    package init(width: Int, height: Int, gray: UInt8) {
        self.init(width: width, height: height, pixels: [UInt8](repeating: gray, count: width * height * 3))
    }
}
