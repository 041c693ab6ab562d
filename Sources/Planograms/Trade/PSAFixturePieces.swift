import Retail

/// A ProSpace fixture cut into what each bay has of it: boards may run over several bays.
struct PSAFixturePieces {
    /// Products that hang at heights closer than this hang in one row.
    private static let sameRowMM = 25.0

    /// By index of the bay.
    let shelves: [(bay: Int, shelves: [ShelfDraft])]

    /// `positions` are the fixture's, with x from the planogram's left side.
    init(
        _ fixture: PSAFile.Fixture, kind: Shelf.Kind, bays: [(xMM: Double, widthMM: Double)],
        positions: [PositionDraft]
    ) {
        let end = fixture.xMM + fixture.widthMM
        var pieces: [(bay: Int, shelves: [ShelfDraft])] = []
        for (index, bay) in bays.enumerated() {
            let bayEnd = bay.xMM + bay.widthMM
            let isLast = index == bays.count - 1
            let left = max(fixture.xMM, bay.xMM)
            let right = min(end, bayEnd)
            let mine = positions.flatMap { position in
                Self.part(
                    of: position, from: index == 0 ? -.infinity : bay.xMM, to: isLast ? .infinity : bayEnd,
                    bay: bay)
            }
            guard right - left > 1 || !mine.isEmpty else { continue }
            let isWhole = left <= bay.xMM + 1 && right >= bayEnd - 1
            let surface = fixture.yMM + fixture.thicknessMM
            var shelf = ShelfDraft(
                id: fixture.locationID > 0 ? String(fixture.locationID) : nil, kind: kind, surfaceMM: surface,
                undersideMM: fixture.yMM, roomMM: fixture.roomMM > 0 ? fixture.roomMM : nil,
                span: isWhole || right - left <= 1
                    ? nil : Shelf.Span(xMM: left - bay.xMM, widthMM: right - left),
                depthMM: fixture.depthMM > 0 ? fixture.depthMM : nil, positions: mine)
            guard kind == .pegs else {
                pieces.append((index, [shelf]))
                continue
            }
            shelf.id = nil
            pieces.append((index, Self.rows(of: shelf)))
        }
        shelves = pieces
    }

    /// The facings of a position whose middles lie in a bay, with x from the bay's left side.
    private static func part(
        of position: PositionDraft, from start: Double, to end: Double, bay: (xMM: Double, widthMM: Double)
    ) -> [PositionDraft] {
        let x = position.xMM ?? 0
        let width = position.widthMM ?? 0
        let pitch = width / Double(position.facings)
        // The facings whose middles are at or right of a border.
        func first(from border: Double) -> Int {
            guard pitch > 0 else { return border <= x ? 0 : position.facings }
            let index = ((border - x) / pitch - 0.5).rounded(.up)
            return Int(min(max(index, 0), Double(position.facings)))
        }
        let inside = first(from: start)..<max(first(from: start), first(from: end))
        guard !inside.isEmpty else { return [] }
        var part = position
        part.facings = inside.count
        part.presentation.caps.beside = min(part.presentation.caps.beside, part.facings)
        part.xMM = x + Double(inside.lowerBound) * pitch - bay.xMM
        guard inside.count < position.facings else {
            part.widthMM = width
            return [part]
        }
        // A facing on the border of two bays is cut there: a bay's plan ends with the bay.
        let left = max(0, part.xMM ?? 0)
        part.widthMM = min((part.xMM ?? 0) + Double(inside.count) * pitch, bay.widthMM) - left
        part.xMM = left
        return [part]
    }

    /// A pegboard's rows: hooks at one height, found by the tops of what hangs there.
    private static func rows(of board: ShelfDraft) -> [ShelfDraft] {
        func top(_ position: PositionDraft) -> Double {
            position.presentation.raisedMM
                + (position.presentation.unitSize?.heightMM ?? 0) * Double(position.unitsHigh)
        }
        var rows: [[PositionDraft]] = []
        for position in board.positions.sorted(by: { top($0) < top($1) }) {
            if let last = rows.last?.first, top(position) - top(last) < sameRowMM {
                rows[rows.count - 1].append(position)
            } else {
                rows.append([position])
            }
        }
        return rows.map { positions in
            var row = board
            let bottom = positions.map(\.presentation.raisedMM).min() ?? board.surfaceMM
            row.surfaceMM = max(0, bottom)
            row.undersideMM = row.surfaceMM
            row.roomMM = max(50, (positions.map(top).max() ?? bottom) - bottom)
            row.positions = positions.map { position in
                // Every unit of the row counts as standing on its lowest line, so that it stays one row.
                var position = position
                position.presentation.raisedMM = 0
                return position
            }
            return row
        }
    }
}
