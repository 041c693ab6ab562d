/// A picture as brightness and two colour differences (of blue and of red; 128 is grey), each a plane of one byte a pixel.
package struct ColourImage: Hashable, Sendable {
    package let light: GrayImage
    package let blue: [UInt8]
    package let red: [UInt8]

    /// The planes are as large as `light`.
    package init(light: GrayImage, blue: [UInt8], red: [UInt8]) {
        precondition(blue.count == light.pixels.count && red.count == light.pixels.count)
        self.light = light
        self.blue = blue
        self.red = red
    }

    /// The colours of `picture` as JPEG has them (ITU-R BT.601); `light` is of the same size.
    init(_ picture: RGBImage, light: GrayImage) {
        let count = light.pixels.count
        var blue = [UInt8](repeating: 128, count: count)
        var red = blue
        let pixels = picture.pixels.span
        for index in 0..<count {
            let (r, g, b) = (Int(pixels[index * 3]), Int(pixels[index * 3 + 1]), Int(pixels[index * 3 + 2]))
            blue[index] = UInt8(clamping: 128 + (-43 * r - 85 * g + 128 * b) / 256)
            red[index] = UInt8(clamping: 128 + (128 * r - 107 * g - 21 * b) / 256)
        }
        self.init(light: light, blue: blue, red: red)
    }
}
