import Retail
import TestSupport

/// Generated planograms with all that a ProSpace file can hold: several bays, trays, cartons, caps, turned packages.
///
/// Sizes are whole millimetres, so that inches and centimetres bring them back exactly.
struct TradePlans {
    /// Of every board.
    static let boardMM = 20.0

    let bays: [Planogram]

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let day = Double(Int.random(in: 19_000...21_000, using: &random)) * 86400
        let validity =
            Bool.random(using: &random)
            ? Validity.always
            : Validity(from: UTCTime(seconds: day), to: UTCTime(seconds: day + 86400 * 30))
        let count = Int.random(in: 1...3, using: &random)
        var next = UInt64.random(in: 1...1_000_000, using: &random)
        var bays: [Planogram] = []
        for number in 1...count {
            bays.append(
                Planogram(
                    id: "Plan \(seed), \"résumé\" \\ x", revision: 1, name: "Plan \(seed), \"résumé\" \\ x",
                    validity: validity, bay: Self.bay(number, next: &next, using: &random)))
        }
        self.bays = bays
    }

    private static func bay(_ number: Int, next: inout UInt64, using random: inout SeededGenerator) -> Bay {
        let width = Double(Int.random(in: 6...13, using: &random)) * 100
        let levels = Int.random(in: 1...5, using: &random)
        let surfaces = (0..<levels).map {
            100 + Double($0) * Double(Int.random(in: 340...360, using: &random))
        }
        let height = 100 + Double(levels) * 360
        let shelves = surfaces.enumerated().map { index, surface in
            let positions = positions(on: index + 1, width: width, next: &next, using: &random)
            let tallest =
                positions.map { ($0.presentation.unitSize?.heightMM ?? 0) * Double($0.unitsHigh) }.max() ?? 0
            let clearance =
                index + 1 < levels
                ? surfaces[index + 1] - boardMM - surface : max(height - surface, tallest, 50)
            return Shelf(
                id: String(index + 1), surfaceMM: surface, clearanceMM: clearance,
                depthMM: Double(Int.random(in: 300...600, using: &random)), positions: positions)
        }
        return Bay(
            id: String(number), name: "Bay, \(number)", widthMM: width, heightMM: height, shelves: shelves)
    }

    private static func positions(
        on shelf: Int, width: Double, next: inout UInt64, using random: inout SeededGenerator
    ) -> [Position] {
        var positions: [Position] = []
        var cursor = 0.0
        while positions.count < 12 {
            next += 1
            let presentation = presentation(using: &random)
            let size = presentation.unitSize ?? PackageSize(widthMM: 50, heightMM: 50, depthMM: 50)
            let wide = presentation.style == .tray ? presentation.block?.wide ?? 1 : 1
            let high = presentation.style == .tray ? presentation.block?.high ?? 1 : 1
            let pieces = Int.random(in: 1...3, using: &random)
            let facings = pieces * wide + presentation.caps.beside
            let needed =
                Double(pieces * wide) * size.widthMM + Double(presentation.caps.beside) * size.depthMM
                + Double(Int.random(in: 2...5, using: &random))
            guard cursor + needed <= width else { break }
            positions.append(
                Position(
                    id: "\(shelf)-\(positions.count + 1)", gtin: GTIN(restrictedCirculationItem: next),
                    name: "Product, no. \(next) \\", xMM: cursor, widthMM: needed, facings: facings,
                    unitsHigh: Int.random(in: 1...2, using: &random) * high, presentation: presentation))
            cursor += needed + Double(Int.random(in: 0...40, using: &random))
        }
        return positions
    }

    private static func presentation(using random: inout SeededGenerator) -> Presentation {
        var presentation = Presentation()
        presentation.unitSize = PackageSize(
            widthMM: Double(Int.random(in: 40...110, using: &random)),
            heightMM: Double(Int.random(in: 40...120, using: &random)),
            depthMM: Double(Int.random(in: 40...90, using: &random)))
        presentation.unitsDeep = Int.random(in: 1...4, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            presentation.style = .tray
            presentation.block = Presentation.Block(wide: 2, high: 1, deep: 2)
            presentation.unitsDeep = 2 * Int.random(in: 1...3, using: &random)
        case 1:
            presentation.style = .case
            presentation.block = Presentation.Block(wide: 3, high: 2, deep: 1)
        case 2:
            presentation.orientation =
                Orientation(
                    Orientation.Face.allCases.randomElement(using: &random) ?? .front,
                    quarterTurns: Int.random(in: 0..<4, using: &random))
            presentation.caps.beside = Int.random(in: 0...1, using: &random)
            presentation.caps.above = Int.random(in: 0...2, using: &random)
        default:
            presentation.pegID = Bool.random(using: &random) ? "HOOK 7" : nil
        }
        return presentation
    }
}
