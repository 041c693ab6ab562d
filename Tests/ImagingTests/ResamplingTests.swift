import Imaging
import Retail
import TestSupport
import Testing

struct ResamplingTests {
    private static func noise(width: Int, height: Int, seed: UInt64) -> RGBImage {
        var generator = SeededGenerator(seed: seed)
        let pixels = (0..<(width * height * 3)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        return RGBImage(width: width, height: height, pixels: pixels)
    }

    @Test func `the same size gives the same pixels`() {
        let image = ResamplingTests.noise(width: 31, height: 17, seed: 1)
        #expect(image.resized(to: PixelSize(width: 31, height: 17)) == image)
    }

    @Test(arguments: [(5, 9), (40, 40), (200, 3)])
    func `one colour stays that colour at any size`(width: Int, height: Int) {
        let image = RGBImage(width: 23, height: 45, gray: 177)
        let copy = image.resized(to: PixelSize(width: width, height: height))
        #expect(copy.pixels.allSatisfy { abs(Int($0) - 177) <= 1 })
    }

    @Test func `shrinking by a whole factor averages each block`() {
        let image = ResamplingTests.noise(width: 40, height: 20, seed: 2)
        let half = image.resized(to: PixelSize(width: 10, height: 5))
        for row in 0..<5 {
            for column in 0..<10 {
                var sum = 0
                for y in 0..<4 {
                    for x in 0..<4 { sum += Int(image.pixels[((row * 4 + y) * 40 + column * 4 + x) * 3]) }
                }
                #expect(abs(Int(half.pixels[(row * 10 + column) * 3]) - sum / 16) <= 2)
            }
        }
    }

    @Test func `a crop is that part of the picture, and the edge repeats outside`() {
        let image = ResamplingTests.noise(width: 12, height: 12, seed: 3)
        let inner = image.cropped(
            PixelRect(x: 3, y: 4, width: 2, height: 2), to: PixelSize(width: 2, height: 2))
        #expect(inner.pixels.prefix(3) == image.pixels[((4 * 12 + 3) * 3)..<((4 * 12 + 3) * 3 + 3)])
        let outside = image.cropped(
            PixelRect(x: -8, y: -8, width: 4, height: 4), to: PixelSize(width: 4, height: 4))
        #expect(outside.pixels.prefix(3) == image.pixels.prefix(3))
    }

    @Test func `drawing outside the picture is no error`() {
        var image = RGBImage(width: 8, height: 8, gray: 0)
        image.draw(
            PixelRect(x: -5, y: 2, width: 100, height: 3), color: RGBColor(red: 255, green: 0, blue: 0),
            thickness: 1)
        #expect(image.pixels[(2 * 8) * 3] == 255)
        #expect(image.pixels[(3 * 8) * 3] == 0)
    }
}
