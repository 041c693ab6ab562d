import Foundation
import Retail
import TestSupport
import Testing

struct ValueTests {
    @Test func `rectangles overlap by the share of their union`() {
        let left = PixelRect(x: 0, y: 0, width: 10, height: 10)
        let right = PixelRect(x: 5, y: 0, width: 10, height: 10)
        #expect(abs(left.overlap(with: right) - 1.0 / 3) < 1e-12)
        #expect(left.overlap(with: left) == 1)
        #expect(left.overlap(with: PixelRect(x: 20, y: 20, width: 5, height: 5)) == 0)
        #expect(left.overlap(with: PixelRect(x: 2, y: 2, width: 0, height: 0)) == 0)
        #expect(left.intersection(right) == PixelRect(x: 5, y: 0, width: 5, height: 10))
        #expect(right.center == PixelPoint(x: 10, y: 5))
    }

    @Test func `a planogram's JSON has the names of its schema and leaves out what says nothing`() throws {
        let json = try #require(String(data: JSONEncoder().encode(SampleShelf.planogram), encoding: .utf8))
        for key in [
            "schema_version", "width_mm", "surface_mm", "clearance_mm", "x_mm", "units_high", "tolerance",
        ] {
            #expect(json.contains("\"\(key)\""))
        }
        for key in ["valid_from", "name", "kind", "orientation", "style", "caps", "raised_mm", "unit_size"] {
            #expect(!json.contains("\"\(key)\""))
        }
    }

    @Test func `a deviation survives the way to JSON and back`() throws {
        let seen = Identification(path: SKUPath(["Food", "Tea"]), probabilities: [0.9, 0.8], gtin: nil)
        let deviation = Deviation(
            id: "a",
            finding: Finding(
                kind: .misplaced, place: PositionReference(zone: "Z", bay: "B", shelf: "S", position: "P"),
                expected: SampleShelf.gtin(1), expectedFacings: 2, facingsFound: 1, seen: seen,
                belongsTo: "P9",
                confidence: 0.7, slot: ShelfRect(xMM: 1, yMM: 2, widthMM: 3, heightMM: 4)),
            severity: .medium, since: 12.5, confirmations: 3)
        let json = try JSONEncoder().encode(deviation)
        #expect(try JSONDecoder().decode(Deviation.self, from: json) == deviation)
    }

    @Test func `an identification whose probabilities do not fit its path is refused`() {
        let json = Data(#"{"path":["Food","Tea"],"probabilities":[0.9]}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Identification.self, from: json) }
    }
}
