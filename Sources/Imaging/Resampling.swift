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
        let count = columns.count * 3
        let (first, last) = (columns.first, columns.last)
        let places = columns.places.map { $0 - first }
        let weights = columns.weights.map { $0 * 128 }
        var line = [SIMD4<Float>](repeating: .zero, count: last - first + 1)
        return unsafe [UInt16](unsafeUninitializedCapacity: rows.count * count) { target, filled in
            // Safe: places lie in the line, the line in its row, and there is room for all rows.
            unsafe line.withUnsafeMutableBufferPointer { line in
                unsafe pixels.withUnsafeBufferPointer { pixels in
                    for row in rows {
                        for x in 0...last - first {
                            let at = (row * width + first + x) * 3
                            unsafe line[x] = SIMD4(
                                Float(pixels[at]), Float(pixels[at + 1]), Float(pixels[at + 2]), 0)
                        }
                        for column in 0..<columns.count {
                            var sum = SIMD4<Float>.zero
                            for tap in columns.range(column) {
                                unsafe sum += line[places[tap]] * weights[tap]
                            }
                            let out = ((row - rows.lowerBound) * columns.count + column) * 3
                            for channel in 0..<3 {
                                unsafe target[out + channel] = UInt16(
                                    truncatingIfNeeded: RGBImage.nearest(sum[channel]))
                            }
                        }
                    }
                }
            }
            filled = rows.count * count
        }
    }

    /// The nearest whole number of one from 0 to 65,535, without the checks of a conversion: at this distance from 0
    /// neighbouring numbers of 32 bits differ by 1.
    private static func nearest(_ value: Float) -> UInt32 { (value + 8_388_608).bitPattern }

    /// Second pass: the strip's rows mixed to the new height.
    private static func joined(_ strip: [UInt16], width: Int, firstRow: Int, rows: Taps, height: Int)
        -> RGBImage
    {
        let count = width * 3
        var sums = [Float](repeating: 0, count: count)
        let pixels = unsafe [UInt8](unsafeUninitializedCapacity: height * count) { target, filled in
            // Safe: the strip has all rows that taps name, each `count` long.
            unsafe sums.withUnsafeMutableBufferPointer { sums in
                unsafe strip.withUnsafeBufferPointer { strip in
                    for row in 0..<height {
                        unsafe sums.update(repeating: 0)
                        for tap in rows.range(row) {
                            let weight = rows.weights[tap] / 128
                            let line = (rows.places[tap] - firstRow) * count
                            for index in 0..<count {
                                unsafe sums[index] += weight * Float(strip[line + index])
                            }
                        }
                        for index in 0..<count {
                            unsafe target[row * count + index] = UInt8(
                                truncatingIfNeeded: RGBImage.nearest(min(255, sums[index])))
                        }
                    }
                }
            }
            filled = height * count
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
