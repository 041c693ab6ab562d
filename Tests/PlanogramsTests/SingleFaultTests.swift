import Planograms
import Retail
import TestSupport
import Testing

/// One fault on a generated shelf must be found as that fault, there, and nothing else.
struct SingleFaultTests {
    private static let seeds = (0..<200).map { UInt64($0) }

    private func answers(_ look: ShelfLook) -> Set<Answer> {
        Set(look.findings.map { Answer(kind: $0.kind, position: $0.place.position) })
    }

    private func look(_ shelf: RandomShelf, _ seed: UInt64, jitterMM: Double) -> ShelfLook {
        var random = SeededGenerator(seed: seed &+ 1000)
        return shelf.look(at: shelf.sightings(jitterMM: jitterMM, using: &random))
    }

    @Test(arguments: [0.0, 10.0])
    func `a shelf as planned gives no finding`(jitterMM: Double) throws {
        for seed in Self.seeds {
            let found = answers(look(try RandomShelf(seed: seed), seed, jitterMM: jitterMM))
            #expect(found == [], "seed \(seed)")
        }
    }

    @Test(arguments: InjectedFault.Way.allCases, [0.0, 10.0])
    func `a fault is found as what it is, and nothing else is`(
        way: InjectedFault.Way, jitterMM: Double
    ) throws {
        var injected = 0
        for seed in Self.seeds {
            var shelf = try RandomShelf(seed: seed)
            guard let fault = InjectedFault(way, on: &shelf, seed: seed &+ 77) else { continue }
            injected += 1
            let found = answers(look(shelf, seed, jitterMM: jitterMM))
            #expect(fault.answers.contains(found), "seed \(seed): \(found), not \(fault.answers)")
        }
        #expect(injected >= 40)
    }

    @Test func `what is misplaced is told with the position it belongs to`() throws {
        for seed in Self.seeds {
            var shelf = try RandomShelf(seed: seed)
            guard let fault = InjectedFault(.misplaced, on: &shelf, seed: seed) else { continue }
            let finding = look(shelf, seed, jitterMM: 0).findings.first { $0.kind == .misplaced }
            #expect(finding?.belongsTo == shelf.places[fault.touched[1]].position.id, "seed \(seed)")
        }
    }

    @Test(arguments: [0.0, 10.0])
    func `what an occluder covers is not judged`(jitterMM: Double) throws {
        for seed in Self.seeds {
            var shelf = try RandomShelf(seed: seed)
            guard let fault = InjectedFault(.empty, on: &shelf, seed: seed) else { continue }
            let place = shelf.places[fault.touched[0]]
            let cover = ShelfRect(
                xMM: place.position.xMM, yMM: place.hookMM.map { $0 - 270 } ?? place.bottomMM - 60,
                widthMM: place.position.widthMM, heightMM: 275)
            var random = SeededGenerator(seed: seed)
            let occluder = Sighting(objectClass: .occluder, place: cover, confidence: 0.8)
            let look = shelf.look(at: shelf.sightings(jitterMM: jitterMM, using: &random) + [occluder])
            #expect(look.findings.isEmpty, "seed \(seed): \(look.findings)")
            #expect(look.unobserved.map(\.position).contains(place.position.id))
            #expect(look.figures.observedShare < 1)
        }
    }

    @Test func `a row seen some centimetres off gives no finding`() throws {
        for seed in Self.seeds.prefix(60) {
            let shelf = try RandomShelf(seed: seed)
            var random = SeededGenerator(seed: seed)
            let sightings = shelf.sightings(jitterMM: 4, using: &random).map { sighting in
                // Tags are on the front plane, where the registration holds.
                let isTag = sighting.objectClass == .priceTag
                return sighting.beside(xMM: isTag ? 0 : 35, yMM: isTag ? 0 : 20, sighting.confidence)
            }
            #expect(answers(shelf.look(at: sightings)) == [], "seed \(seed)")
        }
    }

    @Test func `a product that the detector doubles counts once`() throws {
        for seed in Self.seeds.prefix(60) {
            let shelf = try RandomShelf(seed: seed)
            var random = SeededGenerator(seed: seed)
            let sightings = shelf.sightings(jitterMM: 3, using: &random)
            let again = sightings.map { $0.beside(xMM: 6, yMM: 9, 0.4) }
            #expect(answers(shelf.look(at: sightings + again)) == [], "seed \(seed)")
        }
    }
}

extension Sighting {
    fileprivate func beside(xMM: Double, yMM: Double, _ confidence: Double) -> Sighting {
        var place = place
        place.xMM += xMM
        place.yMM += yMM
        return Sighting(
            objectClass: objectClass, place: place, confidence: confidence, identification: identification)
    }
}
