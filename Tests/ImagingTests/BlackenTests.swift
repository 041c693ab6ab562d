import Imaging
import Retail
import Testing

@Suite("Places of a picture that are made black")
struct BlackenTests {
    private static let outlines: [[PixelPoint]] = [
        [PixelPoint(x: 3.2, y: 2.1), PixelPoint(x: 17.5, y: 5), PixelPoint(x: 9, y: 18.9)],
        [
            PixelPoint(x: -5, y: -5), PixelPoint(x: 30, y: -5), PixelPoint(x: 30, y: 8),
            PixelPoint(x: -5, y: 12),
        ],
        // Bent inwards.
        [
            PixelPoint(x: 1, y: 1), PixelPoint(x: 19, y: 1), PixelPoint(x: 10, y: 10),
            PixelPoint(x: 19, y: 19), PixelPoint(x: 1, y: 19),
        ],
    ]

    @Test("nothing of the inside is left, and nothing away from it is touched", arguments: outlines)
    func insideAndOutside(outline: [PixelPoint]) {
        var image = RGBImage(width: 20, height: 20, gray: 200)
        image.blacken(outline)
        let polygon = Polygon(outline)
        for y in 0..<20 {
            for x in 0..<20 {
                let value = image.pixels[(y * 20 + x) * 3]
                let around = [
                    (0.5, 0.5), (-1, -1), (2, -1), (-1, 2), (2, 2), (0.5, -1), (0.5, 2), (-1, 0.5), (2, 0.5),
                ]
                .map { polygon.contains(PixelPoint(x: Double(x) + $0.0, y: Double(y) + $0.1)) }
                if around[0] { #expect(value == 0, "pixel \(x), \(y) is inside") }
                if !around.contains(true) { #expect(value == 200, "pixel \(x), \(y) is outside") }
            }
        }
    }

    @Test("an outline without an inside changes nothing")
    func nothing() {
        var image = RGBImage(width: 4, height: 4, gray: 9)
        image.blacken([PixelPoint(x: 1, y: 1), PixelPoint(x: 3, y: 3)])
        image.blacken([PixelPoint(x: 90, y: 90), PixelPoint(x: 99, y: 90), PixelPoint(x: 99, y: 99)])
        #expect(image == RGBImage(width: 4, height: 4, gray: 9))
    }
}
