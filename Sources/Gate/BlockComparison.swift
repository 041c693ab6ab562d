internal import Foundation
internal import Imaging
internal import Retail

/// Which parts of a picture show something else than an earlier one, whatever the light.
///
/// Another colour alone is a change too, where both pictures have colours: varieties of a product often differ in
/// nothing else.
///
/// Block by block the later picture is explained as the earlier one under another light: a gain near that of the whole
/// picture, and an offset. What the explanation leaves over, beyond noise and the trembling of edges, is a change.
struct BlockComparison: Sendable {
    /// Side of a block, in pixels of the small picture.
    static let side = 8
    /// Movement that is no change, in pixels of the small picture: mounts tremble.
    private static let tremble = 0.35
    /// A block's gain may differ from the whole picture's by this factor: lamps and shadows are not even.
    private static let gainRange = 1.6
    /// The share of a block's contrast that may stay unexplained.
    private static let leftOver = 0.12

    /// The share of a block's variance that is left when the light is turned down as far as a picture can still be read.
    private static let leastContrast = 0.05

    let columns: Int
    let rows: Int
    /// Row by row: whether the block has changed.
    private(set) var changed: [Bool]
    /// Row by row: whether the earlier picture had enough in it to tell.
    let textured: [Bool]
    /// How much fine detail the later picture's blocks have, of the earlier's: the median over textured blocks.
    let sharpness: Double
    /// Variance left over in a typical block: the noise of two pictures if nothing moves.
    let residual: Double

    /// Compares pictures of one size, their colours as well; `noise` is the variance of a pixel's noise.
    init(_ earlier: GatePicture, _ later: GatePicture, noise: Double) {
        self.init(earlier.light, later.light, noise: noise)
        let tints = TintComparison(earlier, later)
        for block in changed.indices where tints.hasChanged(at: block) { changed[block] = true }
    }

    /// Compares pictures of one size; `noise` is the variance of a pixel's noise.
    init(_ earlier: GrayImage, _ later: GrayImage, noise: Double) {
        precondition(earlier.width == later.width && earlier.height == later.height)
        let side = Self.side
        columns = later.width / side
        rows = later.height / side
        let blocks = earlier.comparedInBlocks(with: later, side: side)
        let sums = blocks.map(\.window)
        let light = Light(sums)
        textured = sums.map { $0.firstVariance > 30 + 4 * noise }
        changed = blocks.map { block in
            let sum = block.window
            let gain = max(
                light.gain / Self.gainRange, min(light.gain * Self.gainRange, sum.gain(or: light.gain)))
            let left = sum.residual(gain)
            let trembling =
                Self.tremble * Self.tremble * (gain * gain * block.firstDetail + block.secondDetail) / 2
            let allowed =
                6 + 3 * noise * (1 + gain * gain) + trembling
                + Self.leftOver * max(gain * gain * sum.firstVariance, sum.secondVariance)
            if left > allowed { return true }
            // What had contrast and has none is hidden, however well no contrast at all explains that.
            if sum.firstVariance > 100 + 8 * noise,
                sum.secondVariance < Self.leastContrast * sum.firstVariance
            {
                return true
            }
            let expected = light.gain * sum.firstMean + light.offset
            return abs(sum.secondMean - expected) > 18 + 0.22 * (abs(sum.secondMean) + abs(expected)) / 2
        }
        let kept = zip(blocks, textured).filter(\.1).map(\.0)
        let gain = light.gain * light.gain
        sharpness =
            Self.median(
                kept.map { max(0, $0.secondDetail - 4 * noise) / max(1, gain * ($0.firstDetail - 4 * noise)) }
            ) ?? 1
        residual = Self.median(sums.map { $0.residual(light.gain) }) ?? 0
    }

    /// The share of the blocks that could tell that are as they were, 0...1; 1 if none could.
    var keptShare: Double {
        let told = zip(changed, textured).filter(\.1)
        return told.isEmpty ? 1 : Double(told.count { !$0.0 }) / Double(told.count)
    }

    /// The share of `area` that has changed; `area` in pixels of the small picture.
    func changedShare(of area: PixelRect) -> Double { share(of: area) { changed[$0] } }

    /// Which part of `area` is in blocks for which `counts` holds.
    private func share(of area: PixelRect, _ counts: (Int) -> Bool) -> Double {
        let side = Double(Self.side)
        let columns = Self.span(area.x, area.width, side, self.columns)
        let rows = Self.span(area.y, area.height, side, self.rows)
        var total = 0.0
        var counted = 0.0
        for row in rows {
            for column in columns {
                let block = PixelRect(
                    x: Double(column) * side, y: Double(row) * side, width: side, height: side)
                let common = block.intersection(area).area
                total += common
                if counts(row * self.columns + column) { counted += common }
            }
        }
        return total > 0 ? counted / total : 0
    }

    private static func span(_ start: Double, _ length: Double, _ side: Double, _ count: Int) -> Range<Int> {
        let first = max(0, min(Double(count), (start / side).rounded(.down)))
        let last = max(first, min(Double(count), ((start + length) / side).rounded(.up)))
        return Int(first)..<Int(last)
    }

    /// The middle value, of a few hundred picked evenly where there are more: sorting all would cost most of the comparison.
    static func median(_ values: [Double]) -> Double? {
        let picked = stride(from: 0, to: values.count, by: max(1, values.count / 400)).map { values[$0] }
            .sorted()
        return picked.isEmpty ? nil : picked[picked.count / 2]
    }
}

extension WindowSums {
    /// The gain that explains the second window best.
    fileprivate func gain(or fallback: Double) -> Double {
        firstVariance > 1 ? covariance / firstVariance : fallback
    }

    /// The variance that the first window at `gain` leaves over in the second.
    fileprivate func residual(_ gain: Double) -> Double {
        max(0, secondVariance - 2 * gain * covariance + gain * gain * firstVariance)
    }
}

/// By how much the light of a whole picture has changed: later = gain * earlier + offset for most blocks.
private struct Light {
    private(set) var gain = 1.0
    private(set) var offset = 0.0

    /// A line through the blocks' means by least squares, twice more without the half that fits worst.
    init(_ sums: [WindowSums]) {
        var kept = sums
        for _ in 0..<3 {
            fit(kept)
            let misses = sums.map { abs($0.secondMean - gain * $0.firstMean - offset) }
            let limit = BlockComparison.median(misses) ?? 0
            kept = zip(sums, misses).filter { $1 <= limit + 0.5 }.map(\.0)
        }
    }

    private mutating func fit(_ sums: [WindowSums]) {
        guard !sums.isEmpty else { return }
        let count = Double(sums.count)
        let first = sums.reduce(0) { $0 + $1.firstMean } / count
        let second = sums.reduce(0) { $0 + $1.secondMean } / count
        let spread = sums.reduce(0) { $0 + ($1.firstMean - first) * ($1.firstMean - first) }
        let common = sums.reduce(0) { $0 + ($1.firstMean - first) * ($1.secondMean - second) }
        gain = spread > count ? max(0.2, min(5, common / spread)) : 1
        offset = second - gain * first
    }
}
