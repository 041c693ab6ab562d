import CRaster

/// A picture laid on a surface, with halved copies of itself so that distant surfaces do not flicker.
final class Texture: Sendable {
    /// From the full picture down.
    let levels: [cr_level]
    /// Width over height.
    let aspect: Float
    /// All levels after each other, row by row (see `Colour.packed`).
    let texels: [UInt32]

    /// `opacity`, a canvas of the same size, says by its brightness how much a translucent surface covers.
    init(_ canvas: Canvas, opacity: Canvas? = nil) {
        var width = canvas.width
        var height = canvas.height
        var texels = canvas.packed
        if let opacity {
            precondition(opacity.width == width && opacity.height == height)
            for (index, value) in opacity.packed.enumerated() { texels[index] |= (value & 255) << 24 }
        }
        var levels = [Texture.level(width, height, offset: 0)]
        var start = 0
        while width > 2 && height > 2 {
            let nextWidth = width / 2
            let nextHeight = height / 2
            let offset = texels.count
            texels.reserveCapacity(offset + nextWidth * nextHeight)
            for y in 0..<nextHeight {
                let upper = start + y * 2 * width
                for x in 0..<nextWidth {
                    let index = upper + x * 2
                    texels.append(
                        Texture.mean(
                            texels[index], texels[index + 1], texels[index + width], texels[index + width + 1]
                        ))
                }
            }
            (width, height) = (nextWidth, nextHeight)
            start = offset
            levels.append(Texture.level(width, height, offset: offset))
        }
        self.levels = levels
        aspect = canvas.aspect
        self.texels = texels
    }

    /// One colour everywhere.
    convenience init(_ colour: Colour) { self.init(Canvas(width: 1, height: 1, colour)) }

    private static func level(_ width: Int, _ height: Int, offset: Int) -> cr_level {
        cr_level(width: Int32(width), height: Int32(height), offset: Int32(offset))
    }

    private static func mean(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> UInt32 {
        let even: UInt32 = 0x00FF_00FF
        let low = (a & even) + (b & even) + (c & even) + (d & even) + 0x0002_0002
        let high = (a >> 8 & even) + (b >> 8 & even) + (c >> 8 & even) + (d >> 8 & even) + 0x0002_0002
        return low >> 2 & even | (high >> 2 & even) << 8
    }
}
