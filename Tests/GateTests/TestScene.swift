import Gate
import Imaging
import Retail
import TestSupport

/// A shelf as a small picture: rows of boxes with labels, under a lamp, with a sensor's noise.
struct TestScene {
    static let width = 320
    static let height = 184

    /// The scene without light and noise, 0...255.
    private(set) var surface: [Double]
    private var generator: SeededGenerator

    init(seed: UInt64 = 1) {
        generator = SeededGenerator(seed: seed)
        surface = [Double](repeating: 120, count: Self.width * Self.height)
        for top in stride(from: 4, to: Self.height - 40, by: 45) {
            for left in stride(from: 3, to: Self.width - 16, by: 17) {
                draw(box: PixelRect(x: Double(left), y: Double(top), width: 15, height: 38))
            }
        }
    }

    /// Draws a package with stripes of its own.
    mutating func draw(box: PixelRect) {
        let base = Double.random(in: 50...200, using: &generator)
        fill(box, base)
        for _ in 0..<6 {
            fill(
                PixelRect(
                    x: box.x + .random(in: 0...box.width * 0.6, using: &generator),
                    y: box.y + .random(in: 0...box.height * 0.9, using: &generator),
                    width: box.width * .random(in: 0.2...0.5, using: &generator),
                    height: box.height * .random(in: 0.05...0.15, using: &generator)),
                .random(in: 20...235, using: &generator))
        }
    }

    mutating func fill(_ box: PixelRect, _ value: Double) {
        for row in max(0, Int(box.y))..<max(0, min(Self.height, Int(box.y + box.height))) {
            for column in max(0, Int(box.x))..<max(0, min(Self.width, Int(box.x + box.width))) {
                surface[row * Self.width + column] = value
            }
        }
    }

    /// A photograph: `light` tells the gain at a place (0...1 across and down), `at` where each pixel comes from.
    mutating func photograph(
        noise: Double = 2, light: (Double, Double) -> Double = { _, _ in 1 },
        at place: (Double, Double) -> (Double, Double) = { ($0, $1) }
    ) -> GrayImage {
        var pixels = [UInt8](repeating: 0, count: Self.width * Self.height)
        for row in 0..<Self.height {
            for column in 0..<Self.width {
                let (x, y) = place(Double(column), Double(row))
                let gain = light(Double(column) / Double(Self.width), Double(row) / Double(Self.height))
                // The sum of three dice is noise enough.
                let dice = (0..<3).reduce(0.0) { sum, _ in sum + .random(in: -1...1, using: &generator) }
                pixels[row * Self.width + column] = UInt8(
                    max(0, min(255, sample(x, y) * gain + dice * noise)))
            }
        }
        return GrayImage(width: Self.width, height: Self.height, pixels: pixels)
    }

    private func sample(_ x: Double, _ y: Double) -> Double {
        let (x, y) = (max(0, min(Double(Self.width - 2), x)), max(0, min(Double(Self.height - 2), y)))
        let (left, top) = (Int(x), Int(y))
        let (across, down) = (x - Double(left), y - Double(top))
        let at = top * Self.width + left
        return (surface[at] * (1 - across) + surface[at + 1] * across) * (1 - down)
            + (surface[at + Self.width] * (1 - across) + surface[at + Self.width + 1] * across) * down
    }

    /// One area a package.
    static let areas: [PixelRect] = stride(from: 4, to: height - 40, by: 45).flatMap { top in
        stride(from: 3, to: width - 16, by: 17).map { left in
            PixelRect(x: Double(left), y: Double(top), width: 15, height: 38)
        }
    }
}

extension GrayImage {
    /// As through a dirty lens: each pixel the mean of those within `radius`.
    func blurred(_ radius: Int) -> GrayImage {
        var copy = self
        for row in 0..<height {
            for column in 0..<width {
                var (sum, count) = (0, 0)
                for y in max(0, row - radius)...min(height - 1, row + radius) {
                    for x in max(0, column - radius)...min(width - 1, column + radius) {
                        sum += Int(pixels[y * width + x])
                        count += 1
                    }
                }
                copy.pixels[row * width + column] = UInt8(sum / count)
            }
        }
        return copy
    }
}

extension CameraGate {
    /// Judges a picture without colours.
    mutating func judge(
        _ picture: GrayImage, areas: [PixelRect], digest: UInt64?, at time: Double
    ) -> Judgement {
        judge(GatePicture(picture), areas: areas, digest: digest, at: time)
    }
}
