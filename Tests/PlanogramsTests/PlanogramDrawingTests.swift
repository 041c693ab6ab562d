import Foundation
import FoundationXML
import Planograms
import Retail
import TestSupport
import Testing

struct PlanogramDrawingTests {
    /// All texts and the frames of rectangles of an SVG.
    private final class Reader: NSObject, XMLParserDelegate {
        var texts: [String] = []
        var rectangles: [[String: String]] = []
        private var text = ""

        func parser(
            _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
            qualifiedName: String?,
            attributes: [String: String]
        ) {
            if element == "rect" { rectangles.append(attributes) }
            text = ""
        }

        func parser(
            _ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?
        ) {
            if element == "text" { texts.append(text) }
        }

        func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }
    }

    private func read(_ svg: String) -> Reader? {
        let reader = Reader()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = reader
        return parser.parse() ? reader : nil
    }

    @Test func `every product is drawn with its key, its facings and its place`() throws {
        let catalogue = try SampleShelf.catalogue()
        let svg = PlanogramDrawing.svg([SampleShelf.planogram], catalogue: catalogue)
        let reader = try #require(read(svg))
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
    func `any plan makes well-formed XML`(seed: UInt64) {
        #expect(read(PlanogramDrawing.svg(TradePlans(seed: seed).bays)) != nil)
    }

    @Test func `names with characters of XML and none of it are drawn as text`() throws {
        let position = Position(
            id: "1", gtin: SampleShelf.gtin(1), name: "<script>&\"\u{1}\u{FFFF}'", xMM: 0, widthMM: 400,
            facings: 1)
        let bay = Bay(
            id: "</svg>", widthMM: 500, heightMM: 500,
            shelves: [Shelf(id: "&", surfaceMM: 0, clearanceMM: 400, positions: [position])])
        let reader = try #require(read(PlanogramDrawing.svg([Planogram(id: "<p>", revision: 1, bay: bay)])))
        #expect(reader.texts.contains("<script>&\"  '"))
    }
}
