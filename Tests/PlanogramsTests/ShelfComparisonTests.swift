import Planograms
import Retail
import TestSupport
import Testing

/// What single looks at the sample shelf decide where kinds meet.
struct ShelfComparisonTests {
    private let catalogue: Catalogue
    private let comparison: ShelfComparison

    init() throws {
        catalogue = try SampleShelf.catalogue()
        comparison = ShelfComparison(planogram: SampleShelf.planogram, zone: "Z", catalogue: catalogue)
    }

    private func unit(_ number: UInt64, at center: Double, shelf: Int, probability: Double = 0.9) -> Sighting
    {
        guard let entry = catalogue[SampleShelf.gtin(number)] else {
            preconditionFailure("no sample SKU \(number)")
        }
        return unit(
            Identification(
                path: entry.path, probabilities: [0.99, 0.98, 0.97, 0.96, probability],
                gtin: entry.gtin), at: center, shelf: shelf)
    }

    private func unit(_ identification: Identification?, at center: Double, shelf: Int) -> Sighting {
        Sighting(
            objectClass: .product,
            place: ShelfRect(
                xMM: center - 40, yMM: SampleShelf.planogram.bay.shelves[shelf].surfaceMM, widthMM: 80,
                heightMM: 180),
            confidence: 0.9, identification: identification)
    }

    private func tag(at x: Double, shelf: Int) -> Sighting {
        let surface = SampleShelf.planogram.bay.shelves[shelf].surfaceMM
        return Sighting(
            objectClass: .priceTag,
            place: ShelfRect(xMM: x, yMM: surface - 38, widthMM: 50, heightMM: 34), confidence: 0.8)
    }

    /// The lower shelf as planned, without the units at the places named.
    private func tea(without missing: Set<Int> = []) -> [Sighting] {
        let row: [(UInt64, Double)] = [
            (1, 42), (1, 127), (3, 212), (3, 297), (3, 382), (4, 467), (4, 552),
        ]
        return row.indices.filter { !missing.contains($0) }.map { unit(row[$0].0, at: row[$0].1, shelf: 0) }
    }

    private func coffee() -> [Sighting] {
        [unit(5, at: 52, shelf: 1), unit(5, at: 157, shelf: 1), unit(7, at: 262, shelf: 1)]
    }

    private func kinds(_ look: ShelfLook) -> [String] {
        look.findings.map { "\($0.place.position) \($0.kind.rawValue)" }
    }

    @Test func `the sample shelf as planned is in order`() {
        let look = comparison.look(at: tea() + coffee())
        #expect(look.findings.isEmpty)
        #expect(
            look.figures
                == ZoneFigures(
                    onShelfAvailability: 1, facingsPlanned: 10, facingsFound: 10, compliance: 1,
                    observedShare: 1))
    }

    @Test func `a foreign product explains the facing it takes`() throws {
        let look = comparison.look(at: tea(without: [3]) + [unit(8, at: 297, shelf: 0)] + coffee())
        #expect(kinds(look) == ["P2 foreign_product"])
        let finding = try #require(look.findings.first)
        #expect(finding.facingsFound == 2 && finding.expectedFacings == 3)
        #expect(finding.seen?.gtin == SampleShelf.gtin(8) && finding.belongsTo == nil)
        #expect(abs(finding.confidence - 0.81) < 1e-9)
    }

    @Test func `facings missing beyond a foreign product are low_facings too`() {
        let look = comparison.look(at: tea(without: [2, 3]) + [unit(8, at: 297, shelf: 0)] + coffee())
        #expect(kinds(look) == ["P2 foreign_product", "P2 low_facings"])
    }

    @Test func `the tolerance of a position holds but does not excuse an empty one`() {
        let two = comparison.look(at: tea() + coffee() + [unit(7, at: 350, shelf: 1)])
        #expect(two.findings.isEmpty)
        let three = comparison.look(
            at: tea() + coffee() + [unit(7, at: 350, shelf: 1), unit(7, at: 440, shelf: 1)])
        #expect(kinds(three) == ["P5 extra_facings"])
        #expect(three.findings.first?.facingsFound == 3)
        #expect(kinds(comparison.look(at: tea() + coffee().dropLast())) == ["P5 out_of_stock"])
    }

    @Test func `a unit too many counts only if it is named surely`() {
        func look(probability: Double) -> ShelfLook {
            comparison.look(
                at: tea() + coffee() + [
                    unit(7, at: 350, shelf: 1), unit(7, at: 440, shelf: 1, probability: probability),
                ])
        }
        #expect(kinds(look(probability: 0.9)) == ["P5 extra_facings"])
        #expect(look(probability: 0.4).findings.isEmpty)
    }

    @Test func `the strip of a unit further back is no unit too many and not misplaced`() {
        func strip(_ number: UInt64, at x: Double) -> Sighting {
            Sighting(
                objectClass: .product, place: ShelfRect(xMM: x, yMM: 205, widthMM: 30, heightMM: 170),
                confidence: 0.9, identification: unit(number, at: 0, shelf: 0).identification)
        }
        #expect(comparison.look(at: tea() + coffee() + [strip(4, at: 598)]).findings.isEmpty)
        #expect(comparison.look(at: tea() + coffee() + [strip(8, at: 598)]).findings.isEmpty)
        #expect(
            kinds(comparison.look(at: tea() + coffee() + [unit(4, at: 637, shelf: 0)]))
                == ["P3 extra_facings"])
    }

    @Test func `an empty space that the detector sees makes it surer`() throws {
        let silent = try #require(comparison.look(at: tea(without: [5, 6]) + coffee()).findings.first)
        let space = Sighting(
            objectClass: .emptyFacing, place: ShelfRect(xMM: 425, yMM: 200, widthMM: 170, heightMM: 200),
            confidence: 0.7)
        let seen = try #require(
            comparison.look(at: tea(without: [5, 6]) + coffee() + [space]).findings.first)
        #expect(silent.kind == .outOfStock && abs(silent.confidence - 0.93) < 1e-9)
        #expect(seen.kind == .outOfStock && abs(seen.confidence - 1) < 1e-9)
    }

    @Test func `a swapped pair is one wrong_order`() {
        let swapped = [unit(3, at: 127, shelf: 0), unit(1, at: 212, shelf: 0)]
        let look = comparison.look(at: tea(without: [1, 2]) + swapped + coffee())
        #expect(kinds(look) == ["P1 wrong_order"])
        #expect(look.findings.map(\.belongsTo) == ["P2"])
        #expect(look.figures.facingsFound == 10)
    }

    @Test func `units that stand in each other's places stay misplaced while one of theirs is missing`() {
        let swapped = [unit(3, at: 127, shelf: 0), unit(1, at: 212, shelf: 0)]
        let look = comparison.look(at: tea(without: [0, 1, 2]) + swapped + coffee())
        #expect(kinds(look) == ["P1 misplaced", "P1 low_facings", "P2 misplaced"])
    }

    @Test func `a product in another row is misplaced, not out of order`() {
        let exchanged = [unit(5, at: 127, shelf: 0), unit(1, at: 52, shelf: 1)]
        let look = comparison.look(
            at: tea(without: [1]) + coffee().dropFirst() + exchanged)
        #expect(kinds(look) == ["P1 misplaced", "P4 misplaced"])
    }

    @Test func `a unit behind an empty front is one front_gap`() {
        let front = tea(without: [3])
        var back = unit(3, at: 297, shelf: 0)
        back.depthMM = 70
        #expect(kinds(comparison.look(at: front + [back] + coffee())) == ["P2 front_gap"])
        back.depthMM = 30
        #expect(comparison.look(at: front + [back] + coffee()).findings.isEmpty)
        // Without its depth the detector must see both: the empty front and the unit behind it, higher up.
        let behind = Sighting(
            objectClass: .product, place: ShelfRect(xMM: 260, yMM: 215, widthMM: 75, heightMM: 170),
            confidence: 0.8, identification: back.identification)
        let space = Sighting(
            objectClass: .emptyFacing, place: ShelfRect(xMM: 255, yMM: 200, widthMM: 85, heightMM: 180),
            confidence: 0.6)
        #expect(comparison.look(at: front + [behind] + coffee()).findings.isEmpty)
        #expect(kinds(comparison.look(at: front + [behind, space] + coffee())) == ["P2 front_gap"])
    }

    @Test func `a unit further back is seen higher up by a camera above`() {
        var circumstances = ShelfComparison.Circumstances()
        circumstances.eye = ShelfEye(xMM: 400, yMM: 1200, zMM: 2000)
        // 130 mm behind the plane, the lower edge is seen 1000 * 130 / 2130 = 61 mm higher; 60 mm, 29.
        func row(rise: Double) -> [Sighting] {
            tea().map { sighting in
                guard sighting.place.center.xMM == 297 else { return sighting }
                var place = sighting.place
                place.yMM += rise
                return Sighting(
                    objectClass: .product, place: place, confidence: 0.9,
                    identification: sighting.identification)
            }
        }
        let gap = comparison.look(at: row(rise: 40) + coffee(), circumstances)
        #expect(kinds(gap) == ["P2 front_gap"])
        #expect(comparison.look(at: row(rise: 15) + coffee(), circumstances).findings.isEmpty)
        circumstances.eye = ShelfEye(xMM: 400, yMM: 300, zMM: 2000)
        #expect(comparison.look(at: row(rise: 40) + coffee(), circumstances).findings.isEmpty)
    }

    @Test func `what shows of the second row beside the front one takes no place`() {
        func strip(at x: Double, width: Double, as number: UInt64) -> Sighting {
            Sighting(
                objectClass: .product, place: ShelfRect(xMM: x, yMM: 202, widthMM: width, heightMM: 175),
                confidence: 0.9, identification: unit(number, at: 0, shelf: 0).identification)
        }
        var circumstances = ShelfComparison.Circumstances()
        circumstances.eye = ShelfEye(xMM: 700, yMM: 1200, zMM: 2000)
        // The third unit of P2 is gone, and in its place shows a strip of the one behind the second.
        let shown = tea(without: [4]) + [strip(at: 339, width: 45, as: 3)] + coffee()
        #expect(kinds(comparison.look(at: shown, circumstances)) == ["P2 low_facings"])
        // On the side away from the camera nothing shows of a second row: there it is a unit, whatever hides the rest.
        circumstances.eye = ShelfEye(xMM: 100, yMM: 1200, zMM: 2000)
        #expect(comparison.look(at: shown, circumstances).findings.isEmpty)
    }

    @Test func `who is larger than the detector sees at once hides what is above too`() {
        let head = Sighting(
            objectClass: .occluder, place: ShelfRect(xMM: 0, yMM: -600, widthMM: 170, heightMM: 800),
            confidence: 0.7)
        let look = comparison.look(at: tea(without: [0, 1]) + coffee() + [head])
        #expect(look.findings.isEmpty)
        #expect(look.unobserved.map(\.position).contains("P1"))
    }

    @Test func `a package that lies has another outline`() throws {
        let lying = Sighting(
            objectClass: .product, place: ShelfRect(xMM: 480, yMM: 200, widthMM: 180, heightMM: 80),
            confidence: 0.9, identification: unit(4, at: 0, shelf: 0).identification)
        let look = comparison.look(at: tea(without: [5, 6]) + [lying] + coffee())
        #expect(kinds(look) == ["P3 low_facings", "P3 wrong_orientation"])
        let finding = try #require(look.findings.last)
        #expect(finding.turned?.planned == .front)
        #expect(finding.turned?.seen == Orientation(.front, quarterTurns: 1))
    }

    @Test func `a price tag is missed only where one is expected and can be seen`() {
        let tags = [
            tag(at: 10, shelf: 0), tag(at: 440, shelf: 0), tag(at: 10, shelf: 1), tag(at: 220, shelf: 1),
        ]
        let seen = tea() + coffee() + tags
        var circumstances = ShelfComparison.Circumstances()
        #expect(comparison.look(at: seen, circumstances).findings.isEmpty)
        circumstances.tags = .everywhere
        #expect(kinds(comparison.look(at: seen, circumstances)) == ["P2 price_tag_missing"])
        circumstances.tags = .at(comparison.tagged(in: seen))
        #expect(comparison.tagged(in: seen).map(\.position).sorted() == ["P1", "P3", "P4", "P5"])
        #expect(comparison.look(at: seen, circumstances).findings.isEmpty)
        #expect(
            kinds(comparison.look(at: seen.dropLast(), circumstances)) == ["P5 price_tag_missing"])
        circumstances.hidden = [ShelfRect(xMM: 200, yMM: 480, widthMM: 120, heightMM: 60)]
        #expect(comparison.look(at: seen.dropLast(), circumstances).findings.isEmpty)
        #expect(comparison.look(at: seen, circumstances).tagsHidden.map(\.position).contains("P5"))
        // A tag pushed aside is the nearest position's, unless that one has its own.
        circumstances.hidden = []
        circumstances.tags = .everywhere
        let aside = tea() + coffee() + tags + [tag(at: 155 - 25, shelf: 0)]
        #expect(comparison.look(at: aside, circumstances).findings.isEmpty)
    }

    @Test func `three positions that lack their units and their tags at once are hidden`() {
        var circumstances = ShelfComparison.Circumstances()
        circumstances.tags = .everywhere
        let upper = coffee() + [10, 220].map { tag(at: $0, shelf: 1) }
        #expect(
            comparison.look(at: upper, circumstances).unobserved.map(\.position).sorted() == [
                "P1", "P2", "P3",
            ])
        // Sold out: the tags are there. Or tags are lost: the units are there.
        let tags = [10, 210, 440].map { tag(at: $0, shelf: 0) }
        #expect(
            kinds(comparison.look(at: upper + tags, circumstances))
                == ["P1", "P2", "P3"].map { "\($0) out_of_stock" })
        #expect(
            kinds(comparison.look(at: upper + tea(), circumstances))
                == ["P1", "P2", "P3"].map { "\($0) price_tag_missing" })
    }

    @Test func `another size of the planned product is foreign only with proof`() {
        let proven = comparison.look(at: tea(without: [0]) + [unit(2, at: 42, shelf: 0)] + coffee())
        #expect(kinds(proven) == ["P1 foreign_product"])
        let guessed = comparison.look(
            at: tea(without: [0]) + [unit(2, at: 42, shelf: 0, probability: 0.4)] + coffee())
        #expect(kinds(guessed) == ["P1 unverified"])
    }

    @Test func `another product of no plan is foreign without its SKU and another brand alone is not`() {
        let decaf = SKUPath(["Food", "Coffee", "Birch", "Decaf"])
        let product = Identification(path: decaf, probabilities: [0.99, 0.99, 0.98, 0.97], gtin: nil)
        let brand = Identification(
            path: decaf.ancestor(at: .brand), probabilities: [0.9, 0.9, 0.9], gtin: nil)
        #expect(
            kinds(comparison.look(at: tea(without: [0]) + [unit(product, at: 42, shelf: 0)] + coffee()))
                == ["P1 foreign_product"])
        #expect(
            kinds(comparison.look(at: tea(without: [0]) + [unit(brand, at: 42, shelf: 0)] + coffee()))
                == ["P1 unverified"])
    }

    @Test func `a product that is named without surety is unverified, not foreign`() {
        let decaf = SKUPath(["Food", "Coffee", "Birch", "Decaf"])
        let partial = Identification(path: decaf, probabilities: [0.99, 0.95, 0.9, 0.9], gtin: nil)
        let look = comparison.look(at: tea(without: [0]) + [unit(partial, at: 42, shelf: 0)] + coffee())
        #expect(kinds(look) == ["P1 unverified"])
    }

    @Test func `the surer a product is the planned one after all, the less it counts as unverified`() throws {
        func confidence(planned: Double?) throws -> Double {
            let doubted = Identification(
                path: SKUPath(["Food"]), probabilities: [0.99], gtin: nil, planned: planned)
            let look = comparison.look(at: tea(without: [0]) + [unit(doubted, at: 42, shelf: 0)] + coffee())
            return try #require(look.findings.first { $0.kind == .unverified }).confidence
        }
        #expect(try abs(confidence(planned: nil) - 0.9) < 1e-9)
        #expect(try abs(confidence(planned: 0.4) - 0.54) < 1e-9)
    }

    @Test func `a product that was not read at all is unverified and keeps the position from being empty`() {
        let look = comparison.look(at: tea() + coffee().dropLast() + [unit(nil, at: 262, shelf: 1)])
        #expect(kinds(look) == ["P5 unverified"])
        #expect(look.figures.onShelfAvailability == 0.8)
    }

    @Test func `an agreeing ancestor counts as the planned product in the figures`() {
        let brand = Identification(
            path: SKUPath(["Food", "Coffee", "Cedar"]), probabilities: [1, 1, 0.9], gtin: nil)
        let look = comparison.look(at: tea() + coffee().dropLast() + [unit(brand, at: 262, shelf: 1)])
        #expect(look.figures.onShelfAvailability == 1 && look.figures.facingsFound == 10)
        #expect(look.figures.compliance == 0.8)
    }

    @Test func `nothing seen at all is every position out of stock and everything hidden is nothing`() {
        let empty = comparison.look(at: [])
        #expect(Set(empty.findings.map(\.kind)) == [.outOfStock] && empty.findings.count == 5)
        #expect(empty.figures.onShelfAvailability == 0)
        var circumstances = ShelfComparison.Circumstances()
        circumstances.hidden = [ShelfRect(xMM: -50, yMM: 0, widthMM: 900, heightMM: 1200)]
        let hidden = comparison.look(at: [], circumstances)
        #expect(hidden.findings.isEmpty && hidden.observed.isEmpty && hidden.unobserved.count == 5)
        #expect(
            hidden.figures
                == ZoneFigures(
                    onShelfAvailability: nil, facingsPlanned: 0, facingsFound: 0, compliance: nil,
                    observedShare: 0))
    }

    @Test func `what lies on the floor or stands beside the bay is nobody's`() {
        let floor = Sighting(
            objectClass: .product, place: ShelfRect(xMM: 300, yMM: -20, widthMM: 80, heightMM: 60),
            confidence: 0.9,
            identification: .unknown)
        let beside = unit(8, at: 900, shelf: 0)
        #expect(comparison.look(at: tea() + coffee() + [floor, beside]).findings.isEmpty)
    }

    @Test func `units stacked on each other are one facing and vouch for each other`() {
        let brand = Identification(
            path: SKUPath(["Food", "Tea", "Alder"]), probabilities: [1, 1, 0.9], gtin: nil)
        let base = tea(without: [0]) + coffee() + [unit(brand, at: 42, shelf: 0)]
        #expect(kinds(comparison.look(at: base)) == ["P1 unverified"])
        var above = unit(1, at: 45, shelf: 0)
        above = Sighting(
            objectClass: .product, place: ShelfRect(xMM: 5, yMM: 375, widthMM: 80, heightMM: 120),
            confidence: 0.8,
            identification: above.identification)
        #expect(comparison.look(at: base + [above]).findings.isEmpty)
    }

    @Test func `a SKU that the catalogue lacks is compared by its key`() throws {
        let few = try Catalogue(catalogue.entries.filter { $0.gtin != SampleShelf.gtin(1) })
        let other = ShelfComparison(planogram: SampleShelf.planogram, zone: "Z", catalogue: few)
        #expect(other.look(at: tea() + coffee()).findings.isEmpty)
        #expect(kinds(other.look(at: tea(without: [0, 1]) + coffee())) == ["P1 out_of_stock"])
    }
}
