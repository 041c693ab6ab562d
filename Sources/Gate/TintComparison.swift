internal import Imaging

/// Which blocks of a picture have another colour than in an earlier one, whatever the light.
///
/// Other lamps, and a camera that balances its white anew, change all colours together: each colour difference becomes a
/// mixture of both and of the brightness. The mixture is found by least squares over all blocks, twice more without the half
/// that fits worst; what a block's colour differs from it, beyond what its own light explains, is a change.
struct TintComparison {
    /// Levels by which a block's colour may differ; noise makes one at most of 64 pixels.
    private static let tolerance: Float = 3
    /// The same as a share of how much colour the block has.
    private static let share: Float = 0.1

    private let changed: [Bool]

    init(_ earlier: GatePicture, _ later: GatePicture) {
        guard !earlier.tints.isEmpty, earlier.tints.count == later.tints.count else {
            changed = []
            return
        }
        let side = BlockComparison.side
        let lights = earlier.light.comparedInBlocks(with: later.light, side: side).map(\.window)
        let before = zip(lights, earlier.tints).map { light, tint in
            Sample(light: Float(light.firstMean), blue: tint.blue, red: tint.red)
        }
        let blue = Mixture(of: before, explaining: later.tints.map(\.blue))
        let red = Mixture(of: before, explaining: later.tints.map(\.red))
        let usual = BlockComparison.median(lights.map { $0.secondMean / max(1, $0.firstMean) }) ?? 1
        changed = before.indices.map { block in
            let (old, new) = (before[block], later.tints[block])
            // A block in a shadow of its own loses colour as it loses light.
            let ownLight = lights[block].secondMean / max(1, lights[block].firstMean) / max(0.1, usual)
            let share = Self.share + min(1, abs(Float(ownLight) - 1))
            func differs(_ value: Float, _ expected: Float, _ was: Float) -> Bool {
                abs(value - expected) > Self.tolerance + share * (abs(value) + abs(was)) / 2
            }
            return differs(new.blue, blue.value(for: old), old.blue)
                || differs(new.red, red.value(for: old), old.red)
        }
    }

    func hasChanged(at block: Int) -> Bool { changed.indices.contains(block) && changed[block] }
}

private struct Sample {
    let light: Float
    let blue: Float
    let red: Float

    var terms: SIMD4<Double> { [Double(light), Double(blue), Double(red), 1] }
}

/// A linear function of a block's light and colours.
private struct Mixture {
    /// Blocks by which the function is found; more would cost more than they tell.
    private static let enough = 500

    private var weights = SIMD4<Double>()

    init(of samples: [Sample], explaining values: [Float]) {
        let picked = stride(from: 0, to: samples.count, by: max(1, samples.count / Self.enough)).map { $0 }
        var kept = picked
        for _ in 0..<3 {
            weights = Self.leastSquares(kept.map { (samples[$0].terms, Double(values[$0])) })
            let misses = picked.map { abs(values[$0] - value(for: samples[$0])) }
            let limit = (BlockComparison.median(misses.map(Double.init)) ?? 0) + 0.5
            kept = zip(picked, misses).filter { Double($1) <= limit }.map(\.0)
        }
    }

    func value(for sample: Sample) -> Float { Float((weights * sample.terms).sum()) }

    /// Solves the normal equations by elimination; a little is added to their diagonal for pictures without any colour.
    private static func leastSquares(_ equations: [(terms: SIMD4<Double>, value: Double)]) -> SIMD4<Double> {
        var rows = (0..<4).map { row in
            var left = SIMD4<Double>()
            left[row] = 1e-3
            return (left: left, right: 0.0)
        }
        for (terms, value) in equations {
            for row in 0..<4 {
                rows[row].left += terms * terms[row]
                rows[row].right += value * terms[row]
            }
        }
        for pivot in 0..<4 {
            for row in 0..<4 where row != pivot {
                let factor = rows[row].left[pivot] / rows[pivot].left[pivot]
                rows[row].left -= rows[pivot].left * factor
                rows[row].right -= rows[pivot].right * factor
            }
        }
        var solution = SIMD4<Double>()
        for row in 0..<4 { solution[row] = rows[row].right / rows[row].left[row] }
        return solution
    }
}
