package import Retail

extension RGBImage {
    /// The part of the picture under `rect`, stretched to `size`.
    ///
    /// Where the part shrinks, each new pixel is the mean of the area it covers (at up to 8 × 8 places); where it
    /// grows, it is interpolated. Outside the picture the edge repeats.
    package func cropped(_ rect: PixelRect, to size: PixelSize) -> RGBImage {
        precondition(width > 0 && height > 0)
        let columns = Taps(from: rect.x, length: rect.width, count: size.width, limit: width)
        let rows = Taps(from: rect.y, length: rect.height, count: size.height, limit: height)
        let strip = shrunkHorizontally(by: columns, rows: rows.first...rows.last)
        return RGBImage.joined(
            strip, width: size.width, firstRow: rows.first, rows: rows, height: size.height)
    }

    /// The whole picture at another size.
    package func resized(to size: PixelSize) -> RGBImage {
        cropped(PixelRect(x: 0, y: 0, width: Double(width), height: Double(height)), to: size)
    }

    /// First pass: the source rows that are needed, each at the new width, in 16-bit fixed point (value * 128).
    private func shrunkHorizontally(by columns: Taps, rows: ClosedRange<Int>) -> [UInt16] {
        var strip = [UInt16](repeating: 0, count: rows.count * columns.count * 3)
        var target = strip.mutableSpan
        let source = pixels.span
        var out = 0
        for row in rows {
            let line = row * width
            for column in 0..<columns.count {
                var red: Float = 64
                var green: Float = 64
                var blue: Float = 64
                for tap in columns.range(column) {
                    let weight = columns.weights[tap] * 128
                    let at = (line + columns.places[tap]) * 3
                    red += weight * Float(source[at])
                    green += weight * Float(source[at + 1])
                    blue += weight * Float(source[at + 2])
                }
                target[out] = UInt16(red - 63.5)
                target[out + 1] = UInt16(green - 63.5)
                target[out + 2] = UInt16(blue - 63.5)
                out += 3
            }
        }
        return strip
    }

    /// Second pass: the strip's rows mixed to the new height.
    private static func joined(_ strip: [UInt16], width: Int, firstRow: Int, rows: Taps, height: Int)
        -> RGBImage
    {
        var pixels = [UInt8](repeating: 0, count: width * height * 3)
        var target = pixels.mutableSpan
        let source = strip.span
        var sums = [Float](repeating: 0, count: width * 3)
        for row in 0..<height {
            for index in sums.indices { sums[index] = 0.5 }
            for tap in rows.range(row) {
                let weight = rows.weights[tap] / 128
                let line = (rows.places[tap] - firstRow) * width * 3
                for index in sums.indices { sums[index] += weight * Float(source[line + index]) }
            }
            for index in sums.indices { target[row * width * 3 + index] = UInt8(min(255, sums[index])) }
        }
        return RGBImage(width: width, height: height, pixels: pixels)
    }
}

/// For each new pixel along one axis: which old pixels it is made of, and how much of each.
private struct Taps {
    let count: Int
    private(set) var starts: [Int] = [0]
    private(set) var places: [Int] = []
    private(set) var weights: [Float] = []

    init(from origin: Double, length: Double, count: Int, limit: Int) {
        self.count = count
        let step = length / Double(count)
        let samples = max(1, min(8, Int(step.rounded(.up))))
        for index in 0..<count {
            for sample in 0..<samples {
                let center = origin + (Double(index) + (Double(sample) + 0.5) / Double(samples)) * step - 0.5
                let clamped = max(0, min(Double(limit - 1), center))
                let low = Int(clamped)
                let fraction = Float(clamped - Double(low))
                append(low, (1 - fraction) / Float(samples))
                if fraction > 0 { append(min(low + 1, limit - 1), fraction / Float(samples)) }
            }
            starts.append(places.count)
        }
    }

    var first: Int { places.min() ?? 0 }
    var last: Int { places.max() ?? 0 }

    func range(_ index: Int) -> Range<Int> { starts[index]..<starts[index + 1] }

    private mutating func append(_ place: Int, _ weight: Float) {
        if places.count > starts[starts.count - 1], places[places.count - 1] == place {
            weights[weights.count - 1] += weight
        } else {
            places.append(place)
            weights.append(weight)
        }
    }
}
