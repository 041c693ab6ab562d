import Planograms
import Retail
import TestSupport
import Testing

/// One product planned on top of another, and boards that share a bay's width.
struct RaisedPositionTests {
    private func position(_ number: UInt64, x: Double, raised: Double = 0) -> Position {
        var presentation = Presentation()
        presentation.raisedMM = raised
        return Position(
            id: "P\(number)", gtin: SampleShelf.gtin(number), xMM: x, widthMM: 170, facings: 2,
            presentation: presentation)
    }

    private func comparison(_ shelves: [Shelf]) throws -> ShelfComparison {
        ShelfComparison(
            planogram: Planogram(
                id: "p", revision: 1, bay: Bay(id: "B", widthMM: 800, heightMM: 1200, shelves: shelves)),
            zone: "Z", catalogue: try SampleShelf.catalogue())
    }

    /// Two units of a position's SKU side by side.
    private func units(_ number: UInt64, x: Double, y: Double) throws -> [Sighting] {
        let entry = try #require(try SampleShelf.catalogue()[SampleShelf.gtin(number)])
        return [x + 2, x + 87].map { left in
            Sighting(
                objectClass: .product, place: ShelfRect(xMM: left, yMM: y, widthMM: 80, heightMM: 180),
                confidence: 0.9,
                identification: Identification(
                    path: entry.path, probabilities: [0.99, 0.98, 0.97, 0.96, 0.9], gtin: entry.gtin))
        }
    }

    @Test func `a product planned on another one is judged for itself`() throws {
        let comparison = try comparison([
            Shelf(
                id: "S", surfaceMM: 200, clearanceMM: 420,
                positions: [position(1, x: 0), position(5, x: 0, raised: 180), position(3, x: 200)])
        ])
        let below = try units(1, x: 0, y: 200) + units(3, x: 200, y: 200)
        let above = try units(5, x: 0, y: 380)
        #expect(comparison.look(at: below + above).findings.isEmpty)
        let missing = comparison.look(at: below).findings
        #expect(missing.map(\.place.position) == ["P5"])
        #expect(missing.map(\.kind) == [.outOfStock])
    }

    @Test func `boards side by side keep their products apart`() throws {
        let comparison = try comparison([
            Shelf(
                id: "L", surfaceMM: 200, clearanceMM: 400, span: Shelf.Span(xMM: 0, widthMM: 400),
                positions: [position(1, x: 0)]),
            Shelf(
                id: "R", surfaceMM: 240, clearanceMM: 400, span: Shelf.Span(xMM: 400, widthMM: 400),
                positions: [position(3, x: 420)]),
        ])
        let left = try units(1, x: 0, y: 200)
        let right = try units(3, x: 420, y: 240)
        #expect(comparison.look(at: left + right).findings.isEmpty)
        #expect(comparison.look(at: right).findings.map(\.place.position) == ["P1"])
    }
}
