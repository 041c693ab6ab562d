import Foundation
import Planograms
import Retail
import TestSupport
import Testing

struct ListImportTests {
    /// Two bays; on the first shelf of the first two positions with their places, on the second one without.
    static let list = """
        bay,shelf,position,gtin,name,facings,units_high,x,width,bay_width,bay_height,surface,orientation,style
        A,1,1,4006381333931,"Pens, blue",3,1,0,180.5,1000,2000,100,,
        A,1,2,5901234123457,Tea,2,2,200,150,,,,left 90,tray
        A,2,1,73513537,Gum,1,,,,,,500,,
        B,1,1,9780201379624,Book,1,1,10,120,900,1800,100,,

        """

    private func read(
        _ text: String, file: String = "plan.csv", _ adjust: (inout ImportOptions) -> Void = { _ in }
    ) throws(ImportError) -> ImportedPlan {
        var options = ImportOptions()
        adjust(&options)
        return try PlanogramImport.decode(Array(text.utf8), file: file, options: options)
    }

    private func faults(_ text: String) -> [ImportFault] {
        do {
            _ = try read(text)
            return []
        } catch {
            return error.faults
        }
    }

    @Test func `a list becomes bays with shelves and positions`() throws {
        let plan = try read(Self.list)
        #expect(plan.format == .csv)
        #expect(plan.planograms.map(\.bay.id) == ["A", "B"])
        let bay = plan.planograms[0].bay
        #expect(bay.widthMM == 1000 && bay.heightMM == 2000)
        #expect(bay.shelves.map(\.surfaceMM) == [100, 500])
        #expect(bay.shelves.map(\.clearanceMM) == [400, 1500])
        let positions = bay.shelves[0].positions
        #expect(positions.map(\.gtin.description) == ["04006381333931", "05901234123457"])
        #expect(positions.map(\.name) == ["Pens, blue", "Tea"])
        #expect(positions.map(\.xMM) == [0, 200])
        #expect(positions.map(\.widthMM) == [180.5, 150])
        #expect(positions.map(\.facings) == [3, 2])
        #expect(positions[1].unitsHigh == 2)
        #expect(positions[1].presentation.orientation == Orientation(.left, quarterTurns: 1))
        #expect(positions[1].presentation.style == .tray)
        // The only product of a shelf without a place fills it.
        #expect(bay.shelves[1].positions.map(\.widthMM) == [1000])
        #expect(plan.notes.contains { $0.contains("1 positions have no place") })
        #expect(PlacementCheck(plan, catalogue: nil).issues.isEmpty)
    }

    @Test func `a list may say what a position tolerates and what it is worth`() throws {
        let plan = try read(
            """
            shelf,gtin,facings,tolerance,sales rank,price,bay_width,bay_height
            1,4006381333931,3,1,7,2.49,1000,2000
            1,5901234123457,2,,,,,

            """)
        let positions = plan.planograms[0].bay.shelves[0].positions
        #expect(positions.map(\.tolerance) == [1, 0])
        #expect(positions.map(\.worth) == [Worth(rank: 7, value: 2.49), Worth()])
        let wrong = faults("shelf,gtin,rank,bay_width,bay_height\n1,4006381333931,first,1000,2000\n")
        #expect(wrong.map(\.field) == ["column rank"])
    }

    @Test func `semicolons, decimal commas, Windows-1252 and UTF-16 are read`() throws {
        let german = """
            Shelf;EAN;Description;Facings;X;Width;Bay width;Bay height;Surface
            1;4006381333931;Blöcke;3;0,5;180,25;1000;2000;100

            """
        let expected = try read(german).planograms
        #expect(expected.first?.bay.shelves.first?.positions.first?.widthMM == 180.25)
        let western = german.unicodeScalars.map { UInt8($0.value) }
        #expect(try PlanogramImport.decode(western, file: "plan.csv").planograms == expected)
        let wide = Array(try #require(german.data(using: .utf16)))
        #expect(try PlanogramImport.decode(wide, file: "plan.csv").planograms == expected)
    }

    @Test func `a column with a name of its own is found by the map`() throws {
        let text = Self.list.replacing("gtin,", with: "Artikel,").replacing("shelf,", with: "Boden,")
        #expect(faults(text).first?.field == "column shelf")
        let plan = try read(text) { $0.columns = [.gtin: "artikel", .shelf: "Boden"] }
        #expect(plan.planograms == (try read(Self.list).planograms))
        let error = #expect(throws: ImportError.self) { try read(Self.list) { $0.columns = [.gtin: "EAN"] } }
        #expect(error?.description.contains("no header is \"EAN\"") == true)
    }

    @Test func `two headers that can mean the same are refused`() {
        #expect(
            faults("shelf,EAN,UPC\n1,4006381333931,4006381333931\n").first?.reason.contains("EAN, UPC")
                == true)
    }

    @Test func `leading zeros that a spreadsheet took away are put back`() throws {
        let plan = try read("shelf,gtin,bay_width,bay_height\n1,123456785,1000,2000\n")
        #expect(
            plan.unplaced.map(\.reason).first?.contains("GTIN 00000123456785 has a wrong check digit") == true
        )
        let whole = try read("shelf,gtin,bay_width,bay_height\n1,12345670,1000,2000\n2,36000291452,,\n")
        #expect(
            whole.planograms[0].bay.shelves.flatMap(\.positions).map(\.gtin.description)
                == ["00000012345670", "00036000291452"])
    }

    @Test func `products of known width stand in order and fill the shelf`() throws {
        let catalogue = try SampleShelf.catalogue()
        let first = SampleShelf.gtin(1)
        let other = SampleShelf.gtin(5)
        let text = "shelf,position,gtin,facings\n1,2,\(other),1\n1,1,\(first),3\n"
        let plan = try read(text) { options in
            (options.bayWidthMM, options.bayHeightMM, options.catalogue) = (500, 1000, catalogue)
        }
        let positions = plan.planograms[0].bay.shelves[0].positions
        // 3 x 80 and 100 mm of 500: 160 mm are free, 40 for each facing.
        #expect(positions.map(\.gtin) == [first, other])
        #expect(positions.map(\.xMM) == [0, 360])
        #expect(positions.map(\.widthMM) == [360, 140])
    }

    @Test(arguments: [
        ("180.5", "wide", "line 2: column width"), ("Tea,2,", "Tea,0,", "line 3: column facings"),
        ("Tea,2,", "Tea,2.5,", "line 3: column facings"),
        ("left 90", "sideways", "line 3: column orientation"),
        ("tray", "heap", "line 3: column style"), ("73513537", "", "line 4: column gtin"),
        ("A,2,1", "A,,1", "line 4: column shelf"), (",900,1800", ",,", "line 5: columns bay_width"),
        (",10,120,", ",10,,", "line 5: column width"), ("\"Pens, blue\"", "\"Pens, blue", "cut off"),
        ("A,1,1,", "A,1,x,", "line 2: column position"), ("1000,2000", "-5,2000", "line 2: column bay_width"),
    ])
    func `a wrong value is refused with its line, its column and the reason`(
        original: String, wrong: String, place: String
    ) throws {
        try #require(Self.list.contains(original))
        let error = #expect(throws: ImportError.self) { try read(Self.list.replacing(original, with: wrong)) }
        #expect(error?.description.contains(place) == true, "\(error?.description ?? "")")
    }

    @Test func `all wrong values are reported together`() {
        let text = Self.list.replacing("180.5", with: "w").replacing("left 90", with: "l").replacing(
            "Gum,1", with: "Gum,x")
        #expect(faults(text).map(\.line) == [2, 3, 4])
    }

    @Test(arguments: ["", "\n\n", "shelf,gtin\n", "a,b\n1,2\n", "\"", "shelf\n1\n"])
    func `what is no list is refused`(text: String) {
        #expect(throws: ImportError.self) { try read(text) }
    }

    @Test func `mutated lists are read or refused, never more`() {
        let outcome = TradeFuzz(seed: 2, rounds: 1500).run(Array(Self.list.utf8), file: "fuzz.csv")
        #expect(outcome.refused > 300)
        #expect(outcome.read > 100)
    }
}
