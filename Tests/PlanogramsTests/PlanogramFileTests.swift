import FoundationEssentials
import Planograms
import Retail
import TestSupport
import Testing

struct PlanogramFileTests {
    private func sample() throws -> String {
        String(decoding: try PlanogramFile.encode(SampleShelf.planogram, file: "sample"), as: UTF8.self)
    }

    private func decode(_ text: String) throws(PlanogramError) -> [Planogram] {
        try PlanogramFile.decode(Data(text.utf8), file: "plan.json")
    }

    private func places(_ text: String) -> [String] {
        do {
            _ = try decode(text)
            return []
        } catch .invalid(_, let problems) {
            return problems.map(\.place)
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `a planogram survives the way to JSON and back`() throws {
        #expect(try decode(sample()) == [SampleShelf.planogram])
    }

    @Test func `a written file reads back and a missing one is named`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "planograms-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let path = folder.appending(path: "plan.json").path
        try PlanogramFile.write(SampleShelf.planogram, path: path)
        #expect(try PlanogramFile.read(path: path) == [SampleShelf.planogram])
        let error = #expect(throws: PlanogramError.self) { try PlanogramFile.read(path: path + ".none") }
        #expect(error?.description.contains(path + ".none") == true)
        #expect(error?.description.contains("no such file") == true)
    }

    @Test func `units_high and tolerance may be left out`() throws {
        let text = try sample().replacing("\"units_high\" : 1,", with: "").replacing(
            "\"tolerance\" : 0,", with: "")
        #expect(try decode(text) == [SampleShelf.planogram])
    }

    @Test func `broken JSON is refused with the file and the line`() {
        let error = #expect(throws: PlanogramError.self) { try decode("{\n \"id\": tea\n}") }
        #expect(error?.description.contains("plan.json") == true)
        #expect(error?.description.contains("line 2") == true)
    }

    @Test(arguments: UInt64(0)..<20)
    func `bays with all that the trade knows survive the way to JSON and back`(seed: UInt64) throws {
        let bays = TradePlans(seed: seed).bays
        #expect(try PlanogramFile.decode(PlanogramFile.encode(bays, file: "bays"), file: "bays") == bays)
    }

    @Test(arguments: [
        ("\"revision\" : 1", "\"revision\" : 1, \"valid_from\" : \"tomorrow\"", "valid_from"),
        ("\"revision\" : 1", "\"revision\" : 1, \"valid_to\" : \"2026-02-29T00:00:00Z\"", "valid_to"),
        ("\"facings\" : 3", "\"facings\" : 3, \"style\" : \"heap\"", "bay.shelves[0].positions[1].style"),
        (
            "\"facings\" : 3", "\"facings\" : 3, \"orientation\" : \"left 45\"",
            "bay.shelves[0].positions[1].orientation"
        ),
        (
            "\"facings\" : 3", "\"facings\" : 3, \"unit_size\" : { \"width_mm\" : 1, \"height_mm\" : 1 }",
            "bay.shelves[0].positions[1].unit_size.depth_mm"
        ),
        (
            "\"facings\" : 3", "\"facings\" : 3, \"caps\" : { \"beside\" : 4 }",
            "bay.shelves[0].positions[1].caps.beside"
        ),
        ("\"surface_mm\" : 550", "\"surface_mm\" : 550, \"x_mm\" : 10", "bay.shelves[1].width_mm"),
    ])
    func `a wrong value of what may be left out is refused with its place`(
        original: String, wrong: String, place: String
    ) throws {
        let text = try sample()
        try #require(text.contains(original))
        #expect(places(text.replacing(original, with: wrong)).contains(place))
    }

    @Test func `boards side by side may have any heights, one above the other not`() throws {
        func bay(_ second: Shelf.Span) -> Planogram {
            Planogram(
                id: "p", revision: 1,
                bay: Bay(
                    id: "b", widthMM: 1000, heightMM: 1000,
                    shelves: [
                        Shelf(
                            id: "1", surfaceMM: 100, clearanceMM: 300, span: Shelf.Span(xMM: 0, widthMM: 500),
                            positions: []),
                        Shelf(id: "2", surfaceMM: 200, clearanceMM: 300, span: second, positions: []),
                    ]))
        }
        let beside = bay(Shelf.Span(xMM: 500, widthMM: 500))
        #expect(try PlanogramFile.decode(PlanogramFile.encode(beside, file: "p"), file: "p") == [beside])
        #expect(throws: PlanogramError.self) {
            try PlanogramFile.encode(bay(Shelf.Span(xMM: 400, widthMM: 500)), file: "p")
        }
    }

    @Test(arguments: ["2", "\"1\"", "null", "1.5"])
    func `a version that is not known is refused`(version: String) throws {
        let text = try sample().replacing("\"schema_version\" : 1", with: "\"schema_version\" : \(version)")
        let error = #expect(throws: PlanogramError.self) { try decode(text) }
        #expect(error?.description.contains("schema_version") == true)
    }

    @Test(arguments: [
        ("\"id\" : \"P4\"", "\"id\" : \"P1\"", "bay.shelves[1].positions[0].id"),
        ("\"id\" : \"S2\"", "\"id\" : \"S1\"", "bay.shelves[1].id"),
        ("\"id\" : \"P4\"", "\"id\" : 4", "bay.shelves[1].positions[0].id"),
        ("\"x_mm\" : 425", "\"x_mm\" : 400", "bay.shelves[0].positions[2].x_mm"),
        ("\"x_mm\" : 425", "\"x_mm\" : -3", "bay.shelves[0].positions[2].x_mm"),
        ("\"x_mm\" : 425", "\"x_mm\" : \"425\"", "bay.shelves[0].positions[2].x_mm"),
        ("\"x_mm\" : 425", "\"x_mm\" : 700", "bay.shelves[0].positions[2].width_mm"),
        ("\"width_mm\" : 255", "\"width_mm\" : 0", "bay.shelves[0].positions[1].width_mm"),
        ("\"width_mm\" : 255", "\"width_mn\" : 255", "bay.shelves[0].positions[1].width_mm"),
        ("\"facings\" : 3", "\"facings\" : 2.5", "bay.shelves[0].positions[1].facings"),
        ("\"facings\" : 3", "\"facings\" : 0", "bay.shelves[0].positions[1].facings"),
        ("\"facings\" : 3", "\"facings\" : true", "bay.shelves[0].positions[1].facings"),
        ("\"tolerance\" : 1", "\"tolerance\" : -1", "bay.shelves[1].positions[1].tolerance"),
        ("\"surface_mm\" : 550", "\"surface_mm\" : 450", "bay.shelves[1].surface_mm"),
        ("\"surface_mm\" : 550", "\"surface_mm\" : 1300", "bay.shelves[1].surface_mm"),
        ("\"height_mm\" : 1200", "\"height_mm\" : -1", "bay.height_mm"),
        ("00200000000035", "00200000000036", "bay.shelves[0].positions[1].gtin"),
        ("00200000000035", "oats", "bay.shelves[0].positions[1].gtin"),
        ("\"revision\" : 1", "\"revision\" : 0", "revision"),
        ("\"revision\" : 1", "\"revision\" : 1, \"owner\" : 1", "owner"),
    ])
    func `a wrong value is refused with its place`(original: String, wrong: String, place: String) throws {
        let text = try sample()
        try #require(text.contains(original))
        #expect(places(text.replacing(original, with: wrong)).contains(place))
    }

    @Test func `all problems are reported together and none twice`() throws {
        let text = try sample()
            .replacing("\"x_mm\" : 425", with: "\"x_mm\" : \"425\"")
            .replacing("00200000000035", with: "oats")
            .replacing("\"facings\" : 1", with: "\"facings\" : -1")
        #expect(
            Set(places(text)) == [
                "bay.shelves[0].positions[1].gtin", "bay.shelves[0].positions[2].x_mm",
                "bay.shelves[1].positions[1].facings",
            ])
        #expect(places("{\"schema_version\":1,\"id\":\"a\",\"revision\":1,\"bay\":3}") == ["bay"])
        #expect(places("[]") == ["the file"])
    }

    @Test func `a planogram that would not be read is not written`() {
        let bay = Bay(id: "B", widthMM: .infinity, heightMM: 1, shelves: [])
        #expect(throws: PlanogramError.self) {
            try PlanogramFile.encode(Planogram(id: "p", revision: 1, bay: bay), file: "p")
        }
    }

    @Test func `mutated bytes never do more harm than an error`() throws {
        let good = Array(try sample().utf8)
        var random = SeededGenerator(seed: 4)
        var refused = 0
        for _ in 0..<1500 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(Array("0123456789-+eE{}[]\",:.".utf8)[place % 22], at: place)
                default: bytes = Array(bytes.prefix(max(1, place)))
                }
            }
            do {
                _ = try PlanogramFile.decode(Data(bytes), file: "fuzz")
            } catch {
                refused += 1
                #expect(error.description.hasPrefix("fuzz"))
            }
        }
        #expect(refused > 1000)
    }

    @Test(arguments: [
        ("{\"a\": 1,}", "line 1, column 9"), ("[1, 2", "the file ends here"),
        ("{\"a\": 1, \"a\": 2}", "twice"),
        ("[01]", "no number"), ("[1.]", "no number"), ("[\"a\nb\"]", "line 1"), ("{} x", "nothing more"),
        ("[\"\\ud800\"]", "half of a character"), ("[\"\\x\"]", "escape"), ("", "the file ends here"),
        ("[1e999]", "no number"), ("\n\n  tea", "line 3, column 3"),
    ])
    func `what is no JSON is refused with its place`(text: String, reason: String) {
        let error = #expect(throws: PlanogramError.self) { try decode(text) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test func `escapes and all of Unicode are read`() throws {
        let text = try sample().replacing("hot-drinks", with: "t\\u00e9\\ud83c\\udf75\\n茶")
        #expect(try decode(text).first?.id == "té🍵\n茶")
    }

    @Test func `deep nesting is refused`() {
        let deep = String(repeating: "[", count: 50_000)
        #expect(throws: PlanogramError.self) { try decode(deep) }
    }
}
