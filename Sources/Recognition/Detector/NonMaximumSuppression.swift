internal import Retail

extension [Detection] {
    /// Greedy non-maximum suppression: of two objects of one class that overlap by more than `overlap`, the
    /// one with the higher score stays.
    ///
    /// No cap on their number. Best first.
    ///
    /// - Complexity: about linear: only neighbours on a coarse grid are compared.
    package func suppressed(overlap limit: Double) -> [Detection] {
        let side = Swift.max(8, map { Swift.max($0.box.width, $0.box.height) }.max() ?? 8)
        var cells: [GridCell: [Int]] = [:]
        var kept: [Detection] = []
        for candidate in sorted(by: { $0.score > $1.score }) {
            let center = candidate.box.center
            let home = GridCell(
                column: Int((center.x / side).rounded(.down)), row: Int((center.y / side).rounded(.down)))
            let isBeaten = home.neighbourhood.contains { cell in
                (cells[cell] ?? []).contains { index in
                    kept[index].objectClass == candidate.objectClass
                        && kept[index].box.overlap(with: candidate.box) > limit
                }
            }
            guard !isBeaten else { continue }
            cells[home, default: []].append(kept.count)
            kept.append(candidate)
        }
        return kept
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
