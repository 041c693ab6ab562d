import Retail

/// Positions that are aligned as one sequence, from left to right.
struct PlannedRow: Sendable {
    /// How far a box may miss its row, in millimetres: perspective and the detector's edge both count.
    private static let reachMM = 50.0
    /// Hooks at about one height are one row, whatever length of package hangs on them.
    private static let sameHookMM = 40.0

    /// What a unit of the row has in common with the others.
    private enum Hold: Sendable {
        /// Its lower edge, on the board.
        case stands
        /// Its lower edge, on other products, each at its own height.
        case rides
        /// Its upper edge, at this height.
        case hangs(topMM: Double)
    }

    let surfaceMM: Double
    let clearanceMM: Double
    private let board: Shelf.Span
    private let hold: Hold
    let slots: [PlannedSlot]

    /// The rows of one shelf: what stands on other products, and each height of hooks, is a row of its own.
    static func rows(
        of shelf: Shelf, in bay: Bay, zone: String, catalogue: any SKUTable, names: inout PlannedNames
    ) -> [PlannedRow] {
        var positions: [(position: Position, slot: PlannedSlot)] = []
        for position in shelf.positions.sorted(by: { $0.xMM < $1.xMM }) {
            let reference = PositionReference(
                zone: zone, bay: bay.id, shelf: shelf.id, position: position.id)
            let slot = PlannedSlot(
                position, on: shelf, reference: reference, entry: catalogue[position.gtin], names: &names)
            positions.append((position, slot))
        }
        if shelf.kind == .pegs {
            return hooks(positions.map(\.slot)).map { slots in
                let bottom = slots.map(\.area.yMM).min() ?? shelf.surfaceMM
                let top = slots.map { $0.area.yMM + $0.area.heightMM }.max() ?? bottom
                return PlannedRow(
                    shelf, in: bay, slots, surfaceMM: bottom, topMM: top, hold: .hangs(topMM: top))
            }
        }
        let standing = positions.filter { $0.position.presentation.raisedMM == 0 }.map(\.slot)
        let riding = positions.filter { $0.position.presentation.raisedMM != 0 }.map(\.slot)
        let top = shelf.surfaceMM + shelf.clearanceMM
        let base = PlannedRow(
            shelf, in: bay, standing, surfaceMM: shelf.surfaceMM, topMM: top, hold: .stands)
        return [base]
            + layers(riding).map { slots in
                let bottom = slots.map(\.area.yMM).min() ?? shelf.surfaceMM
                return PlannedRow(
                    shelf, in: bay, slots, surfaceMM: bottom, topMM: max(bottom, top), hold: .rides)
            }
    }

    private init(
        _ shelf: Shelf, in bay: Bay, _ slots: [PlannedSlot], surfaceMM: Double, topMM: Double, hold: Hold
    ) {
        self.slots = slots
        self.surfaceMM = surfaceMM
        clearanceMM = topMM - surfaceMM
        self.hold = hold
        board = shelf.span(in: bay)
    }

    /// Those that stand on other products, in as few rows as keep them beside each other.
    private static func layers(_ slots: [PlannedSlot]) -> [[PlannedSlot]] {
        var layers: [[PlannedSlot]] = []
        for slot in slots.sorted(by: { $0.area.yMM < $1.area.yMM }) {
            let place = layers.firstIndex { layer in
                layer.allSatisfy { slot.endMM <= $0.area.xMM + 1 || $0.endMM <= slot.area.xMM + 1 }
            }
            if let place { layers[place].append(slot) } else { layers.append([slot]) }
        }
        return layers.map { $0.sorted { $0.area.xMM < $1.area.xMM } }
    }

    private static func hooks(_ slots: [PlannedSlot]) -> [[PlannedSlot]] {
        func top(_ slot: PlannedSlot) -> Double { slot.area.yMM + slot.area.heightMM }
        var rows: [[PlannedSlot]] = []
        for slot in slots.sorted(by: { top($0) < top($1) }) {
            if let first = rows.last?.first, top(slot) - top(first) < sameHookMM {
                rows[rows.count - 1].append(slot)
            } else {
                rows.append([slot])
            }
        }
        return rows.map { $0.sorted { $0.area.xMM < $1.area.xMM } }
    }

    /// Whether its units stand on a surface that can be seen.
    var stands: Bool {
        if case .stands = hold { return true }
        return false
    }

    /// How badly a unit fits onto this row; `nil` if it does not at all.
    ///
    /// A unit belongs where its middle is between the boards. One that stands right on a surface is taken by
    /// that row even if its middle is a little below: low packages are seen so from above. What hangs is held at its top.
    func misfitMM(of place: ShelfRect) -> Double? {
        let middle = place.center
        guard
            (board.xMM - Self.reachMM...board.endMM + Self.reachMM).contains(middle.xMM)
        else { return nil }
        let top = surfaceMM + clearanceMM
        let off: Double
        switch hold {
        case .stands: off = abs(place.yMM - surfaceMM)
        case .rides:
            let near = slots.filter { abs($0.offsetMM(of: middle.xMM)) <= Self.reachMM / 2 }
            guard let nearest = near.map({ abs(place.yMM - $0.area.yMM) }).min() else { return nil }
            off = nearest
        case .hangs(let hookMM):
            off = abs(place.yMM + place.heightMM - hookMM)
            if off <= Self.reachMM { return off }
        }
        if off <= Self.reachMM && place.yMM + place.heightMM <= top + Self.reachMM { return off }
        let outside = max(0, surfaceMM - middle.yMM, middle.yMM - top)
        return outside <= Self.reachMM ? Self.reachMM + outside : nil
    }
}
