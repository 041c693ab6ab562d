import Retail

/// Finds the positions of one row whose units are all there, only in each other's places.
///
/// Each unit that stands at another position of its row joins the two positions. A group that would be complete if all
/// of these went home is one fault of order; in every other group something else is wrong as well, and its units stay
/// misplaced, each for itself.
struct RowOrder {
    private struct Displaced {
        let stand: Int
        let home: Int
        let stray: PositionTally.Stray
    }

    private let slots: [PlannedSlot]
    private let displaced: [Displaced]
    /// For each slot the first slot of its group.
    private let groups: [Int]

    init(_ slots: [PlannedSlot], _ tallies: [PositionTally]) {
        self.slots = slots
        var displaced: [Displaced] = []
        for (stand, tally) in tallies.enumerated() {
            for stray in tally.strays {
                if let home = stray.homeSlot {
                    displaced.append(Displaced(stand: stand, home: home, stray: stray))
                }
            }
        }
        var groups = Array(slots.indices)
        for unit in displaced {
            let (kept, merged) = (
                min(groups[unit.stand], groups[unit.home]), max(groups[unit.stand], groups[unit.home])
            )
            groups = groups.map { $0 == merged ? kept : $0 }
        }
        self.displaced = displaced
        self.groups = groups
    }

    /// Sends the units of each complete group home in `tallies`, and notes the fault where the first of them stands.
    func settle(_ tallies: inout [PositionTally]) {
        for group in Set(displaced.map { groups[$0.stand] }) {
            let members = slots.indices.filter { groups[$0] == group }
            guard members.allSatisfy({ isComplete($0, tallies[$0]) }),
                let first = displaced.first(where: { groups[$0.stand] == group })
            else { continue }
            tallies[first.stand].disorder = first.stray
            for member in members {
                tallies[member].strays.removeAll { $0.homeSlot != nil }
                tallies[member].emptyFacings = []
            }
            for unit in displaced where groups[unit.stand] == group {
                tallies[unit.home].own.append(unit.stray.unit)
            }
        }
    }

    /// Whether a position has all its facings once everybody is at home.
    private func isComplete(_ slot: Int, _ tally: PositionTally) -> Bool {
        let strangers = tally.strays.count { $0.homeSlot == nil }
        let staying = tally.found + tally.doubtful.count + tally.foreign.count + strangers
        let returning = displaced.count { $0.home == slot }
        return staying + returning == slots[slot].facings
    }
}
