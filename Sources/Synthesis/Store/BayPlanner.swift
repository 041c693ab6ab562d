import Foundation
import Retail

/// Plans one bay: five shelves, each with goods of one or two categories.
struct BayPlanner {
    private(set) var bay = Bay(id: "bay-1", widthMM: 2500, heightMM: 0, shelves: [])
    private(set) var spare: Set<String> = []
    private let entries: [CatalogueEntry]
    private var used: Set<GTIN> = []

    /// Free space beside a unit and at both ends of a position.
    static let unitGapMM = 4.0
    static let edgeMM = 6.0
    static let boardMM = 25.0
    /// Free height above the tallest package of a shelf.
    private static let headroomMM = 42.0

    init(_ entries: [CatalogueEntry]) { self.entries = entries.filter(BayPlanner.fits) }

    /// Whether a package suits this bay.
    static func fits(_ entry: CatalogueEntry) -> Bool {
        (85...262).contains(entry.size.heightMM) && (45...185).contains(entry.size.widthMM)
    }

    mutating func plan(_ random: inout Random) {
        var shelves: [Shelf] = []
        var surface = 110.0
        for number in 1...5 {
            let positions = fill(shelf: number, &random)
            let planned = Set(positions.map(\.gtin))
            let tallest = entries.filter { planned.contains($0.gtin) }.map(\.size.heightMM).max() ?? 200
            let clearance = (tallest + BayPlanner.headroomMM).rounded()
            shelves.append(
                Shelf(id: "shelf-\(number)", surfaceMM: surface, clearanceMM: clearance, positions: positions)
            )
            surface += clearance + BayPlanner.boardMM
        }
        bay = Bay(id: bay.id, widthMM: bay.widthMM, heightMM: surface, shelves: shelves)
    }

    private mutating func fill(shelf: Int, _ random: inout Random) -> [Position] {
        var positions: [Position] = []
        var x = 20.0 + Double(random.uniform(0...20))
        var place = random.whole(0...entries.count - 1)
        var misfits = 0
        while misfits < 40 {
            // Steps through the tree, so that neighbours are related but seldom the same but for a number.
            place += random.whole(1...5)
            if random.chance(0.06) { place += random.whole(0...entries.count) }
            let entry = entries[place % entries.count]
            guard !used.contains(entry.gtin) else { continue }
            let facings = random.whole(entry.size.widthMM > 130 ? 1...3 : 2...4)
            let width = Double(facings) * (entry.size.widthMM + BayPlanner.unitGapMM) + 2 * BayPlanner.edgeMM
            guard x + width < bay.widthMM - 20 else {
                misfits += 1
                continue
            }
            used.insert(entry.gtin)
            let id = "s\(shelf)p\(positions.count + 1)"
            positions.append(
                Position(
                    id: id, gtin: entry.gtin, xMM: (x * 2).rounded() / 2, widthMM: (width * 2).rounded() / 2,
                    facings: facings))
            x += width + Double(random.uniform(8...20))
            if random.chance(0.2), x + entry.size.widthMM < bay.widthMM - 40 {
                spare.insert(id)
                x += entry.size.widthMM
            }
        }
        return positions
    }
}
