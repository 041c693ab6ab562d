import Retail
import TestSupport
import Testing

struct LensTests {
    @Test func `undoing a lens and doing it again gives back every pixel`() throws {
        var random = SeededGenerator(seed: 1)
        var undone = 0
        for _ in 0..<300 {
            var lens = Lens(
                focalX: .random(in: 800...1600, using: &random),
                focalY: .random(in: 800...1600, using: &random),
                centerX: .random(in: 900...1020, using: &random),
                centerY: .random(in: 500...580, using: &random))
            lens.k1 = .random(in: -0.35...0.2, using: &random)
            lens.k2 = .random(in: -0.05...0.15, using: &random)
            lens.k3 = .random(in: -0.02...0.02, using: &random)
            lens.p1 = .random(in: -0.002...0.002, using: &random)
            lens.p2 = .random(in: -0.002...0.002, using: &random)
            for _ in 0..<20 {
                let pixel = PixelPoint(
                    x: .random(in: 0...1920, using: &random), y: .random(in: 0...1080, using: &random))
                // Wild coefficients fold the picture near its edge: there is no answer, and never a wrong one.
                guard let straight = lens.undistorted(pixel) else { continue }
                undone += 1
                let back = try #require(lens.distorted(straight))
                #expect(abs(back.x - pixel.x) < 1e-6 && abs(back.y - pixel.y) < 1e-6)
            }
        }
        #expect(undone > 5000)
    }

    @Test func `a barrel draws the corners in and leaves the middle`() throws {
        var lens = Lens(focalX: 1000, focalY: 1000, centerX: 960, centerY: 540)
        lens.k1 = -0.1
        let corner = try #require(lens.distorted(PixelPoint(x: 1960, y: 1540)))
        // At a distance of the square root of two focal lengths: 1 - 0.1 * 2.
        #expect(abs(corner.x - 1760) < 1e-9 && abs(corner.y - 1340) < 1e-9)
        #expect(lens.distorted(PixelPoint(x: 960, y: 540)) == PixelPoint(x: 960, y: 540))
        #expect(lens.undistorted(PixelPoint(x: 960, y: 540)) == PixelPoint(x: 960, y: 540))
    }

    @Test func `where the model folds back there is nothing`() {
        var lens = Lens(focalX: 1000, focalY: 1000, centerX: 0, centerY: 0)
        lens.k1 = -0.3
        // The distance grows up to 1 / sqrt(0.9) focal lengths.
        #expect(lens.distorted(PixelPoint(x: 1100, y: 0)) == nil)
        #expect(lens.undistorted(PixelPoint(x: 800, y: 0)) == nil)
        #expect(lens.undistorted(PixelPoint(x: 700, y: 0)) != nil)
    }
}
