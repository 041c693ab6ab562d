import Planograms
import Retail
import TestSupport
import Testing

struct SelfRegistrationTests {
    /// Bays of one aisle: SKUs differ, but every bay has some that the others have too.
    struct Aisle {
        let catalogue: Catalogue
        let bays: [Bay]

        init(seed: UInt64) throws {
            var random = SeededGenerator(seed: seed)
            let entries = (0..<150).map { number in
                CatalogueEntry(
                    gtin: GTIN(restrictedCirculationItem: UInt64(number + 1)),
                    path: SKUPath(["D", "C", "B\(number / 10)", "P\(number)", "S"]), form: .box,
                    size: PackageSize(
                        widthMM: Double.random(in: 45...130, using: &random),
                        heightMM: Double.random(in: 60...260, using: &random), depthMM: 60))
            }
            catalogue = try Catalogue(entries)
            bays = (0..<4).map { Self.bay(String($0), entries, using: &random) }
        }

        private static func bay(
            _ id: String, _ entries: [CatalogueEntry], using random: inout SeededGenerator
        ) -> Bay {
            let width = Double.random(in: 900...1330, using: &random)
            let shelves = (0..<5).map { level in
                var positions: [Position] = []
                var cursor = 0.0
                while let entry = entries.randomElement(using: &random) {
                    let facings = Int.random(in: 1...4, using: &random)
                    let needed = entry.size.widthMM * 1.05 * Double(facings)
                    guard cursor + needed <= width else { break }
                    positions.append(
                        Position(
                            id: "\(level)-\(positions.count)", gtin: entry.gtin, xMM: cursor, widthMM: needed,
                            facings: facings, unitsHigh: entry.size.heightMM < 130 ? 2 : 1))
                    cursor += needed
                }
                return Shelf(
                    id: String(level), surfaceMM: 150 + 330 * Double(level), clearanceMM: 300,
                    positions: positions)
            }
            return Bay(id: id, widthMM: width, heightMM: 1900, shelves: shelves)
        }

        /// What a camera finds: units up to 8 mm beside their places, boxes 2 pixels off, a tenth missing, a fifth unread and
        /// of those read one in `wrongNames` under another name.
        func products(
            in bay: Bay, of view: CameraView, wrongNames: Double, using random: inout SeededGenerator
        ) -> [NamedBox] {
            var products: [NamedBox] = []
            for shelf in bay.shelves {
                for position in shelf.positions {
                    guard let size = catalogue[position.gtin]?.size else { continue }
                    let pitch = position.widthMM / Double(position.facings)
                    for unit in 0..<position.facings * position.unitsHigh {
                        guard Double.random(in: 0...1, using: &random) > 0.28 else { continue }
                        let x =
                            position.xMM + (Double(unit % position.facings) + 0.5) * pitch - size.widthMM / 2
                        let place = ShelfRect(
                            xMM: x + Double.random(in: -8...8, using: &random),
                            yMM: shelf.surfaceMM + Double(unit / position.facings) * size.heightMM,
                            widthMM: size.widthMM, heightMM: size.heightMM)
                        guard let box = view.box(place) else { continue }
                        func noise() -> Double { Double.random(in: -2...2, using: &random) }
                        let isWrong = Double.random(in: 0...1, using: &random) < wrongNames
                        let other = catalogue.entries.randomElement(using: &random)?.gtin
                        products.append(
                            NamedBox(
                                box: PixelRect(
                                    x: box.x + noise(), y: box.y + noise(), width: box.width + noise(),
                                    height: box.height + noise()),
                                gtin: isWrong ? other ?? position.gtin : position.gtin))
                    }
                }
            }
            return products
        }
    }

    /// How far the proposed map is from the truth at the planned positions that can be seen, the median in millimetres.
    private func error(_ proposal: RegistrationProposal, of view: CameraView, in bay: Bay) throws -> Double {
        let zone = Zone(
            id: "Z", camera: "C", planogram: "P", pointPairs: proposal.corners,
            pictureSize: proposal.pictureSize)
        let registration = try Registration(zone: zone)
        let errors = bay.shelves.flatMap { shelf in
            shelf.positions.filter { proposal.visiblePositions.contains($0.id) }.compactMap {
                position -> Double? in
                let (x, y) = (position.xMM + position.widthMM / 2, shelf.surfaceMM)
                guard let pixel = view.pixel(x, y), let point = registration.shelfPoint(at: pixel) else {
                    return nil
                }
                return ((point.xMM - x) * (point.xMM - x) + (point.yMM - y) * (point.yMM - y)).squareRoot()
            }
        }
        return errors.sorted()[errors.count / 2]
    }

    @Test(arguments: [0.05, 0.2])
    func `the bay is found and every position lies within a centimetre of its place`(wrongNames: Double)
        throws
    {
        var errors: [Double] = []
        var right = 0
        let rounds = 60
        for seed in 0..<UInt64(rounds) {
            let aisle = try Aisle(seed: seed)
            var random = SeededGenerator(seed: 1000 + seed)
            let bay = aisle.bays[Int(seed) % aisle.bays.count]
            let view = CameraView(bay: bay, using: &random)
            let products = aisle.products(in: bay, of: view, wrongNames: wrongNames, using: &random)
            let search = SelfRegistration(bays: aisle.bays, catalogue: aisle.catalogue)
            guard let proposal = search.propose(products, pictureSize: view.size, using: &random) else {
                continue
            }
            if proposal.bay.id == bay.id {
                right += 1
                errors.append(try error(proposal, of: view, in: bay))
            }
        }
        let median = errors.sorted()[errors.count / 2]
        #expect(Double(right) >= 0.98 * Double(rounds))
        #expect(median <= 10)
    }

    @Test func `products of another aisle lead to no proposal`() throws {
        var proposals = 0
        for seed in 0..<UInt64(20) {
            let aisle = try Aisle(seed: seed)
            let other = try Aisle(seed: 500 + seed)
            var random = SeededGenerator(seed: seed)
            let view = CameraView(bay: other.bays[0], using: &random)
            let products = other.products(in: other.bays[0], of: view, wrongNames: 0, using: &random)
            let search = SelfRegistration(bays: aisle.bays, catalogue: aisle.catalogue)
            if search.propose(products, pictureSize: view.size, using: &random) != nil { proposals += 1 }
        }
        #expect(proposals == 0)
    }

    @Test func `the same picture and generator give the same proposal, too few products none`() throws {
        let aisle = try Aisle(seed: 1)
        var random = SeededGenerator(seed: 1)
        let view = CameraView(bay: aisle.bays[0], using: &random)
        let products = aisle.products(in: aisle.bays[0], of: view, wrongNames: 0.1, using: &random)
        let search = SelfRegistration(bays: aisle.bays, catalogue: aisle.catalogue)
        var (first, second) = (random, random)
        let one = search.propose(products, pictureSize: view.size, using: &first)
        let two = search.propose(products, pictureSize: view.size, using: &second)
        #expect(one?.corners == two?.corners)
        #expect(one != nil)
        let few = search.propose(Array(products.prefix(5)), pictureSize: view.size, using: &first)
        #expect(few == nil)
    }
}
