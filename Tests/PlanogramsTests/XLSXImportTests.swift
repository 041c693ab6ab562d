import Foundation
import Planograms
import Retail
import TestSupport
import Testing

struct XLSXImportTests {
    private func read(_ bytes: [UInt8], sheet: String? = nil) throws(ImportError) -> ImportedPlan {
        var options = ImportOptions()
        options.sheet = sheet
        return try PlanogramImport.decode(bytes, file: "plan.xlsx", options: options)
    }

    @Test func `a workbook that a spreadsheet program saved is read`() throws {
        let plan = try read(Array(Workbooks.saved), sheet: "Plan")
        #expect(plan.format == .xlsx)
        #expect(plan.planograms.map(\.bay.id) == ["1", "2"])
        let shelves = plan.planograms[0].bay.shelves
        #expect(shelves.map(\.surfaceMM) == [100, 500])
        #expect(shelves[0].positions.map(\.gtin.description) == ["04006381333931", "05901234123457"])
        #expect(shelves[0].positions.map(\.name) == ["Pens & pads <blue>", "Tea"])
        #expect(shelves[0].positions.map(\.widthMM) == [180.5, 150])
        #expect(plan.planograms[1].bay.widthMM == 900)
        // The empty row counts.
        #expect(plan.lines.values.sorted() == [2, 3, 4, 6])
    }

    @Test func `texts that cells share are found, without their pronunciation`() throws {
        let rows = ListImportTests.list.split(separator: "\n").map { line in
            line.replacing("\"Pens, blue\"", with: "Pens").split(
                separator: ",", omittingEmptySubsequences: false
            )
            .map(String.init)
        }
        let plan = try read(Workbooks.shared(rows))
        #expect(plan.planograms.map(\.bay.id) == ["A", "B"])
        #expect(plan.planograms[0].bay.shelves[0].positions.map(\.name) == ["Pens", "Tea"])
    }

    @Test func `a sheet that is not there is refused with those that are`() {
        let error = #expect(throws: ImportError.self) { try read(Array(Workbooks.saved), sheet: "Plans") }
        #expect(error?.description.contains("Notes, Plan") == true)
    }

    @Test func `a list's faults name the sheet's rows`() {
        let error = #expect(throws: ImportError.self) {
            try read(Workbooks.shared([["shelf", "gtin", "facings"], ["1", "4006381333931", "many"]]))
        }
        #expect(error?.faults.contains { $0.line == 2 && $0.field == "column facings" } == true)
    }

    @Test(arguments: [
        (
            "<worksheet><sheetData><row><c r=\"ZZZZZZZZZZZZ1\"><v>1</v></c></row></sheetData></worksheet>",
            "no cell"
        ),
        ("<worksheet><sheetData><row><c t=\"s\"><v>7</v></c></row></sheetData></worksheet>", "not there"),
        ("<worksheet><sheetData><row><c t=\"s\"><v>-1</v></c></row></sheetData></worksheet>", "not there"),
        ("<worksheet><sheetData><row>", "well-formed"), ("", "well-formed"),
        ("<worksheet><row></worksheet>", "well-formed"), ("<worksheet></row></worksheet>", "well-formed"),
        ("<worksheet/><worksheet/>", "well-formed"), ("<worksheet>&b;</worksheet>", "well-formed"),
        (
            "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><worksheet>&b;</worksheet>",
            "declares entities"
        ),
        (
            "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><worksheet>&a;</worksheet>",
            "declares entities"
        ),
    ])
    func `a sheet that is broken or hostile is refused`(sheet: String, reason: String) {
        let error = #expect(throws: ImportError.self) { try read(Workbooks.workbook(sheet: sheet)) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test func `an archive without the parts of a workbook is refused`() {
        #expect(throws: ImportError.self) { try read(Workbooks.archive([("a.txt", "hello")])) }
        #expect(throws: ImportError.self) { try read([0x50, 0x4B, 3, 4]) }
        #expect(throws: ImportError.self) { try read(Array(Workbooks.saved.prefix(800))) }
    }

    @Test func `a part that says it is larger than it is gets refused`() {
        // The size of the last part, in the archive's directory.
        var bytes = Workbooks.workbook(sheet: "<worksheet/>")
        let place = bytes.count - 22 - 46 - "xl/worksheets/sheet1.xml".utf8.count + 24
        for (offset, byte) in [0x00, 0x00, 0x00, 0x7F].enumerated() { bytes[place + offset] = UInt8(byte) }
        #expect(throws: ImportError.self) { try read(bytes) }
    }

    @Test func `mutated workbooks are read or refused, never more`() {
        var options = ImportOptions()
        options.sheet = "Plan"
        let packed = TradeFuzz(seed: 3, rounds: 300).run(
            Array(Workbooks.saved), file: "fuzz.xlsx", options: options)
        #expect(packed.refused > 150)
        let rows = [["shelf", "gtin", "bay_width", "bay_height"], ["1", "4006381333931", "1000", "2000"]]
        let plain = TradeFuzz(seed: 4, rounds: 300).run(Workbooks.shared(rows), file: "fuzz.xlsx")
        #expect(plain.refused > 150)
    }
}
