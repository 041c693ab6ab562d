import Planograms
import Retail
import TestSupport
import Testing

/// Compliance by component and share of shelf, on the sample shelf of five positions.
struct ZoneMeasureTests {
    private let shelves = ["P1": "S1", "P2": "S1", "P3": "S1", "P4": "S2", "P5": "S2"]

    private func place(_ position: String) -> PositionReference {
        PositionReference(zone: "Z", bay: "B1", shelf: shelves[position] ?? "", position: position)
    }

    private func finding(
        _ kind: DeviationKind, at position: String, found: Int, of facings: Int, seen: [String]? = nil,
        belongsTo: String? = nil
    ) -> Finding {
        Finding(
            kind: kind, place: place(position), expected: SampleShelf.gtin(1), expectedFacings: facings,
            facingsFound: found,
            seen: seen.map {
                Identification(path: SKUPath($0), probabilities: $0.map { _ in 0.99 }, gtin: nil)
            }, belongsTo: belongsTo, confidence: 0.9,
            slot: ShelfRect(xMM: 0, yMM: 0, widthMM: 100, heightMM: 100))
    }

    private func figures(_ findings: [Finding], hidden: Set<String> = []) throws -> ZoneFigures {
        let observed = Set(shelves.keys).subtracting(hidden)
        let look = ShelfLook(
            zone: "Z", findings: findings, observed: Set(observed.map(place)),
            unobserved: Set(hidden.map(place)),
            figures: ZoneFigures(
                onShelfAvailability: 1, facingsPlanned: 10, facingsFound: 10, compliance: 1, observedShare: 1)
        )
        return ZoneMeasure(
            planogram: SampleShelf.planogram, zone: "Z", catalogue: try SampleShelf.catalogue()
        )
        .figures(of: look)
    }

    @Test func `a shelf as planned complies in every component, and brands share it by their widths`() throws
    {
        let figures = try figures([])
        #expect(
            figures.components
                == ComplianceShares(presence: 1, shelf: 1, position: 1, facings: 1, order: 1))
        // Alder 170 and 255 mm, Birch 170, Cedar 210 and 105, of 910 in all.
        #expect(abs((figures.shareOfShelf["Alder"] ?? 0) - 425.0 / 910) < 1e-9)
        #expect(abs((figures.shareOfShelf["Cedar"] ?? 0) - 315.0 / 910) < 1e-9)
        #expect(abs(figures.shareOfShelf.values.reduce(0, +) - 1) < 1e-9)
    }

    @Test func `an empty position lacks presence, place and facings, and its brand loses front`() throws {
        let figures = try figures([finding(.outOfStock, at: "P3", found: 0, of: 2)])
        #expect(
            figures.components
                == ComplianceShares(presence: 0.8, shelf: 0.8, position: 0.8, facings: 0.8, order: 1))
        #expect(figures.shareOfShelf["Birch"] == 0)
    }

    @Test func `a product on a wrong shelf is present, but neither on its shelf nor at its place`() throws {
        let figures = try figures([
            finding(.outOfStock, at: "P3", found: 0, of: 2),
            finding(
                .misplaced, at: "P4", found: 1, of: 2,
                seen: ["Food", "Tea", "Birch", "Black Tea", "Black Tea 25"], belongsTo: "P3"),
        ])
        let components = try #require(figures.components)
        #expect(components.presence == 1 && components.shelf == 0.8 && components.position == 0.8)
        #expect(components.facings == 0.6 && components.order == 1)
        #expect((figures.shareOfShelf["Birch"] ?? 0) > 0)
    }

    @Test func `a product at another place of its shelf keeps the shelf and loses the order`() throws {
        let figures = try figures([
            finding(.outOfStock, at: "P3", found: 0, of: 2),
            finding(
                .misplaced, at: "P1", found: 1, of: 2,
                seen: ["Food", "Tea", "Birch", "Black Tea", "Black Tea 25"], belongsTo: "P3"),
        ])
        let components = try #require(figures.components)
        #expect(components.shelf == 1 && components.position == 0.8 && components.order == 0.8)
    }

    @Test func `a facing fewer within the tolerance is right`() throws {
        let low = try figures([finding(.lowFacings, at: "P2", found: 2, of: 3)])
        #expect(low.components?.facings == 0.8)
        // P5 has a tolerance of one; a finding of another kind tells how many there are.
        let fine = try figures([finding(.extraFacings, at: "P5", found: 2, of: 1)])
        #expect(fine.components?.facings == 1)
    }

    @Test func `what is hidden counts nowhere`() throws {
        let figures = try figures([], hidden: ["P1", "P2", "P3", "P4"])
        #expect(figures.shareOfShelf == ["Cedar": 1])
        let nothing = try self.figures([], hidden: Set(shelves.keys))
        #expect(nothing.components == nil && nothing.shareOfShelf.isEmpty)
    }
}
