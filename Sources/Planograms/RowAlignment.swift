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
        fileprivate let centerMM: Double
        fileprivate let space: ClosedRange<Double>
        fileprivate let pitchMM: Double
        fileprivate let unitWidthMM: Double
        fileprivate let missingCost: Double
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
        var planned: [Planned] = []
        for (index, slot) in slots.enumerated() {
            let (pitch, space) = (slot.pitchMM, slot.area.xMM...max(slot.area.xMM, slot.endMM))
            for facing in 0..<slot.facings {
                planned.append(
                    Planned(
                        slot: index, facing: facing,
                        centerMM: slot.area.xMM + (Double(facing) + 0.5) * pitch, space: space,
                        pitchMM: pitch, unitWidthMM: slot.unitWidthMM,
                        missingCost: isObserved[index] ? Self.missingCost : 0))
            }
        }
        self.planned = planned
        matches = Array(repeating: nil, count: units.count)
        let seen = units.map { (centerMM: $0.centerMM, widthMM: $0.place.widthMM) }
        matches = aligned(seen, agreements, slope: Self.looseSlope)
        offsetMM = commonOffset(slots, units, agreements)
        matches = aligned(seen, agreements, slope: Self.strictSlope)
    }

    private func aligned(
        _ units: [(centerMM: Double, widthMM: Double)], _ agreements: [[Agreement]], slope: Double
    ) -> [Int?] {
        let width = units.count + 1
        var costs = [Double](repeating: 0, count: (planned.count + 1) * width)
        var isMatch = [Bool](repeating: false, count: costs.count)
        for unit in units.indices { costs[unit + 1] = costs[unit] + Self.surplusCost }
        for (row, facing) in planned.enumerated() {
            let agreement = agreements[facing.slot]
            let start = (row + 1) * width
            costs[start] = costs[start - width] + facing.missingCost
            for column in units.indices {
                let cell = start + column + 1
                let gap = min(costs[cell - width] + facing.missingCost, costs[cell - 1] + Self.surplusCost)
                costs[cell] = gap
                let (center, unitWidth) = units[column]
                let place = placeCost(facing, center - offsetMM, unitWidth, slope: slope)
                // A unit that far away is dearer than a missing and a surplus one: who it is no longer matters.
                guard place < Self.missingCost + Self.surplusCost else { continue }
                let matched =
                    costs[cell - width - 1] + place + nameCost(facing, agreement[column], unitWidth)
                guard matched <= gap else { continue }
                costs[cell] = matched
                isMatch[cell] = true
            }
        }
        return traced(costs, isMatch, units: units.count)
    }

    /// Walks back through the table from its last cell.
    private func traced(_ costs: [Double], _ isMatch: [Bool], units: Int) -> [Int?] {
        var answer: [Int?] = Array(repeating: nil, count: units)
        let width = units + 1
        var (row, column) = (planned.count, units)
        while row > 0 && column > 0 {
            let cell = row * width + column
            if isMatch[cell] {
                (row, column) = (row - 1, column - 1)
                answer[column] = row
            } else if costs[cell] == costs[cell - width] + planned[row - 1].missingCost {
                row -= 1
            } else {
                column -= 1
            }
        }
        return answer
    }

    /// Inside its space a unit may stand anywhere; a small term picks the nearest of several facings.
    private func placeCost(
        _ facing: Planned, _ center: Double, _ unitWidth: Double, slope: Double
    ) -> Double {
        let outside = max(0, facing.space.lowerBound - center, center - facing.space.upperBound)
        let nearness = 0.1 * min(1, abs(center - facing.centerMM) / facing.pitchMM)
        return slope * outside / min(max(unitWidth, 40), 200) + nearness
    }

    private func nameCost(_ facing: Planned, _ agreement: Agreement, _ unitWidth: Double) -> Double {
        guard agreement != .same else { return 0 }
        let ratio = min(unitWidth, facing.unitWidthMM) / max(unitWidth, facing.unitWidthMM, 1)
        return agreement.cost + 0.2 * (1 - ratio)
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
