import Foundation

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

    /// The best range by `calibration`: clipping a few far values against a finer step for all others.
    ///
    /// It always holds 0, so that padding is exact.
    func quantization(_ calibration: Calibration) -> Quantization {
        let range: (Float, Float)
        switch calibration {
        case .minMax: range = (least, most)
        case .percentile: range = (min(0, place(of: 0.0001)), max(0, place(of: 0.9999)))
        case .entropy: range = leastRange(by: divergence)
        case .squareError: range = leastRange(by: squareError)
        }
        return Histogram.quantization(least: range.0, most: range.1)
    }

    /// The range with the smallest cost among those that cut some share off either side.
    private func leastRange(by cost: (Float, Float) -> Double) -> (Float, Float) {
        let shares: [Float] = [1, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3]
        var best = (least, most), bestCost = Double.infinity
        for low in least < 0 ? shares : [1] {
            for high in most > 0 ? shares : [1] {
                let own = cost(least * low, most * high)
                if own < bestCost {
                    bestCost = own
                    best = (least * low, most * high)
                }
            }
        }
        return best
    }

    private var binWidth: Float { 2 * limit / Float(Histogram.binCount) }

    private func bin(_ value: Float) -> Int {
        min(max(Int(value / binWidth + Float(Histogram.half)), 0), Histogram.binCount - 1)
    }

    /// The value below which `share` of all values lie, to a bin's width.
    private func place(of share: Double) -> Float {
        var below = 0
        for index in bins.indices {
            below += bins[index]
            if Double(below) >= share * Double(count) {
                return min(max((Float(index - Histogram.half) + 0.5) * binWidth, least), most)
            }
        }
        return most
    }

    /// Kullback-Leibler divergence of the values, the far ones moved to the ends of the range, from what 256 levels
    /// tell of them.
    private func divergence(_ low: Float, _ high: Float) -> Double {
        let first = bin(low), last = bin(high)
        guard last > first else { return .infinity }
        var kept = bins[first...last].map(Double.init)
        let inside = kept
        kept[0] += Double(bins[..<first].reduce(0, +))
        kept[kept.count - 1] += Double(bins[(last + 1)...].reduce(0, +))
        let total = kept.reduce(0, +), insideTotal = inside.reduce(0, +)
        guard total > 0, insideTotal > 0 else { return .infinity }
        let levels = min(256, kept.count)
        var result = 0.0
        for level in 0..<levels {
            let range = kept.count * level / levels..<kept.count * (level + 1) / levels
            let filled = range.count { kept[$0] > 0 }
            guard filled > 0 else { continue }
            // What a level says of each of its bins; never nothing, so that what is cut off costs, but not all.
            let told = max(inside[range].reduce(0, +) / insideTotal, 1e-9) / Double(filled)
            for index in range where kept[index] > 0 {
                let share = kept[index] / total
                result += share * log(share / told)
            }
        }
        return result
    }

    static func quantization(least: Float, most: Float) -> Quantization {
        let scale = max((most - least) / 255, 1e-8)
        let zeroPoint = (-least / scale).rounded(.toNearestOrEven)
        return Quantization(scale: scale, zeroPoint: Int(min(max(zeroPoint, 0), 255)))
    }

    private func squareError(_ low: Float, _ high: Float) -> Double {
        let first = bin(low), last = bin(high)
        let from = bin(least), to = bin(most)
        var clipped = 0.0, outside = 0
        for index in from...to where index < first || index > last {
            let center = (Float(index - Histogram.half) + 0.5) * binWidth
            let excess = Double(index < first ? low - center : center - high)
            clipped += Double(bins[index]) * excess * excess
            outside += bins[index]
        }
        let step = Double(high - low) / 255
        return clipped + Double(count - outside) * step * step / 12
    }
}
