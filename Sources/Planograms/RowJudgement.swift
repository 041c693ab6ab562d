import Retail

/// Where each SKU of the zone is planned.
struct PlannedHomes: Sendable {
    private let homes: [(expected: Agreement.Expectation, position: String)]

    init(_ rows: [PlannedRow]) {
        homes = rows.flatMap { row in row.slots.map { ($0.expected, $0.reference.position) } }
    }

    /// The first position that plans what was seen, or a SKU below it if only the product is known.
    func home(of seen: Identification) -> String? {
        homes.first { home in
            seen.gtin == home.expected.gtin || home.expected.path.map { seen.path.contains($0) } ?? false
        }?.position
    }
}

/// Which unit of one row stands at which position, and as what.
struct RowJudgement {
    /// How far outside its position a unit of the planned SKU still counts there, in widths of the unit.
    private static let reach = 0.75

    /// One for each slot of the row.
    private(set) var tallies: [PositionTally]

    init(_ row: PlannedRow, _ units: [SeenUnit], isObserved: [Bool], homes: PlannedHomes, proof: Proof) {
        tallies = Array(repeating: PositionTally(), count: row.slots.count)
        guard !row.slots.isEmpty else { return }
        let agreements = row.slots.map { slot in
            units.map { Agreement($0.identification, slot.expected, proof: proof) }
        }
        let alignment = RowAlignment(row.slots, units, agreements: agreements, isObserved: isObserved)
        var isTaken = [Bool](repeating: false, count: alignment.planned.count)
        for (index, unit) in units.enumerated() {
            guard let match = alignment.matches[index] else { continue }
            isTaken[match] = true
            let slot = alignment.planned[match].slot
            count(unit, as: agreements[slot][index], at: slot, homes)
        }
        for (index, unit) in units.enumerated() where alignment.matches[index] == nil {
            let center = unit.centerMM - alignment.offsetMM
            guard let seen = unit.identification, proof.isGiven(by: seen) else { continue }
            countSurplus(unit, at: center, row, agreements.map { $0[index] }, homes)
        }
        for (index, planned) in alignment.planned.enumerated() where !isTaken[index] {
            tallies[planned.slot].emptyFacings.append(row.slots[planned.slot].facing(planned.facing))
        }
    }

    private mutating func count(
        _ unit: SeenUnit, as agreement: Agreement, at slot: Int, _ homes: PlannedHomes
    ) {
        switch agreement {
        case .same: tallies[slot].own.append(unit)
        case .ancestor: tallies[slot].agreeing.append(unit)
        case .open: tallies[slot].doubtful.append(unit)
        case .other:
            if let home = unit.identification.flatMap({ homes.home(of: $0) }) {
                tallies[slot].strays.append((unit, home))
            } else {
                tallies[slot].foreign.append(unit)
            }
        }
    }

    /// A unit that stands for no planned facing: one too many of its own position if it is at or right beside
    /// it, else what its name says of the position that it stands in or nearest to.
    ///
    /// Those without a sure name were passed over: they take nobody's place, and may be one product found twice.
    private mutating func countSurplus(
        _ unit: SeenUnit, at center: Double, _ row: PlannedRow, _ agreements: [Agreement],
        _ homes: PlannedHomes
    ) {
        let distances = row.slots.map { abs($0.offsetMM(of: center)) }
        let nearest = distances.indices.min { distances[$0] < distances[$1] }
        let own = distances.indices.filter { agreements[$0] == .same }.min { distances[$0] < distances[$1] }
        if let own, own == nearest || distances[own] <= Self.reach * unit.place.widthMM {
            tallies[own].own.append(unit)
        } else if let nearest, agreements[nearest] == .other {
            count(unit, as: .other, at: nearest, homes)
        }
    }
}
