import Markup
import Planograms
import Retail
import TestSupport
import Testing

struct PlanogramDrawingTests {
    /// All texts and the frames of rectangles of an SVG.
    private final class Reader: XMLFollower {
        var texts: [String] = []
        var rectangles: [[String: String]] = []
        private var text = ""

        func started(_ name: String, _ attributes: [String: String], line: Int) {
            if name == "rect" { rectangles.append(attributes) }
            text = ""
        }

        func ended(_ name: String, line: Int) {
            if name == "text" { texts.append(text) }
        }

        func found(_ characters: String) { text += characters }
    }

    private func read(_ svg: String) throws -> Reader {
        let reader = Reader()
        try XMLDocument.read(Array(svg.utf8), follower: reader)
        return reader
    }

    @Test func `every product is drawn with its key, its facings and its place`() throws {
        let catalogue = try SampleShelf.catalogue()
        let svg = PlanogramDrawing.svg([SampleShelf.planogram], catalogue: catalogue)
        let reader = try read(svg)
        for position in SampleShelf.planogram.bay.shelves.flatMap(\.positions) {
            #expect(reader.texts.contains(position.gtin.description))
            #expect(
                reader.rectangles.contains {
                    $0["width"] == "\(Int(position.widthMM))" && $0["height"] == "180"
                })
        }
        #expect(reader.texts.contains("3 facings"))
        #expect(reader.texts.contains("200 mm"))
        // Names come from the catalogue where the plan has none, and may be broken into lines.
        #expect(reader.texts.joined(separator: " ").contains("Espresso 250 g"))
    }

    @Test(arguments: UInt64(0)..<10)
    func `any plan makes well-formed XML`(seed: UInt64) throws {
        _ = try read(PlanogramDrawing.svg(TradePlans(seed: seed).bays))
    }

    @Test func `names with characters of XML and none of it are drawn as text`() throws {
        let position = Position(
            id: "1", gtin: SampleShelf.gtin(1), name: "<script>&\"\u{1}\u{FFFF}'", xMM: 0, widthMM: 400,
            facings: 1)
        let bay = Bay(
            id: "</svg>", widthMM: 500, heightMM: 500,
            shelves: [Shelf(id: "&", surfaceMM: 0, clearanceMM: 400, positions: [position])])
        let reader = try read(PlanogramDrawing.svg([Planogram(id: "<p>", revision: 1, bay: bay)]))
        #expect(reader.texts.contains("<script>&\"  '"))
    }
}
