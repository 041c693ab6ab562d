import Retail
import TestSupport
import Testing

struct PolygonTests {
    private func polygon(_ points: (Double, Double)...) -> Polygon {
        Polygon(points.map { PixelPoint(x: $0.0, y: $0.1) })
    }

    @Test func `a corner cut out of a square is not within`() {
        let shape = polygon((0, 0), (10, 0), (10, 5), (5, 5), (5, 10), (0, 10))
        #expect(shape.area == 75 && shape.crossing == nil)
        #expect(shape.contains(PixelPoint(x: 2, y: 8)) && shape.contains(PixelPoint(x: 8, y: 2)))
        #expect(!shape.contains(PixelPoint(x: 8, y: 8)) && !shape.contains(PixelPoint(x: -1, y: 2)))
    }

    @Test func `edges that cross, touch or fold back are named`() {
        let bow = polygon((0, 0), (10, 10), (10, 0), (0, 10)).crossing
        #expect(bow?.first == 0 && bow?.second == 2)
        let touching = polygon((0, 0), (10, 0), (10, 10), (5, 0), (0, 10)).crossing
        #expect(touching?.first == 0)
        #expect(polygon((0, 0), (10, 0), (5, 0)).crossing != nil)
        #expect(polygon((0, 0), (0, 0), (5, 0), (5, 5)).crossing != nil)
        #expect(polygon((0, 0), (5, 0), (10, 0), (10, 10)).crossing == nil)
    }

    @Test func `the share of a slot counts what is in the outline and under no mask`() {
        let slot = polygon((0, 10), (10, 10), (10, 0), (0, 0))
        #expect(slot.share(inside: [], outside: []) == 1)
        #expect(slot.share(inside: [polygon((5, -5), (30, -5), (30, 30), (5, 30))], outside: []) == 0.5)
        let mask = polygon((0, 0), (10, 0), (0, 10))
        #expect(abs(slot.share(inside: [], outside: [mask, mask]) - 0.5) < 1e-12)
        #expect(slot.share(inside: [mask], outside: [mask]) == 0)
        #expect(slot.share(inside: [Polygon(PixelSize(width: 4, height: 5))], outside: []) == 0.2)
        #expect(polygon((0, 0), (1, 1)).share(inside: [], outside: []) == 0)
    }

    private func random(_ count: Int, _ generator: inout SeededGenerator) -> Polygon {
        Polygon(
            (0..<count).map { _ in
                PixelPoint(
                    x: .random(in: 0...100, using: &generator), y: .random(in: 0...100, using: &generator))
            })
    }

    @Test func `shares agree with counting points, and parts with the whole`() {
        var generator = SeededGenerator(seed: 8)
        for _ in 0..<60 {
            let slot = random(4, &generator)
            let outline = random(.random(in: 3...7, using: &generator), &generator)
            let masks = (0..<Int.random(in: 0...2, using: &generator)).map { _ in random(3, &generator) }
            var (inside, seen) = (0, 0)
            for row in 0..<200 {
                for column in 0..<200 {
                    let point = PixelPoint(x: Double(column) / 2 + 0.25, y: Double(row) / 2 + 0.25)
                    guard slot.contains(point) else { continue }
                    inside += 1
                    if outline.contains(point), !masks.contains(where: { $0.contains(point) }) { seen += 1 }
                }
            }
            let area = Polygon.area(inside: [slot], outside: [])
            #expect(abs(area - Double(inside) / 4) < 30)
            let share = slot.share(inside: [outline], outside: masks)
            #expect(abs(share * area - Double(seen) / 4) < 30)
            // What is in the outline and what is not make up all of it.
            let rest = Polygon.area(inside: [slot], outside: [outline])
            #expect(abs(Polygon.area(inside: [slot, outline], outside: []) + rest - area) < 1e-6)
            if slot.crossing == nil { #expect(abs(slot.area - area) < 1e-6) }
        }
    }

    @Test func `edges cross exactly where the area with signs is not the area`() {
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<300 {
            let shape = random(4, &generator)
            let area = Polygon.area(inside: [shape], outside: [])
            #expect((shape.crossing == nil) == (abs(shape.area - area) < 1e-6))
        }
    }
}
