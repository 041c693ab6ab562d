import Retail
import TestSupport

/// Fills the shelves of a generated planogram, one after the other, from a stock of SKUs.
struct RandomRows {
    private enum Shape: CaseIterable {
        case board, boardWithStacks, boardWithRiders, trays, pegs, twoRowsOfPegs
    }

    /// What is not planned yet.
    var stock: [CatalogueEntry]
    let width: Double
    var random: SeededGenerator
    private(set) var shelves: [Shelf] = []
    private(set) var places: [RandomShelf.Place] = []
    private var rows = 0

    private static let roomMM = 300.0

    init(stock: [CatalogueEntry], width: Double, random: SeededGenerator) {
        self.stock = stock
        self.width = width
        self.random = random
    }

    mutating func add(shelf: Int) {
        let surface = 100 + 330 * Double(shelf)
        let first = places.count
        let shape = Shape.allCases.randomElement(using: &random) ?? .board
        switch shape {
        case .board: fill(shelf, on: surface, stacked: false)
        case .boardWithStacks: fill(shelf, on: surface, stacked: true)
        case .boardWithRiders:
            fill(shelf, on: surface, stacked: false)
            ride(on: first..<places.count, shelf)
        case .trays: fill(shelf, on: surface, stacked: true, style: .tray)
        case .pegs: fill(shelf, on: surface, stacked: false, hook: surface + 280)
        case .twoRowsOfPegs:
            fill(shelf, on: surface, stacked: false, hook: surface + 135, tallest: 125)
            fill(shelf, on: surface, stacked: false, hook: surface + 290, tallest: 125)
        }
        let isPegs = shape == .pegs || shape == .twoRowsOfPegs
        shelves.append(
            Shelf(
                id: "S\(shelf)", kind: isPegs ? .pegs : .shelf, surfaceMM: surface, clearanceMM: Self.roomMM,
                positions: places[first...].map(\.position)))
    }

    /// A row of positions from the left, until the bay is full.
    private mutating func fill(
        _ shelf: Int, on surface: Double, stacked: Bool, style: Presentation.Style = .unit,
        hook: Double? = nil, tallest: Double = 260
    ) {
        rows += 1
        var cursor = 0.0
        var count = 0
        while count < 12, let index = stock.lastIndex(where: { $0.size.heightMM <= tallest }) {
            var presentation = Presentation()
            presentation.style = style
            if Double.random(in: 0...1, using: &random) < 0.2 {
                let ways = [Orientation(.left), Orientation(.back), Orientation(.front, quarterTurns: 1)]
                presentation.orientation = ways.randomElement(using: &random) ?? .front
            }
            let size = presentation.orientation.turned(stock[index].size)
            if size.heightMM > tallest { presentation.orientation = .front }
            let unit = presentation.orientation.turned(stock[index].size)
            let facings = Int.random(in: 1...4, using: &random)
            let spread = hook == nil ? 1.0...1.06 : 1.1...1.3
            let pitch = unit.widthMM * Double.random(in: spread, using: &random)
            guard cursor + pitch * Double(facings) <= width else { break }
            let entry = stock.remove(at: index)
            let high = stacked && unit.heightMM < 130 ? Int.random(in: 1...2, using: &random) : 1
            let tolerance = [0, 0, 0, 1, 2].randomElement(using: &random) ?? 0
            if let hook { presentation.raisedMM = hook - unit.heightMM - surface }
            let position = Position(
                id: "P\(shelf)-\(rows)-\(count)", gtin: entry.gtin, xMM: cursor,
                widthMM: pitch * Double(facings), facings: facings, unitsHigh: high,
                tolerance: min(tolerance, facings - 1), presentation: presentation)
            add(position, entry, shelf, bottom: surface + presentation.raisedMM, hook: hook)
            cursor +=
                pitch * Double(facings) + ([0, 0, 4, 220].randomElement(using: &random) ?? 0)
            count += 1
        }
    }

    /// Puts products on top of some of `range`, which are the last places.
    private mutating func ride(on range: Range<Int>, _ shelf: Int) {
        rows += 1
        for below in range where Bool.random(using: &random) {
            let base = places[below]
            guard let height = base.units.first?.size.heightMM,
                let index = stock.lastIndex(where: {
                    $0.size.heightMM + height <= Self.roomMM
                        && $0.size.widthMM <= base.position.widthMM
                })
            else { continue }
            let entry = stock.remove(at: index)
            let facings = Int(base.position.widthMM / entry.size.widthMM)
            var presentation = Presentation()
            presentation.raisedMM = height
            let position = Position(
                id: "\(base.position.id)-rider", gtin: entry.gtin, xMM: base.position.xMM,
                widthMM: base.position.widthMM, facings: facings, presentation: presentation)
            add(position, entry, shelf, bottom: base.bottomMM + height, hook: nil)
        }
    }

    private mutating func add(
        _ position: Position, _ entry: CatalogueEntry, _ shelf: Int, bottom: Double, hook: Double?
    ) {
        let pitch = position.widthMM / Double(position.facings)
        let units = (0..<position.facings).map { facing in
            RandomShelf.Unit(
                entry: entry, centerMM: position.xMM + (Double(facing) + 0.5) * pitch,
                identification: RandomShelf.sure(entry), unitsHigh: position.unitsHigh,
                orientation: position.presentation.orientation, told: nil, depthMM: nil, intruder: nil)
        }
        let surface = 100 + 330 * Double(shelf)
        places.append(
            RandomShelf.Place(
                position: position, shelf: shelf, row: rows, bottomMM: bottom, hookMM: hook,
                roomMM: hook.map { min(125, $0 - surface) } ?? Self.roomMM - (bottom - surface),
                units: units, hasTag: hook == nil))
    }
}
