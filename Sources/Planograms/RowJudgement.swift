import Retail

/// Where each SKU of the zone is planned.
struct PlannedHomes: Sendable {
    private let homes: [(expected: PlannedNames.Expectation, position: String)]

    init(_ rows: [PlannedRow]) {
        homes = rows.flatMap { row in row.slots.map { ($0.expected, $0.reference.position) } }
    }

    /// The first position that plans what was seen, or a SKU below it if only the product is known.
    func home(of seen: PlannedNames.Seen) -> String? {
        homes.first { home in
            switch Agreement(seen, home.expected) {
            case .same, .ancestor: true
            case .open, .other: false
            }
        }?.position
    }
}

/// Which unit of one row stands at which position, and as what.
struct RowJudgement {
    /// How far outside its position a unit of the planned SKU still counts there, in widths of the unit.
    private static let reach = 0.75
    /// How far apart the middles of two units are that stand side by side, in widths of the unit.
    private static let neighbour = 1.25

    /// One for each slot of the row.
    private(set) var tallies: [PositionTally]

    private let slots: [PlannedSlot]
    private let units: [SeenUnit]
    private let names: [PlannedNames.Seen]
    /// A list for each slot with one value for each unit.
    private let agreements: [[Agreement]]

    /// `eye` is where the camera is, `nil` if nobody knows; `seen` says what recognition's answer means in this plan,
    /// `isWhole` whether a unit is as wide as its SKU.
    init(
        _ row: PlannedRow, _ units: [SeenUnit], isObserved: [Bool], homes: PlannedHomes, eye: ShelfEye?,
        seen: (Identification?) -> PlannedNames.Seen, isWhole: (SeenUnit) -> Bool
    ) {
        tallies = Array(repeating: PositionTally(), count: row.slots.count)
        let units = BackStrips(row.slots, units, eye: eye, seen: seen).fronts
        (slots, self.units) = (row.slots, units)
        let names = units.map { seen($0.identification) }
        self.names = names
        agreements = row.slots.map { slot in names.map { Agreement($0, slot.expected) } }
        guard !row.slots.isEmpty else { return }
        let alignment = RowAlignment(row.slots, units, agreements: agreements, isObserved: isObserved)
        var isTaken = [Bool](repeating: false, count: alignment.planned.count)
        for index in units.indices {
            guard let match = alignment.matches[index] else { continue }
            isTaken[match] = true
            let slot = alignment.planned[match].slot
            count(index, as: agreements[slot][index], at: slot, homes)
            if agreements[slot][index] != .other { countStack(on: index, at: slot, homes, seen) }
        }
        let surplus = units.indices.filter {
            alignment.matches[$0] == nil && names[$0].isProven && !isPart($0) && isWhole(units[$0])
        }
        for index in extending(surplus) {
            countSurplus(index, at: units[index].centerMM - alignment.offsetMM, homes)
        }
        for (index, planned) in alignment.planned.enumerated() where !isTaken[index] {
            tallies[planned.slot].emptyFacings.append(slots[planned.slot].facing(planned.facing))
        }
        RowOrder(slots, tallies).settle(&tallies)
    }

    private mutating func count(
        _ index: Int, as agreement: Agreement, at slot: Int, _ homes: PlannedHomes
    ) {
        switch agreement {
        case .same: tallies[slot].own.append(units[index])
        case .ancestor: tallies[slot].agreeing.append(units[index])
        case .open: tallies[slot].doubtful.append(units[index])
        case .other:
            if let home = homes.home(of: names[index]) {
                let inRow = slots.indices.filter { agreements[$0][index] == .same }
                    .min { abs($0 - slot) < abs($1 - slot) }
                tallies[slot].strays.append(
                    PositionTally.Stray(
                        unit: units[index], home: inRow.map { slots[$0].reference.position } ?? home,
                        homeSlot: inRow))
            } else {
                tallies[slot].foreign.append(units[index])
            }
        }
    }

    /// The upper units of a stack take no facing, but one that does not belong there is a fault, unless the whole stack does not.
    ///
    /// Beyond the planned height they may be units further back, of which a part is seen: these say nothing.
    private mutating func countStack(
        on index: Int, at slot: Int, _ homes: PlannedHomes, _ seen: (Identification?) -> PlannedNames.Seen
    ) {
        let plan = slots[slot]
        for unit in units[index].above.prefix(plan.unitsHigh - 1) {
            let name = seen(unit.identification)
            switch Agreement(name, plan.expected) {
            case .same: tallies[slot].upper.append(unit)
            case .other:
                tallies[slot].intruders.append(
                    PositionTally.Intruder(unit: unit, home: homes.home(of: name)))
            case .ancestor, .open: break
            }
        }
    }

    /// Whether a unit is too narrow for its position in this row: the strip of one further back that shows beside the others.
    private func isPart(_ index: Int) -> Bool {
        slots.indices.contains {
            agreements[$0][index] == .same
                && units[index].place.widthMM < SeenUnit.wholeShare * slots[$0].unitWidthMM
        }
    }

    /// Counts those of `surplus` that stand right beside a unit of their own position, and answers the others.
    private mutating func extending(_ surplus: [Int]) -> [Int] {
        var left = surplus
        while let next = left.firstIndex(where: { beside($0) != nil }) {
            let index = left.remove(at: next)
            if let slot = beside(index) { tallies[slot].own.append(units[index]) }
        }
        return left
    }

    private func beside(_ index: Int) -> Int? {
        let unit = units[index]
        return slots.indices.first { slot in
            agreements[slot][index] == .same
                && tallies[slot].own.contains {
                    abs($0.centerMM - unit.centerMM) <= Self.neighbour * unit.place.widthMM
                }
        }
    }

    /// A unit that stands for no planned facing: one too many of its own position if it is at or right beside
    /// it, else what its name says of the position that it stands in or nearest to.
    ///
    /// Those without a sure name were passed over: they take nobody's place, and may be one product found twice.
    private mutating func countSurplus(_ index: Int, at center: Double, _ homes: PlannedHomes) {
        let distances = slots.map { abs($0.offsetMM(of: center)) }
        let nearest = distances.indices.min { distances[$0] < distances[$1] }
        let own = distances.indices.filter { agreements[$0][index] == .same }
            .min { distances[$0] < distances[$1] }
        if let own, own == nearest || distances[own] <= Self.reach * units[index].place.widthMM {
            tallies[own].own.append(units[index])
        } else if let nearest, agreements[nearest][index] == .other {
            count(index, as: .other, at: nearest, homes)
        }
    }
}
