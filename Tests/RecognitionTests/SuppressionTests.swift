import Recognition
import Retail
import TestSupport
import Testing

struct SuppressionTests {
    private static func detections(count: Int, seed: UInt64) -> [Detection] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            Detection(
                box: PixelRect(
                    x: .random(in: 0...600, using: &generator), y: .random(in: 0...600, using: &generator),
                    width: .random(in: 4...120, using: &generator),
                    height: .random(in: 4...120, using: &generator)),
                objectClass: Bool.random(using: &generator) ? .product : .priceTag,
                score: .random(in: 0...1, using: &generator))
        }
    }

    /// The same rule without the grid.
    private static func plain(_ detections: [Detection], overlap: Double) -> [Detection] {
        var kept: [Detection] = []
        for candidate in detections.sorted(by: { $0.score > $1.score }) {
            let isBeaten = kept.contains {
                $0.objectClass == candidate.objectClass && $0.box.overlap(with: candidate.box) > overlap
            }
            if !isBeaten { kept.append(candidate) }
        }
        return kept
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `the grid changes nothing but the time`(seed: UInt64) {
        let detections = SuppressionTests.detections(count: 800, seed: seed)
        #expect(
            detections.suppressed(overlap: 0.4).map(\.score)
                == SuppressionTests.plain(detections, overlap: 0.4).map(\.score))
    }

    @Test func `doing it twice changes nothing where boxes lie apart`() {
        let once = SuppressionTests.detections(count: 100, seed: 9).suppressed(overlap: 0.1)
        #expect(once.suppressed(overlap: 0.1) == once)
    }

    @Test func `boxes that nearly coincide agree on their mean, the surer ones first`() throws {
        let boxes = [(100.0, 1.0), (106.0, 0.5), (150.0, 0.4)].map { x, score in
            Detection(
                box: PixelRect(x: x, y: 40, width: 100, height: 80), objectClass: .product, score: score)
        }
        let found = boxes.suppressed(overlap: 0.3)
        let only = try #require(found.first)
        // The third is beaten, but half beside the first: it has no say.
        #expect(found.count == 1)
        #expect(abs(only.box.x - (100 + 0.25 * 106) / 1.25) < 1e-9)
        #expect(only.box.width == 100)
        #expect(only.score == 1)
    }

    @Test func `five hundred products side by side all stay`() {
        let row = (0..<500).map {
            Detection(
                box: PixelRect(x: Double($0) * 20, y: 0, width: 20, height: 50), objectClass: .product,
                score: 0.9)
        }
        #expect(row.suppressed(overlap: 0.5).count == 500)
    }
}
