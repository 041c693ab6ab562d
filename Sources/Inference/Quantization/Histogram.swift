/// How often each magnitude occurred, over a range that grows as values arrive, and the best 8-bit range for
/// them.
struct Histogram {
    private static let binCount = 8192
    private static let half = binCount / 2

    private var bins = [Int](repeating: 0, count: binCount)
    /// The bins cover -limit...limit.
    private var limit: Float = 0x1p-12
    private var least: Float = 0
    private var most: Float = 0
    private(set) var count = 0

    /// Counts values; those that are not finite are left out.
    mutating func add(_ values: [Float]) {
        var low = least, high = most
        for value in values where value.isFinite {
            low = min(low, value)
            high = max(high, value)
        }
        (least, most) = (low, high)
        let reach = max(-low, high)
        while limit <= reach { widen() }
        let scale = Float(Histogram.half) / limit
        for value in values where value.isFinite {
            bins[min(max(Int(value * scale + Float(Histogram.half)), 0), Histogram.binCount - 1)] += 1
            count += 1
        }
    }

    /// Doubles the range: two neighbouring bins become one.
    private mutating func widen() {
        var wider = [Int](repeating: 0, count: Histogram.binCount)
        for index in 0..<Histogram.half {
            wider[Histogram.half / 2 + index] = bins[2 * index] + bins[2 * index + 1]
        }
        bins = wider
        limit *= 2
    }

    /// The range whose 256 levels give the smallest mean square error: clipping a few far values against a
    /// finer step for all others.
    ///
    /// It always holds 0, so that padding is exact.
    var quantization: Quantization {
        let shares: [Float] = [1, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3]
        var best = (least, most), bestError = Double.infinity
        for low in least < 0 ? shares : [1] {
            for high in most > 0 ? shares : [1] {
                let error = squareError(least * low, most * high)
                if error < bestError {
                    bestError = error
                    best = (least * low, most * high)
                }
            }
        }
        return Histogram.quantization(least: best.0, most: best.1)
    }

    static func quantization(least: Float, most: Float) -> Quantization {
        let scale = max((most - least) / 255, 1e-8)
        let zeroPoint = (-least / scale).rounded(.toNearestOrEven)
        return Quantization(scale: scale, zeroPoint: Int(min(max(zeroPoint, 0), 255)))
    }

    private func squareError(_ low: Float, _ high: Float) -> Double {
        let width = 2 * limit / Float(Histogram.binCount)
        func bin(_ value: Float) -> Int {
            min(max(Int(value / width + Float(Histogram.half)), 0), Histogram.binCount - 1)
        }
        let first = bin(low), last = bin(high)
        let from = bin(least), to = bin(most)
        var clipped = 0.0, outside = 0
        for index in from...to where index < first || index > last {
            let center = (Float(index - Histogram.half) + 0.5) * width
            let excess = Double(index < first ? low - center : center - high)
            clipped += Double(bins[index]) * excess * excess
            outside += bins[index]
        }
        let step = Double(high - low) / 255
        return clipped + Double(count - outside) * step * step / 12
    }
}
