internal import ArgumentParser
internal import Planograms
internal import Retail

/// The subcommand `gondola planogram bench`.
struct PlanogramBenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract:
            "Time the comparison of one look with a large planogram: 300 positions, 500 facings, one thread.")

    @Option(help: "Looks to time.")
    var looks = 200

    func validate() throws {
        guard looks > 0 else { throw ValidationError("--looks must be at least 1") }
    }

    func run() throws {
        let entries = (0..<300).map { number in
            CatalogueEntry(
                gtin: GTIN(restrictedCirculationItem: UInt64(number)),
                path: SKUPath([
                    "Department", "Category \(number / 60)", "Brand \(number / 12)", "Product \(number / 3)",
                    "SKU \(number)",
                ]),
                form: .can, size: PackageSize(widthMM: 60, heightMM: 120, depthMM: 60))
        }
        let shelves = (0..<10).map { Self.shelf($0, of: entries) }
        let catalogue = try Catalogue(entries)
        let comparison = ShelfComparison(
            planogram: Planogram(
                id: "bench", revision: 1,
                bay: Bay(id: "bench", widthMM: 3200, heightMM: 2100, shelves: shelves)),
            zone: "bench", catalogue: catalogue)
        let sightings = shelves.flatMap { shelf in
            shelf.positions.flatMap { Self.units(at: $0, on: shelf, catalogue) }
        }
        var circumstances = ShelfComparison.Circumstances()
        circumstances.tags = .everywhere
        circumstances.eye = ShelfEye(xMM: 1600, yMM: 1400, zMM: 2700)
        var times: [Double] = []
        var findings = 0
        for _ in 0..<looks {
            let time = ContinuousClock().measure {
                findings = comparison.look(at: sightings, circumstances).findings.count
            }
            times.append(time / .milliseconds(1))
        }
        times.sort()
        func text(_ milliseconds: Double) -> String { "\((milliseconds * 100).rounded() / 100) ms" }
        print(
            "\(sightings.count - entries.count) facings against \(entries.count) positions: median \(text(times[looks / 2])), "
                + "fastest \(text(times[0])), slowest \(text(times[looks - 1])) over \(looks) looks; "
                + "\(findings) findings")
    }

    /// Thirty positions side by side with one or two facings each.
    private static func shelf(_ row: Int, of entries: [CatalogueEntry]) -> Shelf {
        var cursor = 0.0
        let positions = (0..<30).map { column in
            let facings = column % 3 == 0 ? 1 : 2
            defer { cursor += 62 * Double(facings) }
            return Position(
                id: "\(row)-\(column)", gtin: entries[row * 30 + column].gtin, xMM: cursor,
                widthMM: 62 * Double(facings), facings: facings)
        }
        return Shelf(id: "\(row)", surfaceMM: 200 * Double(row), clearanceMM: 190, positions: positions)
    }

    /// A position's units and its price tag.
    private static func units(
        at position: Position, on shelf: Shelf, _ catalogue: Catalogue
    ) -> [Sighting] {
        let tag = Sighting(
            objectClass: .priceTag,
            place: ShelfRect(xMM: position.xMM + 8, yMM: shelf.surfaceMM - 38, widthMM: 45, heightMM: 30),
            confidence: 0.8)
        let units = (0..<position.facings).map { facing in
            Sighting(
                objectClass: .product,
                place: ShelfRect(
                    xMM: position.xMM + 62 * Double(facing) + 1, yMM: shelf.surfaceMM, widthMM: 60,
                    heightMM: 120),
                confidence: 0.9,
                identification: Identification(
                    path: catalogue[position.gtin]?.path ?? SKUPath([]),
                    probabilities: [1, 1, 1, 0.99, 0.9], gtin: position.gtin))
        }
        return units + [tag]
    }
}
