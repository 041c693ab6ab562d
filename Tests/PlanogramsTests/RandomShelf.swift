import Planograms
import Retail
import TestSupport

/// A generated planogram with the sightings of a shelf that fulfils it.
struct RandomShelf {
    /// One unit that stands on the shelf in full view, or a stack of them.
    struct Unit {
        var entry: CatalogueEntry
        var centerMM: Double
        var identification: Identification
        var unitsHigh: Int
    }

    let catalogue: Catalogue
    let planogram: Planogram
    /// For each position in plan order its shelf and the units that stand there.
    var units: [(shelf: Int, units: [Unit])]

    /// SKUs of the catalogue that the planogram does not use.
    let foreign: [CatalogueEntry]

    init(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let catalogue = try Catalogue(Self.entries(using: &random))
        var stock = catalogue.entries.shuffled(using: &random)
        let width = Double.random(in: 700...1400, using: &random)
        var shelves: [Shelf] = []
        var units: [(shelf: Int, units: [Unit])] = []
        for shelf in 0..<Int.random(in: 2...5, using: &random) {
            var positions: [Position] = []
            var cursor = 0.0
            while positions.count < 12, let entry = stock.last {
                let facings = Int.random(in: 1...4, using: &random)
                let pitch = entry.size.widthMM * Double.random(in: 1.0...1.06, using: &random)
                guard cursor + pitch * Double(facings) <= width else { break }
                stock.removeLast()
                let high = entry.size.heightMM < 130 ? Int.random(in: 1...2, using: &random) : 1
                positions.append(
                    Position(
                        id: "P\(shelf)-\(positions.count)", gtin: entry.gtin, xMM: cursor,
                        widthMM: pitch * Double(facings), facings: facings, unitsHigh: high))
                units.append(
                    (
                        shelf,
                        (0..<facings).map { index in
                            Unit(
                                entry: entry, centerMM: cursor + (Double(index) + 0.5) * pitch,
                                identification: Self.sure(entry), unitsHigh: high)
                        }
                    ))
                cursor += pitch * Double(facings) + [0, 0, 4, 220].randomElement(using: &random, default: 0)
            }
            shelves.append(
                Shelf(
                    id: "S\(shelf)", surfaceMM: 100 + 330 * Double(shelf), clearanceMM: 300,
                    positions: positions))
        }
        self.catalogue = catalogue
        self.units = units
        foreign = stock
        planogram = Planogram(
            id: "random-\(seed)", revision: 1,
            bay: Bay(id: "B", widthMM: width, heightMM: 1800, shelves: shelves))
    }

    var positions: [Position] { planogram.bay.shelves.flatMap(\.positions) }

    /// What a perfect detector sees, each box moved by up to `jitterMM` in each direction.
    func sightings(jitterMM: Double, using random: inout SeededGenerator) -> [Sighting] {
        units.flatMap { shelf, units in
            units.flatMap { unit in
                (0..<unit.unitsHigh).map { level in
                    let size = unit.entry.size
                    let jitter = -jitterMM...jitterMM
                    return Sighting(
                        objectClass: .product,
                        place: ShelfRect(
                            xMM: unit.centerMM - size.widthMM / 2 + Double.random(in: jitter, using: &random),
                            yMM: planogram.bay.shelves[shelf].surfaceMM + Double(level) * size.heightMM
                                + Double.random(in: jitter, using: &random),
                            widthMM: size.widthMM, heightMM: size.heightMM),
                        confidence: 0.9, identification: unit.identification)
                }
            }
        }
        .shuffled(using: &random)
    }

    func look(at sightings: [Sighting], hidden: [ShelfRect] = []) -> ShelfLook {
        ShelfComparison(planogram: planogram, zone: "Z", catalogue: catalogue).look(
            at: sightings, hidden: hidden)
    }

    static func sure(_ entry: CatalogueEntry) -> Identification {
        Identification(path: entry.path, probabilities: [0.99, 0.98, 0.97, 0.96, 0.9], gtin: entry.gtin)
    }

    /// Known down to `level` only.
    static func unsure(_ entry: CatalogueEntry, at level: TreeLevel) -> Identification {
        let path = entry.path.ancestor(at: level)
        return Identification(
            path: path, probabilities: Array([0.99, 0.98, 0.97, 0.96, 0.9].prefix(path.names.count)),
            gtin: nil)
    }

    private static func entries(using random: inout SeededGenerator) -> [CatalogueEntry] {
        (0..<160).map { number in
            CatalogueEntry(
                gtin: GTIN(restrictedCirculationItem: UInt64(number + 1)),
                path: SKUPath([
                    "D", "C\(number / 40)", "B\(number / 10)", "P\(number / 3)-\(number / 10)", "S\(number)",
                ]),
                form: .box,
                size: PackageSize(
                    widthMM: Double.random(in: 55...140, using: &random),
                    heightMM: Double.random(in: 80...260, using: &random), depthMM: 60))
        }
    }
}

extension [Double] {
    fileprivate func randomElement(using random: inout SeededGenerator, default fallback: Double) -> Double {
        randomElement(using: &random) ?? fallback
    }
}
