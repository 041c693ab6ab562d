import Planograms
import Retail
import TestSupport
import Testing

struct PSAImportTests {
    private func read(_ text: String) throws(ImportError) -> ImportedPlan {
        try PlanogramImport.decode(Array(text.utf8), file: "plan.psa")
    }

    /// The rows of a small file, so that a test can change one.
    private func rows() -> [String] { PSAText(lineEnd: "\n").rows(TradePlans(seed: 3).bays) }

    private func faults(_ rows: [String]) -> [ImportFault] {
        do {
            _ = try read(rows.map { $0 + "\n" }.joined())
            return []
        } catch {
            return error.faults
        }
    }

    @Test(arguments: UInt64(0)..<60)
    func `generated bays come back as they were written`(seed: UInt64) throws {
        let bays = TradePlans(seed: seed).bays
        var writer = PSAText(unit: seed % 2 == 0 ? .centimetres : .inches)
        writer.isRelative = seed % 3 == 0
        writer.positionCells = seed % 5 == 0 ? 45 : 166
        let plan = try read(writer.text(bays))
        #expect(plan.planograms == bays)
        #expect(plan.format == .psa)
        #expect(plan.unplaced.isEmpty)
        #expect(plan.lines.count == bays.flatMap { $0.bay.shelves.flatMap(\.positions) }.count)
    }

    @Test(arguments: [("2.49", 2.49), ("2,49 EUR", nil), ("-1", nil), ("", nil)])
    func `a price is the value of a position, if it can be read`(price: String, value: Double?) throws {
        let priced = rows().map { row in
            // Commas and backslashes inside of values are escaped.
            var cells = row.replacing("\\\\", with: "\u{2}").replacing("\\,", with: "\u{1}").split(
                separator: ",", omittingEmptySubsequences: false)
            guard cells[0] == "Product" else { return row }
            cells[33] = price.replacing(",", with: "\u{1}")[...]
            return cells.joined(separator: ",").replacing("\u{1}", with: "\\,").replacing(
                "\u{2}", with: "\\\\")
        }
        let plan = try read(priced.joined(separator: "\n") + "\n")
        let values = plan.planograms.flatMap(\.bay.shelves).flatMap(\.positions).map(\.worth.value)
        #expect(!values.isEmpty && values.allSatisfy { $0 == value })
    }

    @Test(arguments: PSAText.cells.keys.sorted())
    func `records of every version's width are read`(version: String) throws {
        let bays = TradePlans(seed: 11).bays
        let plan = try read(PSAText(version: version).text(bays))
        #expect(plan.planograms == bays)
        #expect(plan.notes.contains("version: \(version)"))
    }

    @Test(arguments: ["; Version 2017.2.0", ";V8.0.1.2", "; Version 2031.1"])
    func `the version is told, also of files older and newer than those known`(version: String) throws {
        var rows = rows()
        rows[1] = version
        let plan = try read(rows.joined(separator: "\n") + "\n")
        #expect(plan.planograms == TradePlans(seed: 3).bays)
        let number = version.split { !($0.isNumber || $0 == ".") }.last.map(String.init) ?? ""
        #expect(plan.notes.contains("version: \(number)"))
    }

    @Test func `what is not UTF-8 is read as Windows-1252`() throws {
        let bays = TradePlans(seed: 3).bays
        let bytes = PSAText().text(bays).unicodeScalars.map { UInt8($0.value) }
        let plan = try PlanogramImport.decode(bytes, file: "plan.psa")
        #expect(plan.planograms == bays)
        // 0x81 is no character of the code page.
        let broken = bytes.map { $0 == 0xE9 ? 0x81 : $0 }
        let error = #expect(throws: ImportError.self) { try PlanogramImport.decode(broken, file: "plan.psa") }
        #expect(error?.description.contains("neither UTF-8 nor Windows-1252") == true)
        #expect(error?.faults.first?.line != nil)
    }

    @Test func `rows of kinds that hold no position are skipped and counted`() throws {
        var rows = rows()
        rows.insert(contentsOf: ["Drawing,1,a\\nb", "Divider,2", "Drawing,3"], at: 4)
        let plan = try read(rows.joined(separator: "\n") + "\n")
        #expect(plan.planograms == TradePlans(seed: 3).bays)
        #expect(plan.notes.contains("2 rows of kind \"Drawing\" skipped"))
        #expect(plan.notes.contains("1 rows of kind \"Divider\" skipped"))
    }

    @Test func `a wrong value is refused with its line, its field and the reason`() throws {
        for (kind, index, wrong) in [
            ("Position", 14, "two"), ("Position", 29, "24"), ("Position", 4, "1e999"),
            ("Position", 14, "1.5"),
            ("Product", 5, "wide"), ("Planogram", 3, "x"), ("Fixture", 6, "--1"), ("Project", 12, "2"),
        ] {
            var rows = rows()
            let line = try #require(rows.firstIndex { $0.hasPrefix(kind + ",") })
            // Escaped characters must not be taken for the ends of cells.
            var cells = rows[line].replacing("\\\\", with: "\u{2}").replacing("\\,", with: "\u{1}")
                .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            cells[index] = wrong
            rows[line] = cells.joined(separator: ",").replacing("\u{1}", with: "\\,")
                .replacing("\u{2}", with: "\\\\")
            let fault = try #require(faults(rows).first)
            #expect(fault.line == line + 1)
            #expect(fault.field.hasPrefix("\(kind) field \(index)"))
            #expect(fault.reason.contains(wrong))
        }
    }

    @Test func `all wrong values of a file are reported together`() {
        var rows = rows()
        for line in rows.indices where rows[line].hasPrefix("Segment,") || rows[line].hasPrefix("Planogram,")
        {
            rows[line] = rows[line].split(separator: ",", maxSplits: 1)[0] + ",name,key,wide,tall,deep,high"
        }
        #expect(faults(rows).count >= 4)
    }

    @Test func `a file that is cut off inside a row is refused with the line`() throws {
        let text = PSAText(lineEnd: "\n").text(TradePlans(seed: 3).bays)
        let bytes = Array(text.utf8)
        let whole = try read(text)
        let lines = text.split(separator: "\n").count
        for length in stride(from: 1, to: bytes.count - 1, by: 997) {
            do {
                let plan = try PlanogramImport.decode(Array(bytes.prefix(length)), file: "plan.psa")
                // Only a cut among the last row's empty fields, or right after a row, can pass; it is told.
                #expect(plan.notes.contains { $0.contains("no line end") } || bytes[length - 1] == 0x0A)
                #expect(plan.planograms.count <= whole.planograms.count)
            } catch {
                #expect((error.faults.first?.line ?? 1) <= lines)
            }
        }
    }

    @Test(arguments: [
        "", "x", "PROSPACE SCHEMATIC FILE\n", "PROSPACE SCHEMATIC FILE\nPosition,1\n",
        "PROSPACE SCHEMATIC FILE\nProject,a\n", "PROSPACE SCHEMATIC FILE\nProject,a\nProject,b\n",
        "PROSPACE SCHEMATIC FILE\nProject,a\nPlanogram,p\nFixture,0\nPosition,1\n", "\u{0}\u{0}\u{0}",
    ])
    func `what is no whole ProSpace file is refused`(text: String) {
        let error = #expect(throws: ImportError.self) { try read(text) }
        #expect(error?.description.hasPrefix("plan.psa: ") == true)
    }

    @Test func `a board over two bays gives each its own facings`() throws {
        // Three facings of 200 mm from 900 on, bays of 1,000: one stands left of the border, two right of it.
        let code = "4006381333931"
        let writer = PSAText(lineEnd: "\n")
        let rows = [
            "PROSPACE SCHEMATIC FILE", writer.row("Project", cells: 217, [12: "1"]),
            writer.row("Product", cells: 273, [1: code, 5: "20", 6: "30", 7: "10"]),
            writer.row("Planogram", cells: 262, [1: "P", 3: "200", 4: "200"]),
            writer.row("Segment", cells: 51, [4: "100", 6: "200", 10: "0"]),
            writer.row("Segment", cells: 51, [4: "100", 6: "200", 10: "100"]),
            writer.row("Fixture", cells: 166, [1: "0", 4: "0", 5: "200", 6: "10", 7: "2", 146: "12"]),
            writer.row("Position", cells: 166, [1: code, 4: "85", 5: "60", 6: "12", 14: "3"]),
        ]
        let plan = try read(rows.joined(separator: "\n") + "\n")
        let positions = plan.planograms.map { $0.bay.shelves[0].positions }
        try #require(positions.map(\.count) == [1, 1])
        #expect(positions.map { $0[0].facings } == [1, 2])
        #expect(positions.map { $0[0].xMM } == [850, 50])
        #expect(positions.map { $0[0].widthMM } == [150, 400])
        #expect(plan.planograms.map { $0.bay.shelves[0].id } == ["12", "12"])
    }

    @Test func `hooks of a pegboard become rows by the tops of what hangs there`() throws {
        let writer = PSAText(lineEnd: "\n")
        let codes = ["4006381333931", "5901234123457", "9780201379624"]
        var rows = ["PROSPACE SCHEMATIC FILE", writer.row("Project", cells: 217, [12: "1"])]
        for (code, height) in zip(codes, ["10", "20", "10"]) {
            rows.append(writer.row("Product", cells: 273, [1: code, 5: "8", 6: height, 7: "5"]))
        }
        rows.append(writer.row("Planogram", cells: 262, [1: "P", 3: "100", 4: "180"]))
        rows.append(writer.row("Fixture", cells: 166, [1: "7", 4: "0", 5: "100", 6: "10", 7: "160"]))
        // Both hang with their tops at 60 cm; the third at 110.
        for (code, x, y) in [(codes[0], "0", "50"), (codes[1], "20", "40"), (codes[2], "0", "100")] {
            rows.append(writer.row("Position", cells: 166, [1: code, 4: x, 5: "16", 6: y, 14: "2"]))
        }
        let plan = try read(rows.joined(separator: "\n") + "\n")
        let shelves = try #require(plan.planograms.first).bay.shelves
        #expect(shelves.map(\.kind) == [.pegs, .pegs])
        #expect(shelves.map(\.surfaceMM) == [400, 1000])
        #expect(shelves.map(\.positions.count) == [2, 1])
    }

    @Test func `a product without a GTIN is told and nothing is left out in silence`() throws {
        var rows = rows()
        let line = try #require(rows.firstIndex { $0.hasPrefix("Position,") })
        let code = rows[line].split(separator: ",")[1]
        for index in rows.indices { rows[index] = rows[index].replacing(code, with: "12345") }
        let plan = try read(rows.joined(separator: "\n") + "\n")
        #expect(plan.unplaced.map(\.line) == [line + 1])
        #expect(plan.unplaced[0].reason.contains("12345"))
    }

    @Test func `a position without a width anywhere is refused with its line`() {
        let writer = PSAText(lineEnd: "\n")
        let rows = [
            "PROSPACE SCHEMATIC FILE", writer.row("Project", cells: 217, [12: "1"]),
            writer.row("Planogram", cells: 262, [1: "P", 3: "100", 4: "180"]),
            writer.row("Fixture", cells: 166, [1: "0", 4: "0", 5: "100", 6: "10", 7: "2"]),
            writer.row("Position", cells: 166, [1: "4006381333931", 4: "0", 14: "2"]),
        ]
        #expect(faults(rows).map(\.line) == [5])
        #expect(faults(rows).first?.field == "Position field 5 (width)")
    }

    @Test func `files with more shelves or segments than any store has are refused at once`() {
        let writer = PSAText(lineEnd: "\n")
        let head = [
            "PROSPACE SCHEMATIC FILE", writer.row("Project", cells: 217, [12: "1"]),
            writer.row("Planogram", cells: 262, [1: "P", 3: "100", 4: "180"]),
        ]
        let fixtures = (0..<600).map { "Fixture,0,,,0,100,\($0),1" }
        #expect(faults(head + fixtures).first?.reason.contains("at most 500") == true)
        let segments = Array(repeating: "Segment,a", count: 300)
        #expect(faults(head + segments).first?.reason.contains("more than 200 segments") == true)
        let many = Array(repeating: "Fixture,0,,,0,100,5,1", count: 10_001)
        #expect(faults(head + many).first?.reason.contains("more than 10000 fixtures") == true)
    }

    @Test func `mutated files are read or refused, never more`() {
        let good = Array(PSAText(lineEnd: "\n").text(TradePlans(seed: 8).bays).utf8)
        let outcome = TradeFuzz(seed: 1, rounds: 300).run(good, file: "fuzz.psa")
        #expect(outcome.refused > 20)
        #expect(outcome.read > 20)
    }
}
