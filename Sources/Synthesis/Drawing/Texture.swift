import CRaster

/// A picture laid on a surface, with halved copies of itself so that distant surfaces do not flicker.
///
/// Unchecked: the texels lie at a fixed place, where drawing finds them until it is done, and nobody writes them once
/// they are made.
@safe
final class Texture: @unchecked Sendable {
    /// From the full picture down.
    let levels: [cr_level]
    /// Width over height.
    let aspect: Float
    /// All levels after each other, row by row (see `Colour.packed`), and behind them what `cr_texture` asks for.
    let texels: UnsafePointer<UInt32>

    /// `opacity`, a canvas of the same size, says by its brightness how much a translucent surface covers.
    init(_ canvas: Canvas, opacity: Canvas? = nil) {
        var levels = [
            cr_level(width: Int32(canvas.width), height: Int32(canvas.height), offset: 0)
        ]
        var count = Int32(canvas.width * canvas.height)
        while let last = levels.last, last.width > 2 && last.height > 2 {
            let next = cr_level(width: last.width / 2, height: last.height / 2, offset: count)
            count += next.width * next.height
            levels.append(next)
        }
        self.levels = levels
        aspect = canvas.aspect
        let texels = unsafe Texture.room(for: Int(count) + canvas.width + 1)
        unsafe canvas.pixels.withUnsafeBytes { pixels in
            // Safe: a colour has room for four floats, and the first level has a texel for each.
            unsafe cr_pack(
                pixels.baseAddress?.assumingMemoryBound(to: Float.self), Int32(canvas.pixels.count), texels)
        }
        if let opacity {
            precondition(opacity.width == canvas.width && opacity.height == canvas.height)
            for (index, value) in opacity.pixels.enumerated() {
                unsafe texels[index] |= (value.packed & 255) << 24
            }
        }
        for (upper, lower) in zip(levels, levels.dropFirst()) {
            // Safe: the levels lie behind each other within the texels.
            unsafe cr_halve(
                texels + Int(upper.offset), upper.width, upper.height, texels + Int(lower.offset))
        }
        unsafe self.texels = UnsafePointer(texels)
    }

    /// One colour everywhere.
    init(_ colour: Colour) {
        levels = [cr_level(width: 1, height: 1, offset: 0)]
        aspect = 1
        let texels = unsafe Texture.room(for: 3)
        unsafe texels.update(repeating: colour.packed, count: 3)
        unsafe self.texels = UnsafePointer(texels)
    }

    deinit { unsafe texels.deallocate() }

    private static func room(for count: Int) -> UnsafeMutablePointer<UInt32> {
        let texels = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
        unsafe texels.initialize(repeating: 0, count: count)
        return unsafe texels
    }
}
