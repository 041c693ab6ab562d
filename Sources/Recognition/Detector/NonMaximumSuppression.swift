internal import Retail

extension [Detection] {
    /// Two boxes that overlap more than this show the same edges, each a little wrong.
    private static var sameEdges: Double { 0.7 }

    /// Greedy non-maximum suppression: of two objects of one class that overlap by more than `overlap`, the
    /// one with the higher score stays.
    ///
    /// Its box becomes the mean of those that it beat and that nearly coincide with it, weighed by their squared scores
    /// (box voting, https://arxiv.org/abs/1505.01749).
    ///
    /// No cap on their number. Best first.
    ///
    /// - Complexity: about linear: only neighbours on a coarse grid are compared.
    package func suppressed(overlap limit: Double) -> [Detection] {
        let side = Swift.max(8, map { Swift.max($0.box.width, $0.box.height) }.max() ?? 8)
        var cells: [GridCell: [Int]] = [:]
        var kept: [Detection] = []
        var means: [BoxMean] = []
        for candidate in sorted(by: { $0.score > $1.score }) {
            let center = candidate.box.center
            let home = GridCell(
                column: Int((center.x / side).rounded(.down)), row: Int((center.y / side).rounded(.down)))
            let winner = home.neighbourhood.lazy.flatMap { cells[$0] ?? [] }
                .filter { kept[$0].objectClass == candidate.objectClass }
                .map { (index: $0, overlap: kept[$0].box.overlap(with: candidate.box)) }
                .max { $0.overlap < $1.overlap }
            if let winner, winner.overlap > limit {
                if winner.overlap > Self.sameEdges { means[winner.index].add(candidate) }
                continue
            }
            cells[home, default: []].append(kept.count)
            kept.append(candidate)
            means.append(BoxMean(of: candidate))
        }
        return zip(kept, means).map { detection, mean in
            var refined = detection
            refined.box = mean.box
            return refined
        }
    }
}

/// The mean of boxes, weighed by their squared scores.
private struct BoxMean {
    private var weight = 0.0
    private var x = 0.0
    private var y = 0.0
    private var width = 0.0
    private var height = 0.0

    init(of detection: Detection) {
        add(detection)
    }

    mutating func add(_ detection: Detection) {
        let share = detection.score * detection.score
        weight += share
        x += share * detection.box.x
        y += share * detection.box.y
        width += share * detection.box.width
        height += share * detection.box.height
    }

    var box: PixelRect {
        PixelRect(x: x / weight, y: y / weight, width: width / weight, height: height / weight)
    }
}

/// A cell of a grid as wide as the largest box: boxes that overlap lie in cells that touch.
private struct GridCell: Hashable {
    let column: Int
    let row: Int

    var neighbourhood: [GridCell] {
        (-1...1).flatMap { y in (-1...1).map { x in GridCell(column: column + x, row: row + y) } }
    }
}
