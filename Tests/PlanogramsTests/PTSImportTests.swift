import Foundation
import Planograms
import Retail
import Testing

struct PTSImportTests {
    private static let positionTitles = "台番号,棚段番号,棚位置,商品コード,フェース数,フェース面,フェース回転,積上数"

    /// Two bays, the first with two boards.
    private static let third = """
        共通棚割情報,V3.0,NS
        お茶 春
        台番号,台高さ,台幅,台奥行,台名称
        1,1800,900,450,左
        2,1800,600,450,
        台番号,棚段番号,棚高さ,棚幅,棚奥行,棚厚さ,棚種別
        1,1,150,900,450,20,1
        1,2,600,900,400,20,1
        2,1,150,600,450,20,1
        \(positionTitles),在庫数,フェース表示,フェース位置,奥行陳列数
        1,1,2,4901234567894,2,1,0,1,10,0,1,5
        1,1,1,4006381333931,3,3,1,2,10,0,1,5
        1,2,1,5901234123457,1,1,0,1,4,0,1,4
        1,2,2,,0,1,0,1,0,0,1,1
        2,1,1,73513537,4,1,0,1,4,0,1,1

        """

    private func read(
        _ text: String, _ adjust: (inout ImportOptions) -> Void = { _ in }
    ) throws(ImportError) -> ImportedPlan {
        var options = ImportOptions()
        adjust(&options)
        return try PlanogramImport.decode(Array(text.utf8), file: "plan.csv", options: options)
    }

    @Test func `version 3 becomes bays with boards and positions in order`() throws {
        let plan = try read(Self.third)
        #expect(plan.format == .pts)
        #expect(plan.ids == ["お茶 春"])
        #expect(plan.planograms.map(\.bay.widthMM) == [900, 600])
        #expect(plan.planograms.map(\.bay.name) == ["左", nil])
        let shelves = plan.planograms[0].bay.shelves
        #expect(shelves.map(\.surfaceMM) == [150, 600])
        #expect(shelves.map(\.clearanceMM) == [430, 1200])
        #expect(shelves.map(\.depthMM) == [450, 400])
        let positions = shelves[0].positions
        #expect(positions.map(\.gtin.description) == ["04006381333931", "04901234567894"])
        #expect(positions.map(\.facings) == [3, 2])
        #expect(positions.map(\.unitsHigh) == [2, 1])
        #expect(positions[0].presentation.orientation == Orientation(.right, quarterTurns: 1))
        #expect(positions[0].presentation.unitsDeep == 5)
        // No widths are known: five facings share the board.
        #expect(positions.map(\.xMM) == [0, 540])
        // The place without a product is an empty one.
        #expect(shelves[1].positions.count == 1)
        #expect(PlacementCheck(plan, catalogue: nil).issues.isEmpty)
    }

    @Test func `Shift_JIS is read`() throws {
        let bytes = Array(try #require(Self.third.data(using: .shiftJIS)))
        let plan = try PlanogramImport.decode(bytes, file: "plan.csv")
        #expect(plan.planograms == (try read(Self.third).planograms))
        var broken = bytes
        broken[broken.count - 20] = 0x81
        broken[broken.count - 19] = 0x20
        let error = #expect(throws: ImportError.self) { try PlanogramImport.decode(broken, file: "plan.csv") }
        #expect(error?.faults.first?.line != nil)
    }

    @Test func `version 2 has the same parts without what version 3 added`() throws {
        let second = Self.third.replacing("V3.0", with: "V2.0").replacing(",フェース表示,フェース位置,奥行陳列数", with: "")
            .replacing(",0,1,5\n", with: "\n").replacing(",0,1,4\n", with: "\n").replacing(
                ",0,1,1\n", with: "\n")
        let plan = try read(second)
        #expect(plan.planograms.map { $0.bay.shelves.map(\.positions.count) } == [[2, 1], [1]])
        #expect(plan.planograms[0].bay.shelves[0].positions[0].presentation.unitsDeep == nil)
    }

    @Test func `version 1 needs the size of the bays`() throws {
        let first = """
            共通棚割情報,V1.0,
            棚割
            棚\(Self.positionTitles),陳列種別
            1,1,1,4006381333931,3,1,0,1,0
            1,2,1,5901234123457,1,1,0,1,0

            """
        let error = #expect(throws: ImportError.self) { try read(first) }
        #expect(error?.description.contains("--bay-width") == true)
        let plan = try read(first) { ($0.bayWidthMM, $0.bayHeightMM) = (900, 1800) }
        #expect(plan.planograms[0].bay.shelves.map(\.surfaceMM) == [0, 900])
        #expect(plan.notes.contains { $0.contains("2 shelves have no height") })
    }

    @Test(arguments: [
        ("V3.0", "V4.0", "field 2 (version)"), ("1,1800,900,", "1,1800,wide,", "line 4: field 3 (width)"),
        ("1,1800,900,", "1,,900,", "line 4: field 2 (height)"),
        ("2,1800,600", "1,1800,600", "bay 1 is given twice"),
        ("1,2,600,900", "1,1,600,900", "shelf 1 is given twice"),
        ("4901234567894,2,", "4901234567894,0,", "line 11: field 5"),
        ("1,1,2,490", "1,,2,490", "line 11: field 2 (shelf)"), ("2,1,1,735", "2,9,1,735", "has no shelf 9"),
        (",3,3,1,2,", ",3,7,1,2,", "line 12: field 6 (face)"),
        ("2,1,150,600", "3,1,150,600", "bay 3, which is not listed"),
    ])
    func `a wrong value is refused with its line, its field and the reason`(
        original: String, wrong: String, reason: String
    ) throws {
        try #require(Self.third.contains(original))
        let error = #expect(throws: ImportError.self) {
            try read(Self.third.replacing(original, with: wrong))
        }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test func `a file that ends before its positions is refused`() throws {
        let lines = Self.third.split(separator: "\n")
        for count in 1..<11 {
            let text = lines.prefix(count).joined(separator: "\n")
            let error = #expect(throws: ImportError.self) { try read(text) }
            #expect(error?.description.contains("cut off") == true)
        }
    }

    @Test func `mutated files are read or refused, never more`() {
        let outcome = TradeFuzz(seed: 5, rounds: 1000).run(Array(Self.third.utf8), file: "fuzz.csv")
        #expect(outcome.refused > 200)
        #expect(outcome.read > 50)
    }
}
