import Retail

/// Writes planograms as a ProSpace file, field by field, for tests to read back.
struct PSAText {
    enum Unit: String {
        case inches = "0"
        case centimetres = "1"

        var millimetres: Double { self == .inches ? 25.4 : 10 }
    }

    /// Cells of Project, Planogram, Segment, Fixture, Position and Product records, by version: new ones only come to the end.
    static let cells = [
        "2017.2.0": [215, 262, 51, 166, 166, 273], "2019.1.0": [215, 264, 51, 166, 166, 273],
        "2020.1.0": [217, 271, 51, 166, 166, 274], "2021.1.2": [217, 271, 51, 169, 166, 274],
        "2024.4.0": [217, 288, 51, 169, 166, 326],
    ]

    var unit = Unit.centimetres
    var version = "2024.4.0"
    /// Cells of a Position: trailing empty ones may be missing.
    var positionCells = 166
    /// Whether x of positions is counted from the fixture's left end.
    var isRelative = false
    var lineEnd = "\r\n"

    /// The file of bays that stand side by side.
    func text(_ bays: [Planogram]) -> String { rows(bays).map { $0 + lineEnd }.joined() }

    func rows(_ bays: [Planogram]) -> [String] {
        let positions = bays.flatMap { $0.bay.shelves.flatMap(\.positions) }
        var rows = ["PROSPACE SCHEMATIC FILE", "; Version \(version)", "; Codepage=1252"]
        rows.append(row("Project", cells: cellCount(0), [1: "Test", 3: "0", 12: unit.rawValue]))
        rows += positions.map(product)
        let width = bays.reduce(0) { $0 + $1.bay.widthMM }
        let height = bays.map(\.bay.heightMM).max() ?? 0
        var planogram = [1: bays[0].id, 3: length(width), 4: length(height), 5: length(600)]
        if let from = bays[0].validity.from { planogram[189] = day(from.seconds) }
        // The last day on which it holds.
        if let to = bays[0].validity.to { planogram[190] = day(to.seconds - 86400) }
        rows.append(row("Planogram", cells: cellCount(1), planogram))
        var left = 0.0
        var fixtures: [String] = []
        for bay in bays.map(\.bay) {
            rows.append(
                row(
                    "Segment", cells: cellCount(2),
                    [
                        1: bay.name ?? "", 3: "0", 4: length(bay.widthMM), 6: length(bay.heightMM),
                        10: length(left),
                    ]))
            for shelf in bay.shelves { fixtures += self.fixture(shelf, of: bay, left: left) }
            left += bay.widthMM
        }
        return rows + fixtures
    }

    private func fixture(_ shelf: Shelf, of bay: Bay, left: Double) -> [String] {
        let board = TradePlans.boardMM
        let fixture = row(
            "Fixture", cells: cellCount(3),
            [
                1: "0", 2: "Shelf \(shelf.id)", 4: length(left), 5: length(bay.widthMM),
                6: length(shelf.surfaceMM - board), 7: length(board), 9: length(shelf.depthMM ?? 0),
            ])
        return [fixture, "FixtureEx,1"]
            + shelf.positions.map { position($0, on: shelf, left: isRelative ? 0 : left) }
    }

    private func position(_ position: Position, on shelf: Shelf, left: Double) -> String {
        let presentation = position.presentation
        let block = presentation.style == .tray ? presentation.block : nil
        let (wide, high, deep) = (block?.wide ?? 1, block?.high ?? 1, block?.deep ?? 1)
        var cells: [Int: String] = [
            1: digits(position.gtin), 2: "item \(position.gtin.number % 1000)",
            4: length(position.xMM + left),
            5: length(position.widthMM), 6: length(shelf.surfaceMM), 9: length(400),
            13: String(Presentation.Style.allCases.firstIndex(of: presentation.style) ?? 0),
            14: String((position.facings - presentation.caps.beside) / wide),
            15: "\(position.unitsHigh / high).00", 16: String((presentation.unitsDeep ?? 1) / deep),
            29: String(psaCode(of: presentation.orientation)), 42: presentation.pegID ?? "",
        ]
        if presentation.caps.beside > 0 { cells[17] = String(presentation.caps.beside) }
        if presentation.caps.above > 0 { cells[21] = String(presentation.caps.above) }
        return row("Position", cells: positionCells, cells)
    }

    private func product(_ position: Position) -> String {
        let presentation = position.presentation
        var cells: [Int: String] = [
            1: digits(position.gtin), 2: "item \(position.gtin.number % 1000)", 3: position.name ?? "",
        ]
        if let seen = presentation.unitSize {
            // The product as it is sold is the one that looks so when it is turned.
            let sold = unturned(seen, presentation.orientation)
            cells.merge([5: length(sold.widthMM), 6: length(sold.heightMM), 7: length(sold.depthMM)]) { $1 }
            if let block = presentation.block,
                let style = Presentation.Style.allCases.firstIndex(of: presentation.style)
            {
                let first = 46 + 8 * (style - 1)
                let count =
                    presentation.style == .tray ? block : Presentation.Block(wide: 1, high: 1, deep: 1)
                cells[first] = length(seen.widthMM * Double(count.wide))
                cells[first + 1] = length(seen.heightMM * Double(count.high))
                cells[first + 2] = length(seen.depthMM * Double(count.deep))
                cells[first + 3] = String(block.wide)
                cells[first + 4] = String(block.high)
                cells[first + 5] = String(block.deep)
            }
        }
        return row("Product", cells: cellCount(5), cells)
    }

    private func unturned(_ seen: PackageSize, _ orientation: Orientation) -> PackageSize {
        let upright =
            orientation.quarterTurns % 2 == 0
            ? seen : PackageSize(widthMM: seen.heightMM, heightMM: seen.widthMM, depthMM: seen.depthMM)
        let (across, up, back) = (upright.widthMM, upright.heightMM, upright.depthMM)
        switch orientation.face {
        case .front, .back: return upright
        case .left, .right: return PackageSize(widthMM: back, heightMM: up, depthMM: across)
        case .top, .bottom: return PackageSize(widthMM: across, heightMM: back, depthMM: up)
        }
    }

    private func psaCode(of orientation: Orientation) -> Int {
        let faces: [Orientation.Face] = [.front, .left, .top, .back, .right, .bottom]
        let face = faces.firstIndex(of: orientation.face) ?? 0
        return face * 2 + orientation.quarterTurns % 2 + (orientation.quarterTurns >= 2 ? 12 : 0)
    }

    func row(_ kind: String, cells count: Int, _ cells: [Int: String]) -> String {
        var fields = [kind] + Array(repeating: "", count: count)
        for (index, text) in cells where index <= count { fields[index] = escaped(text) }
        return fields.joined(separator: ",")
    }

    private func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing(",", with: "\\,").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }

    private func cellCount(_ kind: Int) -> Int { Self.cells[version]?[kind] ?? 0 }

    private func length(_ millimetres: Double) -> String { String(millimetres / unit.millimetres) }

    private func digits(_ gtin: GTIN) -> String { String(gtin.description.dropFirst()) }

    private func day(_ seconds: Double) -> String { String(UTCTime(seconds: seconds).description.prefix(10)) }
}
