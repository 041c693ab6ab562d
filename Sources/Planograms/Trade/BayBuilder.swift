import Retail

/// Turns a draft into a bay: boards in order, products with keys and places.
struct BayBuilder {
    /// Boards side by side whose surfaces differ by less are one shelf.
    private static let sameHeightMM = 10.0
    /// Under the top of a bay products may reach past its frame by this much.
    private static let leastRoomMM = 50.0

    private let planogram: String
    private let options: ImportOptions
    private(set) var unplaced: [ImportedPlan.Unplaced] = []
    private(set) var lines: [ImportedPlan.PositionKey: Int] = [:]
    /// Positions that were given a place in the order of the list.
    private(set) var laidOut = 0
    /// Positions that were cut to where the next one begins.
    private(set) var squeezed = 0

    init(planogram: String, options: ImportOptions) {
        self.planogram = planogram
        self.options = options
    }

    mutating func bay(_ draft: BayDraft) -> Bay {
        let drafts = Self.merged(draft.shelves.sorted { $0.surfaceMM < $1.surfaceMM }, width: draft.widthMM)
        let own = drafts.compactMap(\.id)
        let hasOwnNumbers = own.count == drafts.count && Set(own).count == own.count
        let shelves = drafts.enumerated().map { index, shelf in
            let id = hasOwnNumbers ? own[index] : String(index + 1)
            return Shelf(
                id: id, kind: shelf.kind, surfaceMM: shelf.surfaceMM,
                clearanceMM: Self.clearance(of: shelf, among: drafts, bay: draft), span: shelf.span,
                depthMM: shelf.depthMM, positions: positions(of: shelf, id: id, bay: draft))
        }
        return Bay(
            id: draft.id, name: draft.name, widthMM: draft.widthMM, heightMM: draft.heightMM, shelves: shelves
        )
    }

    /// Boards at one height that lie side by side become one shelf.
    private static func merged(_ shelves: [ShelfDraft], width: Double) -> [ShelfDraft] {
        var merged: [ShelfDraft] = []
        for shelf in shelves {
            let whole = Shelf.Span(xMM: 0, widthMM: width)
            let span = shelf.span ?? whole
            guard let last = merged.last, last.kind == shelf.kind, shelf.kind != .pegs,
                shelf.surfaceMM - last.surfaceMM < sameHeightMM,
                min(span.endMM, (last.span ?? whole).endMM) - max(span.xMM, (last.span ?? whole).xMM)
                    < sameHeightMM
            else {
                merged.append(shelf)
                continue
            }
            let other = last.span ?? whole
            let left = min(span.xMM, other.xMM)
            merged[merged.count - 1].span = Shelf.Span(
                xMM: left, widthMM: max(span.endMM, other.endMM) - left)
            merged[merged.count - 1].positions += shelf.positions
        }
        return merged
    }

    /// Free height up to the next board above, or to the top of the bay.
    private static func clearance(of shelf: ShelfDraft, among shelves: [ShelfDraft], bay: BayDraft) -> Double
    {
        let whole = Shelf.Span(xMM: 0, widthMM: bay.widthMM)
        let span = shelf.span ?? whole
        let above = shelves.first { other in
            let theirs = other.span ?? whole
            return other.kind != .pegs && other.surfaceMM > shelf.surfaceMM
                && min(span.endMM, theirs.endMM) > max(span.xMM, theirs.xMM)
        }
        let gap: Double
        if let above {
            gap = max(1, above.undersideMM - shelf.surfaceMM)
        } else {
            // What stands on the top board may reach past the frame.
            let tallest = shelf.positions.map { position in
                (position.presentation.unitSize?.heightMM ?? 0) * Double(position.unitsHigh)
                    + position.presentation.raisedMM
            }
            gap = max(bay.heightMM - shelf.surfaceMM, tallest.max() ?? 0, leastRoomMM)
        }
        return shelf.roomMM.map { min($0, gap) } ?? gap
    }

    private mutating func positions(of shelf: ShelfDraft, id: String, bay: BayDraft) -> [Position] {
        var drafts = shelf.positions
        place(&drafts, on: shelf.span ?? Shelf.Span(xMM: 0, widthMM: bay.widthMM))
        drafts.sort { ($0.xMM ?? 0, $0.presentation.raisedMM) < ($1.xMM ?? 0, $1.presentation.raisedMM) }
        squeeze(&drafts)
        var positions: [Position] = []
        for draft in drafts {
            let position = "\(id)-\(positions.count + 1)"
            let gtin: GTIN
            switch ProductKey.gtin(of: draft.keys) {
            case .success(let key): gtin = key
            case .failure(let reason):
                unplaced.append(
                    ImportedPlan.Unplaced(
                        planogram: planogram, line: draft.line, bay: bay.id, shelf: id,
                        hasWrongDigit: reason.hasWrongDigit, reason: reason.reason))
                continue
            }
            lines[.init(planogram: planogram, bay: bay.id, position: position)] = draft.line
            positions.append(
                Position(
                    id: position, gtin: gtin, name: draft.name, xMM: draft.xMM ?? 0,
                    widthMM: draft.widthMM ?? 0,
                    facings: draft.facings, unitsHigh: draft.unitsHigh, tolerance: draft.tolerance,
                    presentation: draft.presentation, worth: draft.worth))
        }
        return positions
    }

    /// Gives a place to products of which the list says only the order: side by side, so that they fill the board.
    private mutating func place(_ drafts: inout [PositionDraft], on span: Shelf.Span) {
        let order = drafts.indices.filter { drafts[$0].xMM == nil && drafts[$0].presentation.raisedMM == 0 }
        guard !order.isEmpty else { return }
        laidOut += order.count
        let known = order.map { width(of: drafts[$0]) }
        let facings = order.map { Double(drafts[$0].facings) }
        let wanted = known.reduce(0) { $0 + ($1 ?? 0) }
        let unknownFacings = zip(known, facings).reduce(0) { $0 + ($1.0 == nil ? $1.1 : 0) }
        let free = span.widthMM - wanted
        let allFacings = facings.reduce(0, +)
        var cursor = span.xMM
        for (place, index) in order.enumerated() {
            let width: Double
            if unknownFacings > 0 && free > 0 {
                width = known[place] ?? free * facings[place] / unknownFacings
            } else if unknownFacings > 0 {
                width = span.widthMM * facings[place] / allFacings
            } else if free > 0 {
                width = (known[place] ?? 0) + free * facings[place] / allFacings
            } else {
                width = (known[place] ?? 0) * span.widthMM / wanted
            }
            drafts[index].xMM = cursor
            drafts[index].widthMM = width
            cursor += width
        }
    }

    private func width(of draft: PositionDraft) -> Double? {
        if let width = draft.widthMM { return width }
        if let size = draft.presentation.unitSize { return size.widthMM * Double(draft.facings) }
        guard case .success(let gtin) = ProductKey.gtin(of: draft.keys), let entry = options.catalogue?[gtin]
        else { return nil }
        return draft.presentation.orientation.turned(entry.size).widthMM * Double(draft.facings)
    }

    /// Cuts a position to where its neighbour begins if less than half of a facing is in the way.
    ///
    /// Planning tools let soft packages be pressed together: their nominal widths then overlap a little.
    private mutating func squeeze(_ drafts: inout [PositionDraft]) {
        let levels = Dictionary(grouping: drafts.indices) { drafts[$0].presentation.raisedMM }
        for level in levels.values {
            for (left, right) in zip(level, level.dropFirst()) {
                guard let start = drafts[left].xMM, let width = drafts[left].widthMM,
                    let next = drafts[right].xMM
                else { continue }
                let excess = start + width - next
                guard excess > 1, excess < 0.5 * width / Double(drafts[left].facings) else { continue }
                drafts[left].widthMM = next - start
                squeezed += 1
            }
        }
    }
}
