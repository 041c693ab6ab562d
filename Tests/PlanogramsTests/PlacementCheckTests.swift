import Foundation
import Planograms
import Retail
import TestSupport
import Testing

struct PlacementCheckTests {
    /// A list with one bay of 500 mm and a shelf of 300 mm height; `rows` are gtin, x, width, facings and stack.
    private func issues(_ rows: [String], catalogue: Catalogue? = nil) throws -> [PlacementIssue] {
        let header =
            "shelf,gtin,x,width,facings,units_high,unit_width,unit_height,unit_depth,surface,clearance"
        let list = ([header] + rows.map { "1,\($0),100,300" }).joined(separator: "\n")
        var options = ImportOptions()
        (options.bayWidthMM, options.bayHeightMM) = (500, 1000)
        let plan = try PlanogramImport.decode(Array(list.utf8), file: "p.csv", options: options)
        return PlacementCheck(plan, catalogue: catalogue).issues
    }

    private func kinds(_ rows: [String], catalogue: Catalogue? = nil) throws -> [PlacementIssue.Kind] {
        try issues(rows, catalogue: catalogue).map(\.kind)
    }

    private let pens = "4006381333931"
    private let tea = "5901234123457"

    @Test func `a plan that fits has no issues`() throws {
        #expect(try kinds(["\(pens),0,200,2,2,98,140,50", "\(tea),200,100,1,1,95,280,50"]).isEmpty)
    }

    @Test func `each thing that can't stand there is told once, with its line`() throws {
        #expect(try kinds(["4006381333932,0,200,2,1,,,", "\(tea),200,100,1,1,,,"]) == [.wrongCheckDigit])
        #expect(try kinds(["4711,0,200,2,1,,,", "\(tea),200,100,1,1,,,"]) == [.noGTIN])
        #expect(try kinds(["\(pens),0,200,1,1,,,", "\(tea),50,100,1,1,,,"]) == [.overlap])
        #expect(try kinds(["\(pens),400,200,2,1,,,"]) == [.outsideBay])
        #expect(try kinds(["\(pens),0,500,1,1,600,100,50"]) == [.tooWide])
        #expect(try kinds(["\(pens),0,200,2,3,98,140,50"]) == [.tooHigh])
        #expect(try kinds(["\(pens),0,200,3,1,98,140,50"]) == [.facingsDoNotFit])
        let issue = try #require(try issues(["\(tea),0,100,1,1,,,", "\(pens),400,200,2,1,,,"]).first)
        #expect(issue.line == 3)
        #expect(issue.gtin == "0\(pens)")
        #expect(
            issue.description.contains("bay 1, shelf 1, position 1-2 (line 3, 04006381333931): outside_bay"))
    }

    @Test func `an unplaced product leaves its shelf empty, and both are told`() throws {
        #expect(try kinds(["4711,0,200,2,1,,,"]) == [.noGTIN, .emptyShelf])
    }

    @Test func `with a catalogue unknown products and other sizes are told`() throws {
        let catalogue = try SampleShelf.catalogue()
        let known = SampleShelf.gtin(1).description
        #expect(try kinds(["\(known),0,200,2,1,80,180,60"], catalogue: catalogue).isEmpty)
        #expect(try kinds(["\(known),0,300,2,1,120,180,60"], catalogue: catalogue) == [.sizeDiffers])
        #expect(try kinds(["\(pens),0,200,2,1,,,"], catalogue: catalogue) == [.unknownGTIN])
        // Without a size in the plan the catalogue's counts: three of 80 mm on 200.
        #expect(try kinds(["\(known),0,200,3,1,,,"], catalogue: catalogue) == [.facingsDoNotFit])
    }

    @Test func `a shelf narrower than its bay and a board too shallow are told`() {
        let position = Position(
            id: "1-1", gtin: SampleShelf.gtin(1), xMM: 0, widthMM: 100, facings: 1,
            presentation: {
                var presentation = Presentation()
                presentation.unitSize = PackageSize(widthMM: 90, heightMM: 90, depthMM: 300)
                return presentation
            }())
        let bay = Bay(
            id: "1", widthMM: 500, heightMM: 1000,
            shelves: [
                Shelf(
                    id: "1", surfaceMM: 100, clearanceMM: 200, span: Shelf.Span(xMM: 50, widthMM: 400),
                    depthMM: 200,
                    positions: [position])
            ])
        let plan = try? PlanogramImport.decode(
            Array(PlanogramFile.encode(Planogram(id: "p", revision: 1, bay: bay), file: "p")), file: "p.json")
        #expect(
            plan.map { PlacementCheck($0, catalogue: nil).issues.map(\.kind) } == [.outsideShelf, .tooDeep])
    }

    @Test(arguments: UInt64(0)..<30)
    func `generated plans of the trade have no errors`(seed: UInt64) throws {
        let text = PSAText().text(TradePlans(seed: seed).bays)
        let plan = try PlanogramImport.decode(Array(text.utf8), file: "p.psa")
        let errors = PlacementCheck(plan, catalogue: nil).issues.filter { $0.severity == .error }
        #expect(errors.isEmpty)
    }
}
