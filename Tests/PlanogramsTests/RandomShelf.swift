import Planograms
import Retail
import TestSupport

/// A generated planogram with the sightings of a shelf that fulfils it.
///
/// Boards with stacks, trays, products that stand on others, and pegboards of one or two rows; packages that show a side or
/// lie; positions with and without tolerance.
struct RandomShelf {
    /// One unit that stands on the shelf in full view, or a stack of them.
    struct Unit {
        var entry: CatalogueEntry
        var centerMM: Double
        var identification: Identification
        var unitsHigh: Int
        /// As planned; what perception tells of it is `told`.
        var orientation: Orientation
        var told: Orientation?
        var depthMM: Double?
        /// Stands on top of a stack in place of its last unit.
        var intruder: CatalogueEntry?

        var size: PackageSize { orientation.turned(entry.size) }
    }

    /// One position and what stands there.
    struct Place {
        let position: Position
        let shelf: Int
        /// Places of one row can hold each other's units.
        let row: Int
        /// What its units stand on, or hang from.
        let bottomMM: Double
        let hookMM: Double?
        let roomMM: Double
        var units: [Unit]
        var hasTag: Bool

        var freeMM: ClosedRange<Double> { position.xMM...position.xMM + position.widthMM }
    }

    let catalogue: Catalogue
    let planogram: Planogram
    /// In plan order.
    var places: [Place]

    /// SKUs of the catalogue that the planogram does not use.
    let foreign: [CatalogueEntry]

    init(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let catalogue = try Catalogue(Self.entries(using: &random))
        var maker = RandomRows(
            stock: catalogue.entries.shuffled(using: &random),
            width: Double.random(in: 700...1400, using: &random), random: random)
        for shelf in 0..<Int.random(in: 2...5, using: &random) { maker.add(shelf: shelf) }
        self.catalogue = catalogue
        places = maker.places
        foreign = maker.stock
        planogram = Planogram(
            id: "random-\(seed)", revision: 1,
            bay: Bay(id: "B", widthMM: maker.width, heightMM: 1800, shelves: maker.shelves))
    }

    /// What a perfect detector sees, each box moved by up to `jitterMM` in each direction.
    func sightings(jitterMM: Double, using random: inout SeededGenerator) -> [Sighting] {
        var sightings: [Sighting] = []
        for place in places {
            for unit in place.units { sightings += boxes(of: unit, at: place) }
            if place.hasTag {
                let surface = planogram.bay.shelves[place.shelf].surfaceMM
                // The tags of products that stand on each other hang side by side.
                let x = place.position.xMM + (place.bottomMM > surface ? 30 : 4)
                sightings.append(
                    Sighting(
                        objectClass: .priceTag,
                        place: ShelfRect(xMM: x, yMM: surface - 38, widthMM: 45, heightMM: 30),
                        confidence: 0.8))
            }
        }
        return sightings.map { $0.moved(by: jitterMM, using: &random) }.shuffled(using: &random)
    }

    private func boxes(of unit: Unit, at place: Place) -> [Sighting] {
        let size = unit.size
        let bottom = place.hookMM.map { $0 - size.heightMM * Double(unit.unitsHigh) } ?? place.bottomMM
        return (0..<unit.unitsHigh).map { level in
            let isIntruder = unit.intruder != nil && level == unit.unitsHigh - 1 && level > 0
            let top = isIntruder ? unit.intruder : nil
            let box = top?.size ?? size
            var sighting = Sighting(
                objectClass: .product,
                place: ShelfRect(
                    xMM: unit.centerMM - box.widthMM / 2, yMM: bottom + Double(level) * size.heightMM,
                    widthMM: box.widthMM, heightMM: box.heightMM),
                confidence: 0.9, identification: top.map(Self.sure) ?? unit.identification)
            sighting.depthMM = unit.depthMM
            sighting.orientation = isIntruder ? nil : unit.told
            return sighting
        }
    }

    /// One look, with a price tag expected wherever the plan has one.
    func look(at sightings: [Sighting], hidden: [ShelfRect] = []) -> ShelfLook {
        var circumstances = ShelfComparison.Circumstances()
        circumstances.hidden = hidden
        circumstances.tags = .everywhere
        return ShelfComparison(planogram: planogram, zone: "Z", catalogue: catalogue)
            .look(at: sightings, circumstances)
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

extension Sighting {
    /// The same a little beside: up to `reach` millimetres in each direction.
    fileprivate func moved(by reach: Double, using random: inout SeededGenerator) -> Sighting {
        var place = place
        place.xMM += Double.random(in: -reach...reach, using: &random)
        place.yMM += Double.random(in: -reach...reach, using: &random)
        var sighting = Sighting(
            objectClass: objectClass, place: place, confidence: confidence, identification: identification)
        (sighting.depthMM, sighting.orientation) = (depthMM, orientation)
        return sighting
    }
}
