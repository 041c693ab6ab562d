import Planograms
import Retail
import Testing

struct AzureImportTests {
    private static let json = """
        {"planogram": {"width": 100.0, "height": 50.0,
          "products": [{"id": "4006381333931", "name": "Pens", "w": 12.5, "h": 10.0},
                       {"id": "t1", "name": "5901234123457", "w": 11.0, "h": 7.0}],
          "fixtures": [{"id": "f1", "w": 100.0, "h": 2.0, "x": 0.0, "y": 20.0},
                       {"id": "f2", "w": 60.0, "h": 2.0, "x": 40.0, "y": 40.0}],
          "positions": [{"id": "a", "productId": "4006381333931", "fixtureId": "f1", "x": 12.5, "y": 10.0},
                        {"id": "b", "productId": "4006381333931", "fixtureId": "f1", "x": 0, "y": 10.0},
                        {"id": "c", "productId": "t1", "fixtureId": "f2", "x": 45.0, "y": 33.0}]}}
        """

    private func read(_ text: String) throws(ImportError) -> ImportedPlan {
        var options = ImportOptions()
        options.lengthUnitMM = 10
        return try PlanogramImport.decode(Array(text.utf8), file: "match.json", options: options)
    }

    @Test func `facings that touch become one position, with heights from the floor`() throws {
        let plan = try read(Self.json)
        #expect(plan.format == .azure)
        let bay = try #require(plan.planograms.first).bay
        #expect(bay.widthMM == 1000 && bay.heightMM == 500)
        #expect(bay.shelves.map(\.surfaceMM) == [100, 300])
        #expect(bay.shelves.map(\.span) == [Shelf.Span(xMM: 400, widthMM: 600), nil])
        let pens = bay.shelves[1].positions
        #expect(pens.map(\.facings) == [2])
        #expect(pens.map(\.widthMM) == [250])
        #expect(bay.shelves[0].positions.map(\.gtin.description) == ["05901234123457"])
        #expect(PlacementCheck(plan, catalogue: nil).issues.isEmpty)
    }

    @Test(arguments: [
        ("\"productId\": \"t1\"", "\"productId\": \"t2\"", "positions[2].productId"),
        ("\"fixtureId\": \"f2\"", "\"fixtureId\": \"f3\"", "positions[2].fixtureId"),
        ("\"id\": \"f2\"", "\"id\": \"f1\"", "fixtures[1].id"),
        ("\"w\": 12.5", "\"w\": \"12.5\"", "products[0].w"),
        ("\"width\": 100.0", "\"width\": -1", "planogram.width"), ("\"x\": 45.0, ", "", "positions[2].x"),
    ])
    func `a wrong value is refused with its place`(original: String, wrong: String, place: String) throws {
        try #require(Self.json.contains(original))
        let error = #expect(throws: ImportError.self) { try read(Self.json.replacing(original, with: wrong)) }
        #expect(error?.faults.contains { $0.field == place } == true, "\(error?.description ?? "")")
    }

    @Test func `broken JSON is refused with the line`() {
        let error = #expect(throws: ImportError.self) { try read(String(Self.json.dropLast(40))) }
        #expect(error?.description.contains("line 8") == true, "\(error?.description ?? "")")
    }

    @Test func `mutated files are read or refused, never more`() {
        let outcome = TradeFuzz(seed: 6, rounds: 1000).run(Array(Self.json.utf8), file: "fuzz.json")
        #expect(outcome.refused > 300)
        #expect(outcome.read > 5)
    }
}
