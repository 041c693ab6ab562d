import Planograms
import Retail
import TestSupport
import Testing

/// One fault on a generated shelf must be found as that fault, there, and nothing else.
struct SingleFaultTests {
    /// What a look should answer: a kind at a position.
    struct Answer: Hashable, CustomStringConvertible {
        let kind: DeviationKind
        let position: String
        var description: String { "\(kind) at \(position)" }
    }

    static let cases = (0..<150).flatMap { seed in [0.0, 10.0].map { (UInt64(seed), $0) } }

    private func answers(_ look: ShelfLook) -> Set<Answer> {
        Set(look.findings.map { Answer(kind: $0.kind, position: $0.place.position) })
    }

    /// Looks at the shelf and compares; says which seed went wrong.
    private func expect(
        _ wanted: Set<Answer>, of shelf: RandomShelf, _ seed: UInt64, jitterMM: Double,
        _ comment: String = "",
        at location: SourceLocation = #_sourceLocation
    ) {
        var random = SeededGenerator(seed: seed &+ 1000)
        let look = shelf.look(at: shelf.sightings(jitterMM: jitterMM, using: &random))
        #expect(
            answers(look) == wanted, "seed \(seed), jitter \(jitterMM) mm \(comment)",
            sourceLocation: location)
    }

    private func pick(_ shelf: RandomShelf, _ seed: UInt64, where fits: (Int) -> Bool = { _ in true }) -> Int?
    {
        var random = SeededGenerator(seed: seed &+ 77)
        return shelf.units.indices.filter(fits).randomElement(using: &random)
    }

    @Test(arguments: cases)
    func `a shelf as planned gives no finding`(seed: UInt64, jitterMM: Double) throws {
        expect([], of: try RandomShelf(seed: seed), seed, jitterMM: jitterMM)
    }

    @Test(arguments: cases)
    func `one facing taken away is one low_facings`(seed: UInt64, jitterMM: Double) throws {
        var shelf = try RandomShelf(seed: seed)
        guard let index = pick(shelf, seed, where: { shelf.units[$0].units.count > 1 }) else { return }
        shelf.units[index].units.remove(at: Int(seed) % shelf.units[index].units.count)
        expect(
            [Answer(kind: .lowFacings, position: shelf.positions[index].id)], of: shelf, seed,
            jitterMM: jitterMM)
    }

    @Test(arguments: cases)
    func `all facings taken away are one out_of_stock`(seed: UInt64, jitterMM: Double) throws {
        var shelf = try RandomShelf(seed: seed)
        let index = try #require(pick(shelf, seed))
        shelf.units[index].units = []
        expect(
            [Answer(kind: .outOfStock, position: shelf.positions[index].id)], of: shelf, seed,
            jitterMM: jitterMM)
    }

    @Test(arguments: cases)
    func `a foreign product in a slot is one foreign_product`(seed: UInt64, jitterMM: Double) throws {
        var shelf = try RandomShelf(seed: seed)
        let index = try #require(pick(shelf, seed))
        let facing = Int(seed) % shelf.units[index].units.count
        let width = shelf.units[index].units[facing].entry.size.widthMM
        let intruder = try #require(shelf.foreign.first { $0.size.widthMM <= width + 5 })
        shelf.units[index].units[facing].entry = intruder
        shelf.units[index].units[facing].unitsHigh = 1
        shelf.units[index].units[facing].identification = RandomShelf.sure(intruder)
        expect(
            [Answer(kind: .foreignProduct, position: shelf.positions[index].id)], of: shelf, seed,
            jitterMM: jitterMM)
    }

    @Test(arguments: cases)
    func `another position's product is one misplaced`(seed: UInt64, jitterMM: Double) throws {
        var shelf = try RandomShelf(seed: seed)
        let index = try #require(pick(shelf, seed))
        let facing = Int(seed) % shelf.units[index].units.count
        let width = shelf.units[index].units[facing].entry.size.widthMM
        guard
            let home = pick(
                shelf, seed &+ 5,
                where: { $0 != index && shelf.units[$0].units[0].entry.size.widthMM <= width + 5 })
        else { return }
        var wanted: Set = [Answer(kind: .misplaced, position: shelf.positions[index].id)]
        // Every second time the unit is taken from its home, and is missed there.
        var moved = shelf.units[home].units[0]
        if seed % 2 == 0 {
            moved = shelf.units[home].units.removeLast()
            let kind: DeviationKind = shelf.units[home].units.isEmpty ? .outOfStock : .lowFacings
            wanted.insert(Answer(kind: kind, position: shelf.positions[home].id))
        }
        moved.unitsHigh = 1
        moved.centerMM = shelf.units[index].units[facing].centerMM
        shelf.units[index].units[facing] = moved
        expect(wanted, of: shelf, seed, jitterMM: jitterMM, "moved from \(shelf.positions[home].id)")
        var random = SeededGenerator(seed: seed)
        let look = shelf.look(at: shelf.sightings(jitterMM: 0, using: &random))
        #expect(look.findings.first { $0.kind == .misplaced }?.belongsTo == shelf.positions[home].id)
    }

    @Test(arguments: cases)
    func `one unit more in free space is one extra_facings`(seed: UInt64, jitterMM: Double) throws {
        var shelf = try RandomShelf(seed: seed)
        let fits = shelf.units.indices.filter { index in
            guard let last = shelf.units[index].units.last else { return false }
            let right = shelf.positions[index].xMM + shelf.positions[index].widthMM
            let next =
                shelf.units.indices.contains(index + 1)
                    && shelf.units[index + 1].shelf == shelf.units[index].shelf
                ? shelf.positions[index + 1].xMM : shelf.planogram.bay.widthMM
            return next - right > last.entry.size.widthMM
        }
        guard let index = pick(shelf, seed, where: fits.contains), var unit = shelf.units[index].units.last
        else { return }
        unit.centerMM =
            shelf.positions[index].xMM + shelf.positions[index].widthMM + unit.entry.size.widthMM / 2
        shelf.units[index].units.append(unit)
        expect(
            [Answer(kind: .extraFacings, position: shelf.positions[index].id)], of: shelf, seed,
            jitterMM: jitterMM)
    }

    @Test(arguments: cases)
    func `a product known down to an ancestor only is one unverified`(seed: UInt64, jitterMM: Double) throws {
        var shelf = try RandomShelf(seed: seed)
        let index = try #require(pick(shelf, seed))
        let facing = Int(seed) % shelf.units[index].units.count
        let entry = shelf.units[index].units[facing].entry
        let levels: [TreeLevel] = [.category, .brand, .product]
        for identification in levels.map({ RandomShelf.unsure(entry, at: $0) }) + [.unknown] {
            shelf.units[index].units[facing].identification = identification
            expect(
                [Answer(kind: .unverified, position: shelf.positions[index].id)], of: shelf, seed,
                jitterMM: jitterMM, "down to \(identification.path)")
        }
    }

    @Test(arguments: cases)
    func `what an occluder covers is not judged`(seed: UInt64, jitterMM: Double) throws {
        var shelf = try RandomShelf(seed: seed)
        let index = try #require(pick(shelf, seed))
        let position = shelf.positions[index]
        let surface = shelf.planogram.bay.shelves[shelf.units[index].shelf].surfaceMM
        shelf.units[index].units = []
        var random = SeededGenerator(seed: seed)
        let cover = ShelfRect(xMM: position.xMM, yMM: surface, widthMM: position.widthMM, heightMM: 200)
        let occluder = Sighting(objectClass: .occluder, place: cover, confidence: 0.8)
        let look = shelf.look(at: shelf.sightings(jitterMM: jitterMM, using: &random) + [occluder])
        #expect(look.findings.isEmpty, "seed \(seed), jitter \(jitterMM) mm")
        #expect(look.unobserved.map(\.position).contains(position.id))
        #expect(look.figures.observedShare < 1)
    }

    @Test(arguments: (0..<60).map { UInt64($0) })
    func `a row seen some centimetres off gives no finding`(seed: UInt64) throws {
        let shelf = try RandomShelf(seed: seed)
        var random = SeededGenerator(seed: seed)
        let sightings = shelf.sightings(jitterMM: 4, using: &random).map { sighting in
            var place = sighting.place
            place.xMM += 35
            place.yMM += 20
            return Sighting(
                objectClass: .product, place: place, confidence: 0.9, identification: sighting.identification)
        }
        #expect(answers(shelf.look(at: sightings)) == [], "seed \(seed)")
    }

    @Test(arguments: (0..<60).map { UInt64($0) })
    func `a product that the detector doubles counts once`(seed: UInt64) throws {
        let shelf = try RandomShelf(seed: seed)
        var random = SeededGenerator(seed: seed)
        let sightings = shelf.sightings(jitterMM: 3, using: &random)
        let again = sightings.map { sighting in
            var place = sighting.place
            place.xMM += 6
            place.yMM += 9
            return Sighting(
                objectClass: .product, place: place, confidence: 0.4, identification: sighting.identification)
        }
        #expect(answers(shelf.look(at: sightings + again)) == [], "seed \(seed)")
    }
}
