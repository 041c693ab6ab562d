import Planograms
import Retail
import TestSupport

/// What a look should answer: a kind at a position.
struct Answer: Hashable, CustomStringConvertible {
    let kind: DeviationKind
    let position: String
    var description: String { "\(kind) at \(position)" }
}

/// One fault that is put on a generated shelf, with the answers that are right.
struct InjectedFault {
    enum Way: String, CaseIterable {
        case empty, fewer, more, drawnBack, foreign, foreignOnTop, misplaced, moved, swappedPair,
            swappedBlocks
        case toldTurned, seenTurned, untagged, unread
    }

    let way: Way
    /// Any one of these sets is right.
    private(set) var answers: [Set<Answer>] = []
    /// The places that the fault touches.
    private(set) var touched: [Int] = []
    private var random: SeededGenerator

    /// Puts a fault of this way onto `shelf`, away from `avoiding`; `nil` if the shelf has no place for it.
    init?(
        _ way: Way, on shelf: inout RandomShelf, avoiding: Set<Int> = [], seed: UInt64
    ) {
        self.way = way
        random = SeededGenerator(seed: seed)
        switch way {
        case .empty: empty(&shelf, avoiding)
        case .fewer: takeAway(&shelf, avoiding)
        case .more: crowd(&shelf, avoiding)
        case .drawnBack: drawBack(&shelf, avoiding)
        case .foreign: intrude(&shelf, avoiding)
        case .foreignOnTop: intrudeOnTop(&shelf, avoiding)
        case .misplaced: misplace(&shelf, avoiding, isTakenAway: false)
        case .moved: misplace(&shelf, avoiding, isTakenAway: true)
        case .swappedPair: swapPair(&shelf, avoiding)
        case .swappedBlocks: swapBlocks(&shelf, avoiding)
        case .toldTurned: tellTurned(&shelf, avoiding)
        case .seenTurned: turn(&shelf, avoiding)
        case .untagged: untag(&shelf, avoiding)
        case .unread: unread(&shelf, avoiding)
        }
        if touched.isEmpty { return nil }
    }

    private mutating func pick(
        _ shelf: RandomShelf, _ avoiding: Set<Int>, _ suits: (RandomShelf.Place) -> Bool = { _ in true }
    ) -> Int? {
        shelf.places.indices.filter { !avoiding.contains($0) && suits(shelf.places[$0]) }
            .randomElement(using: &random)
    }

    private mutating func expect(_ kind: DeviationKind, _ shelf: RandomShelf, _ index: Int) {
        answers = [[Answer(kind: kind, position: shelf.places[index].position.id)]]
        touched = [index]
    }

    private mutating func empty(_ shelf: inout RandomShelf, _ avoiding: Set<Int>) {
        guard let index = pick(shelf, avoiding) else { return }
        shelf.places[index].units = []
        expect(.outOfStock, shelf, index)
    }

    private mutating func takeAway(_ shelf: inout RandomShelf, _ avoiding: Set<Int>) {
        guard
            let index = pick(
                shelf, avoiding, { $0.position.facings > $0.position.tolerance + 1 })
        else { return }
        for _ in 0...shelf.places[index].position.tolerance {
            let count = shelf.places[index].units.count
            shelf.places[index].units.remove(at: Int.random(in: 0..<count, using: &random))
        }
        expect(.lowFacings, shelf, index)
    }

    /// Adds units right of a position, where there is room.
    private mutating func crowd(_ shelf: inout RandomShelf, _ avoiding: Set<Int>) {
        let (places, width) = (shelf.places, shelf.planogram.bay.widthMM)
        let index = pick(shelf, avoiding) { place in
            guard let unit = place.units.last, unit.unitsHigh == 1,
                place.hookMM != nil || place.position.presentation.raisedMM == 0
            else { return false }
            let end = place.freeMM.upperBound
            let next = places.filter { $0.shelf == place.shelf && $0.position.xMM > place.position.xMM }
                .map(\.position.xMM).min()
            return (next ?? width) - end > unit.size.widthMM * Double(place.position.tolerance + 1)
        }
        guard let index, var unit = shelf.places[index].units.last else { return }
        let place = shelf.places[index]
        for number in 0...place.position.tolerance {
            unit.centerMM = place.freeMM.upperBound + (Double(number) + 0.5) * unit.size.widthMM
            shelf.places[index].units.append(unit)
        }
        expect(.extraFacings, shelf, index)
    }

    private mutating func drawBack(_ shelf: inout RandomShelf, _ avoiding: Set<Int>) {
        guard let index = pick(shelf, avoiding) else { return }
        for unit in 0...shelf.places[index].position.tolerance {
            shelf.places[index].units[unit].depthMM = 100
        }
        expect(.frontGap, shelf, index)
    }

    private mutating func intrude(_ shelf: inout RandomShelf, _ avoiding: Set<Int>) {
        guard let index = pick(shelf, avoiding) else { return }
        let facing = Int.random(in: 0..<shelf.places[index].units.count, using: &random)
        let (room, width) = (shelf.places[index].roomMM, shelf.places[index].units[facing].size.widthMM)
        guard
            let stranger = shelf.foreign.first(where: {
                $0.size.widthMM <= width + 5 && $0.size.heightMM <= room
            })
        else { return }
        shelf.places[index].units[facing] = shelf.places[index].units[facing].replaced(by: stranger)
        expect(.foreignProduct, shelf, index)
    }

    private mutating func intrudeOnTop(_ shelf: inout RandomShelf, _ avoiding: Set<Int>) {
        guard let index = pick(shelf, avoiding, { $0.position.unitsHigh > 1 }) else { return }
        let facing = Int.random(in: 0..<shelf.places[index].units.count, using: &random)
        let width = shelf.places[index].units[facing].size.widthMM
        guard
            let stranger = shelf.foreign.first(where: {
                (0.6 * width...width + 5).contains($0.size.widthMM) && $0.size.heightMM < 150
            })
        else { return }
        shelf.places[index].units[facing].intruder = stranger
        expect(.foreignProduct, shelf, index)
    }

    /// Puts a unit of one position into another of the same or another row.
    private mutating func misplace(_ shelf: inout RandomShelf, _ avoiding: Set<Int>, isTakenAway: Bool) {
        guard let index = pick(shelf, avoiding) else { return }
        let target = shelf.places[index]
        let facing = Int.random(in: 0..<target.units.count, using: &random)
        let home = pick(shelf, avoiding.union([index])) { place in
            guard let unit = place.units.first else { return false }
            return unit.entry.size.widthMM <= target.units[facing].size.widthMM + 5
                && unit.entry.size.heightMM <= target.roomMM
        }
        guard let home else { return }
        let entry = shelf.places[home].units[0].entry
        shelf.places[index].units[facing] = target.units[facing].replaced(by: entry)
        expect(.misplaced, shelf, index)
        touched.append(home)
        guard isTakenAway else { return }
        shelf.places[home].units.removeLast()
        let (left, position) = (shelf.places[home].units.count, shelf.places[home].position)
        if left == 0 {
            answers[0].insert(Answer(kind: .outOfStock, position: position.id))
        } else if position.facings - left > position.tolerance {
            answers[0].insert(Answer(kind: .lowFacings, position: position.id))
        }
    }

    private mutating func expectDisorder(_ shelf: RandomShelf, _ left: Int, _ right: Int) {
        touched = [left, right]
        answers = touched.map {
            [Answer(kind: .wrongOrder, position: shelf.places[$0].position.id)]
        }
    }

    /// One unit of a position changes places with one of another position of its row.
    private mutating func swapPair(_ shelf: inout RandomShelf, _ avoiding: Set<Int>) {
        let places = shelf.places
        func fits(_ unit: RandomShelf.Unit, _ place: RandomShelf.Place) -> Bool {
            unit.size.widthMM <= place.position.widthMM / Double(place.position.facings) + 8
                && unit.size.heightMM <= place.roomMM
        }
        var pairs: [(Int, Int)] = []
        for left in places.indices where !avoiding.contains(left) {
            for right in places.indices
            where right > left && !avoiding.contains(right) && places[left].row == places[right].row
                && fits(places[left].units[0], places[right])
                && fits(places[right].units[0], places[left])
            {
                pairs.append((left, right))
            }
        }
        guard let (left, right) = pairs.randomElement(using: &random) else { return }
        let one = Int.random(in: 0..<places[left].units.count, using: &random)
        let other = Int.random(in: 0..<places[right].units.count, using: &random)
        shelf.places[left].units[one] = places[right].units[other].standing(
            at: places[left].units[one].centerMM)
        shelf.places[right].units[other] = places[left].units[one].standing(
            at: places[right].units[other].centerMM)
        expectDisorder(shelf, left, right)
    }

    /// Two neighbours change places with all their units, each taking the space it needs.
    private mutating func swapBlocks(_ shelf: inout RandomShelf, _ avoiding: Set<Int>) {
        let places = shelf.places
        let lefts = places.indices.dropLast().filter { left in
            places[left].row == places[left + 1].row && !avoiding.contains(left)
                && !avoiding.contains(left + 1) && places[left].hookMM == nil
                && !places.contains { $0.position.id == "\(places[left].position.id)-rider" }
                && !places.contains { $0.position.id == "\(places[left + 1].position.id)-rider" }
                && places[left].position.presentation.raisedMM == 0
        }
        guard let left = lefts.randomElement(using: &random) else { return }
        var cursor = places[left].position.xMM
        for index in [left + 1, left] {
            let pitch = places[index].position.widthMM / Double(places[index].position.facings)
            for unit in places[index].units.indices {
                shelf.places[index].units[unit].centerMM = cursor + pitch / 2
                cursor += pitch
            }
        }
        expectDisorder(shelf, left, left + 1)
    }

    /// Turned so that the outline stays: only perception can tell.
    private mutating func tellTurned(_ shelf: inout RandomShelf, _ avoiding: Set<Int>) {
        guard let index = pick(shelf, avoiding) else { return }
        let facing = Int.random(in: 0..<shelf.places[index].units.count, using: &random)
        let planned = shelf.places[index].position.presentation.orientation
        shelf.places[index].units[facing].told = Orientation(
            planned.face, quarterTurns: planned.quarterTurns + 2)
        expect(.wrongOrientation, shelf, index)
    }

    /// Turned so that its outline shows it, as far as there is room.
    private mutating func turn(_ shelf: inout RandomShelf, _ avoiding: Set<Int>) {
        let ways = [Orientation(.front), Orientation(.left), Orientation(.front, quarterTurns: 1)]
        for way in ways.shuffled(using: &random) {
            let index = pick(shelf, avoiding) { place in
                guard let unit = place.units.first, place.position.presentation.style == .unit else {
                    return false
                }
                let (now, then) = (unit.size, way.turned(unit.entry.size))
                let change = max(
                    now.widthMM / then.widthMM, then.widthMM / now.widthMM, now.heightMM / then.heightMM,
                    then.heightMM / now.heightMM)
                return change > 1.35 && then.heightMM <= place.roomMM
                    && then.widthMM <= place.position.widthMM / Double(place.position.facings) + 2
            }
            guard let index else { continue }
            let facing = Int.random(in: 0..<shelf.places[index].units.count, using: &random)
            shelf.places[index].units[facing].orientation = way
            shelf.places[index].units[facing].unitsHigh = 1
            expect(.wrongOrientation, shelf, index)
            return
        }
    }

    private mutating func untag(_ shelf: inout RandomShelf, _ avoiding: Set<Int>) {
        guard let index = pick(shelf, avoiding, \.hasTag) else { return }
        shelf.places[index].hasTag = false
        // Of two products on each other either may be the one without: their tags hang side by side.
        let place = shelf.places[index]
        touched = [index]
        answers = shelf.places.filter {
            $0.hookMM == nil && $0.shelf == place.shelf && $0.position.xMM == place.position.xMM
        }.map { [Answer(kind: .priceTagMissing, position: $0.position.id)] }
    }

    private mutating func unread(_ shelf: inout RandomShelf, _ avoiding: Set<Int>) {
        guard let index = pick(shelf, avoiding) else { return }
        let facing = Int.random(in: 0..<shelf.places[index].units.count, using: &random)
        let entry = shelf.places[index].units[facing].entry
        let names = [TreeLevel.category, .brand, .product].map { RandomShelf.unsure(entry, at: $0) }
        shelf.places[index].units[facing].identification =
            (names + [.unknown]).randomElement(using: &random) ?? .unknown
        expect(.unverified, shelf, index)
    }
}

extension RandomShelf.Unit {
    /// Another product, alone, in this one's place.
    func replaced(by entry: CatalogueEntry) -> RandomShelf.Unit {
        RandomShelf.Unit(
            entry: entry, centerMM: centerMM, identification: RandomShelf.sure(entry), unitsHigh: 1,
            orientation: .front, told: nil, depthMM: nil, intruder: nil)
    }

    /// The same unit elsewhere, without what stood on it.
    func standing(at centerMM: Double) -> RandomShelf.Unit {
        var unit = self
        unit.centerMM = centerMM
        unit.unitsHigh = 1
        return unit
    }
}
