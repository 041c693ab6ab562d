import Retail

/// The positions of one shelf that stand in each other's place.
struct ShelfOverlaps {
    /// Indices of positions: the left one and the right one.
    let pairs: [(left: Int, right: Int)]

    /// Positions may share up to `slackMM`; those at different heights may share all of their width.
    init(_ shelf: Shelf, slackMM: Double) {
        var pairs: [(left: Int, right: Int)] = []
        let levels = Dictionary(grouping: shelf.positions.indices) {
            shelf.positions[$0].presentation.raisedMM
        }
        for level in levels.values {
            let order = level.sorted { shelf.positions[$0].xMM < shelf.positions[$1].xMM }
            var furthest: Int?
            for right in order {
                let position = shelf.positions[right]
                if let left = furthest, position.xMM < shelf.positions[left].endMM - slackMM {
                    pairs.append((left, right))
                }
                if furthest.map({ shelf.positions[$0].endMM < position.endMM }) ?? true { furthest = right }
            }
        }
        self.pairs = pairs.sorted { $0.right < $1.right }
    }
}

extension Shelf {
    /// The part of the bay's width that the board takes.
    func span(in bay: Bay) -> Span { span ?? Span(xMM: 0, widthMM: bay.widthMM) }

    /// Whether one board is above a part of the other.
    func sharesWidth(with other: Shelf, in bay: Bay) -> Bool {
        let (mine, theirs) = (span(in: bay), other.span(in: bay))
        return min(mine.endMM, theirs.endMM) > max(mine.xMM, theirs.xMM)
    }
}
