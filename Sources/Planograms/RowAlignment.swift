import Retail

/// The cheapest way to explain the units of one row by its planned facings, both from left to right.
///
/// A global alignment of two sequences (S. Needleman and C. Wunsch, 1970): each planned facing is matched or
/// missing, each unit is matched or surplus. One missing unit therefore costs one gap and shifts nothing.
/// The table takes (facings + 1) x (units + 1) steps.
struct RowAlignment {
    private static let missingCost = 1.0
    private static let surplusCost = 1.0
    /// What a unit costs that stands its own width outside the space of its position.
    private static let strictSlope = 4.0
    /// The same while the row's own offset is not known yet: identity decides.
    private static let looseSlope = 1.0
    /// No row is seen further off than this; more would be another fault.
    private static let largestOffsetMM = 120.0

    /// One planned facing: which slot of the row, which facing of it.
    struct Planned {
        let slot: Int
        let facing: Int
        let centerMM: Double
    }

    let planned: [Planned]
    /// For each unit the index in `planned` that it stands for; `nil` if it is surplus.
    private(set) var matches: [Int?]
    /// By how much the row as a whole is seen to the right of its plan.
    private(set) var offsetMM = 0.0

    /// Aligns twice: once to find the row's common offset, once without it.
    ///
    /// `agreements` holds a list for each slot with one value for each unit; `isObserved` one value for each
    /// slot: one that is not observed may miss its units at no cost.
    init(_ slots: [PlannedSlot], _ units: [SeenUnit], agreements: [[Agreement]], isObserved: [Bool]) {
        planned = slots.enumerated().flatMap { index, slot in
            (0..<slot.facings).map {
                Planned(slot: index, facing: $0, centerMM: slot.area.xMM + (Double($0) + 0.5) * slot.pitchMM)
            }
        }
        matches = Array(repeating: nil, count: units.count)
        matches = aligned(slots, units, agreements, isObserved, slope: Self.looseSlope)
        offsetMM = commonOffset(slots, units, agreements)
        matches = aligned(slots, units, agreements, isObserved, slope: Self.strictSlope)
    }

    private func aligned(
        _ slots: [PlannedSlot], _ units: [SeenUnit], _ agreements: [[Agreement]], _ isObserved: [Bool],
        slope: Double
    ) -> [Int?] {
        let width = units.count + 1
        var costs = [Double](repeating: 0, count: (planned.count + 1) * width)
        var isMatch = [Bool](repeating: false, count: costs.count)
        for unit in units.indices { costs[unit + 1] = costs[unit] + Self.surplusCost }
        for (row, facing) in planned.enumerated() {
            let missing = isObserved[facing.slot] ? Self.missingCost : 0
            let start = (row + 1) * width
            costs[start] = costs[start - width] + missing
            for (column, unit) in units.enumerated() {
                let pair = pairCost(
                    slots[facing.slot], facing, unit, agreements[facing.slot][column], slope: slope)
                let matched = costs[start - width + column] + pair
                let gap = min(
                    costs[start - width + column + 1] + missing, costs[start + column] + Self.surplusCost)
                costs[start + column + 1] = min(matched, gap)
                isMatch[start + column + 1] = matched <= gap
            }
        }
        return traced(costs, isMatch, units: units.count, isObserved)
    }

    /// Walks back through the table from its last cell.
    private func traced(_ costs: [Double], _ isMatch: [Bool], units: Int, _ isObserved: [Bool]) -> [Int?] {
        var answer: [Int?] = Array(repeating: nil, count: units)
        let width = units + 1
        var (row, column) = (planned.count, units)
        while row > 0 && column > 0 {
            let cell = row * width + column
            let missing = isObserved[planned[row - 1].slot] ? Self.missingCost : 0
            if isMatch[cell] {
                (row, column) = (row - 1, column - 1)
                answer[column] = row
            } else if costs[cell] == costs[cell - width] + missing {
                row -= 1
            } else {
                column -= 1
            }
        }
        return answer
    }

    private func pairCost(
        _ slot: PlannedSlot, _ facing: Planned, _ unit: SeenUnit, _ agreement: Agreement, slope: Double
    ) -> Double {
        let center = unit.centerMM - offsetMM
        let width = min(max(unit.place.widthMM, 40), 200)
        // Inside its space a unit may stand anywhere; the small term only picks the nearest of several
        // facings.
        let outside = slope * abs(slot.offsetMM(of: center)) / width
        let nearness = 0.1 * min(1, abs(center - facing.centerMM) / slot.pitchMM)
        let ratio = min(unit.place.widthMM, slot.unitWidthMM) / max(unit.place.widthMM, slot.unitWidthMM, 1)
        let size = agreement == .same ? 0 : 0.2 * (1 - ratio)
        return agreement.cost + outside + nearness + size
    }

    /// The median of how far the sure units are outside their own spaces.
    ///
    /// Products that stand back from the front plane are seen shifted, the whole row alike.
    private func commonOffset(_ slots: [PlannedSlot], _ units: [SeenUnit], _ agreements: [[Agreement]])
        -> Double
    {
        let offsets = matches.enumerated().compactMap { unit, match -> Double? in
            guard let match, agreements[planned[match].slot][unit] == .same else { return nil }
            return slots[planned[match].slot].offsetMM(of: units[unit].centerMM)
        }
        guard offsets.count >= 3 else { return 0 }
        let median = offsets.sorted()[offsets.count / 2]
        return abs(median) <= Self.largestOffsetMM ? median : 0
    }
}
