import Foundation

/// A picture buffer with depth and, per pixel, the number of the thing that is seen there.
struct Raster {
    let width: Int
    let height: Int
    /// Row by row.
    private(set) var samples: [Sample]

    /// What is seen at one place.
    struct Sample: Sendable {
        /// Inverse distance; 0 is infinitely far.
        var depth: Float = 0
        var colour: UInt32 = 0
        /// The number given to `draw`; 0 is the shelving or nothing.
        var number: UInt16 = 0
    }

    init(width: Int, height: Int, ground: UInt32 = 0) {
        self.width = width
        self.height = height
        samples = [Sample](repeating: Sample(colour: ground), count: width * height)
    }

    /// A corner of a triangle on the screen.
    struct Corner {
        var x: Float
        var y: Float
        /// Inverse distance, brightness factor, highlight.
        var inverse: Float
        var light: Float
        var gloss: Float
        /// Texture coordinates times `inverse`.
        var uv: SIMD2<Float>
    }

    /// A value that changes evenly over the screen.
    private struct Slope {
        let start: Float
        let perX: Float
        let perY: Float

        init(_ a: Corner, _ b: Corner, _ c: Corner, _ inverseArea: Float, _ values: (Float, Float, Float)) {
            let first = values.1 - values.0
            let second = values.2 - values.0
            perX = (first * (c.y - a.y) - second * (b.y - a.y)) * inverseArea
            perY = (second * (b.x - a.x) - first * (c.x - a.x)) * inverseArea
            start = values.0 - a.x * perX - a.y * perY
        }

        func at(_ x: Float, _ y: Float) -> Float { start + perX * x + perY * y }
    }

    /// Draws a triangle if its front faces the viewer; answers its area in pixels, parts off the screen
    /// included.
    mutating func draw(_ a: Corner, _ b: Corner, _ c: Corner, _ texture: Texture, number: UInt16) -> Float {
        // Counter-clockwise with y up is clockwise with y down.
        let area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)
        guard area < 0 else { return 0 }
        let pixels = -area / 2
        let top = Int(max(0, min(a.y, b.y, c.y) + 0.5))
        let bottom = Int(max(0, min(Float(height), max(a.y, b.y, c.y) + 0.5))) - 1
        guard top <= bottom, top < height, max(a.x, b.x, c.x) > 0, min(a.x, b.x, c.x) < Float(width) else {
            return pixels
        }

        let level = Raster.level(of: texture, a, b, c, pixels: pixels)
        let edges = Edges(a, b, c)
        let inverseArea = 1 / area
        let inverse = Slope(a, b, c, inverseArea, (a.inverse, b.inverse, c.inverse))
        let light = Slope(a, b, c, inverseArea, (a.light * 256, b.light * 256, c.light * 256))
        let gloss = Slope(a, b, c, inverseArea, (a.gloss * 255, b.gloss * 255, c.gloss * 255))
        let u = Slope(a, b, c, inverseArea, (a.uv.x, b.uv.x, c.uv.x))
        let v = Slope(a, b, c, inverseArea, (a.uv.y, b.uv.y, c.uv.y))
        let columns = Float(level.width) * 256
        let rows = Float(level.height) * 256
        let lastColumn = level.width - 1
        let lastRow = level.height - 1

        let isPlain = level.width == 1 && level.height == 1
        let plain = texture.texels[level.offset]
        let storage = texture.texels
        let texels = storage.span
        let width = width
        var samples = self.samples.mutableSpan
        for row in top...bottom {
            let y = Float(row) + 0.5
            let (first, last) = edges.columns(y, width)
            guard first < last else { continue }
            let x = Float(first) + 0.5
            var depth = inverse.at(x, y)
            var lightHere = light.at(x, y)
            var glossHere = gloss.at(x, y)
            var uHere = u.at(x, y)
            var vHere = v.at(x, y)
            let base = row * width
            for index in base + first..<base + last {
                // Safe: first and last are within the row, which is within the picture.
                if unsafe depth > samples[unchecked: index].depth {
                    guard !isPlain else {
                        let lit = Raster.lit(plain, Int32(lightHere), Int32(glossHere))
                        unsafe samples[unchecked: index] = Sample(depth: depth, colour: lit, number: number)
                        depth += inverse.perX
                        lightHere += light.perX
                        glossHere += gloss.perX
                        continue
                    }
                    let distance = 1 / depth
                    // Texture place in 1/256 texels, from the middle of the first one.
                    let s = Int(max(0, min(65_535 * 256, uHere * distance * columns))) - 128
                    let t = Int(max(0, min(65_535 * 256, vHere * distance * rows))) - 128
                    let left = max(0, min(lastColumn, s >> 8))
                    let right = min(lastColumn, max(0, (s >> 8) + 1))
                    let upper = level.offset + max(0, min(lastRow, t >> 8)) * level.width
                    let lower = level.offset + min(lastRow, max(0, (t >> 8) + 1)) * level.width
                    // Safe: columns and rows are held within the level.
                    let colour = unsafe Raster.blend(
                        texels[unchecked: upper + left], texels[unchecked: upper + right],
                        texels[unchecked: lower + left], texels[unchecked: lower + right],
                        UInt32(truncatingIfNeeded: s & 255), UInt32(truncatingIfNeeded: t & 255))
                    unsafe samples[unchecked: index] = Sample(
                        depth: depth, colour: Raster.lit(colour, Int32(lightHere), Int32(glossHere)),
                        number: number)
                }
                depth += inverse.perX
                lightHere += light.perX
                glossHere += gloss.perX
                uHere += u.perX
                vHere += v.perX
            }
        }
        return pixels
    }

    /// The three edges of a triangle, ready to say row by row which pixels are between them.
    private struct Edges {
        private struct Edge {
            var x: Float = 0
            var y: Float = 0
            /// Change of x from row to row.
            var slope: Float = 0
            var rise: Float = 0
        }

        private var edges = (Edge(), Edge(), Edge())

        init(_ a: Corner, _ b: Corner, _ c: Corner) {
            edges = (Edges.edge(a, b), Edges.edge(b, c), Edges.edge(c, a))
        }

        /// The order of the ends must not change the numbers, or neighbours would leave cracks between them.
        private static func edge(_ p: Corner, _ q: Corner) -> Edge {
            let rise = q.y - p.y
            if rise > 0 { return Edge(x: p.x, y: p.y, slope: (q.x - p.x) / rise, rise: rise) }
            if rise < 0 { return Edge(x: q.x, y: q.y, slope: (p.x - q.x) / -rise, rise: rise) }
            return Edge(x: 0, y: p.y, slope: q.x - p.x, rise: 0)
        }

        /// The pixels of the row at `y` whose centres are inside, as a half-open range; empty if there are
        /// none.
        @inline(__always)
        func columns(_ y: Float, _ width: Int) -> (Int, Int) {
            var left: Float = 0
            var right = Float(width)
            Edges.cut(edges.0, y, &left, &right)
            Edges.cut(edges.1, y, &left, &right)
            Edges.cut(edges.2, y, &left, &right)
            guard left < right else { return (0, 0) }
            // Adding a half and cutting off rounds, as neither is negative.
            return (Int(left + 0.5), min(width, Int(right + 0.5)))
        }

        @inline(__always)
        private static func cut(_ edge: Edge, _ y: Float, _ left: inout Float, _ right: inout Float) {
            if edge.rise > 0 {
                left = max(left, edge.x + (y - edge.y) * edge.slope)
            } else if edge.rise < 0 {
                right = min(right, edge.x + (y - edge.y) * edge.slope)
            } else if edge.slope < 0 ? y < edge.y : y > edge.y {
                right = -1
            }
        }
    }

    /// The level whose texels are about as large as pixels.
    private static func level(
        of texture: Texture, _ a: Corner, _ b: Corner, _ c: Corner, pixels: Float
    ) -> Texture.Level {
        guard texture.levels.count > 1 else { return texture.levels[0] }
        let first = b.uv / b.inverse - a.uv / a.inverse
        let second = c.uv / c.inverse - a.uv / a.inverse
        let full = texture.levels[0]
        let texels = abs(first.x * second.y - first.y * second.x) / 2 * Float(full.width * full.height)
        let wanted = Int(0.5 * log2(max(1, texels / max(0.25, pixels))) + 0.7)
        return texture.levels[min(texture.levels.count - 1, wanted)]
    }

    /// Four texels mixed; `s` and `t` are shares in 1/256.
    @inline(__always)
    private static func blend(
        _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32, _ s: UInt32, _ t: UInt32
    ) -> UInt32 {
        let even: UInt32 = 0x00FF_00FF
        let lowerRight = (s * t) >> 8
        let upperRight = s - lowerRight
        let lowerLeft = t - lowerRight
        let upperLeft = 256 - s - lowerLeft
        let low =
            (a & even) &* upperLeft &+ (b & even) &* upperRight &+ (c & even) &* lowerLeft &+ (d & even)
            &* lowerRight
        let high =
            (a >> 8 & even) &* upperLeft &+ (b >> 8 & even) &* upperRight &+ (c >> 8 & even) &* lowerLeft
            &+ (d >> 8 & even) &* lowerRight
        return low >> 8 & even | (high & 0xFF00_FF00)
    }

    @inline(__always)
    private static func lit(_ colour: UInt32, _ light: Int32, _ gloss: Int32) -> UInt32 {
        let red = min(255, max(0, ((Int32(colour & 255) * light) >> 8) + gloss))
        let green = min(255, max(0, ((Int32(colour >> 8 & 255) * light) >> 8) + gloss))
        let blue = min(255, max(0, ((Int32(colour >> 16 & 255) * light) >> 8) + gloss))
        return UInt32(red) | UInt32(green) << 8 | UInt32(blue) << 16
    }
}
