import Foundation
import Imaging

/// What lens, sensor and camera electronics make of the light.
struct Film: Sendable {
    /// Factors on red, green, blue: white balance and exposure together.
    var gain: Colour = .one
    /// 1 leaves contrast as it is.
    var contrast: Float = 1
    /// How much darker the corners are, 0...1.
    var vignette: Float = 0
    /// Deviation of the blur, in pixels of the finished picture.
    var blur: Float = 0.4
    /// How long the horizontal smear of a moving camera is, in pixels.
    var smear: Float = 0
    /// Deviation of the sensor's noise, in steps of 255.
    var noise: Float = 2
    /// Strength of the camera's own sharpening, 0 for none.
    var sharpening: Float = 0

    /// Colours are drawn darker by this factor, so that lamps and white paper do not clip before the film
    /// sees them.
    static let headroom: Float = 0.75

    /// The picture without its noise: `raster` reduced by `factor`, blurred, toned.
    func develop(_ raster: Raster, factor: Int) -> RGBImage {
        let width = raster.width / factor
        let height = raster.height / factor
        var planes = Film.reduced(raster, factor: factor, width, height)
        for channel in 0..<3 {
            if blur > 0.2 { planes[channel] = Film.blurred(planes[channel], width, height, Film.bell(blur)) }
            if smear > 0.5 {
                planes[channel] = Film.blurred(
                    planes[channel], width, height, Film.box(smear), alsoDown: false)
            }
            if sharpening > 0 { sharpen(&planes[channel], width, height) }
        }
        return toned(planes, width, height)
    }

    /// The three colours, each the mean of `factor` by `factor` samples.
    private static func reduced(_ raster: Raster, factor: Int, _ width: Int, _ height: Int) -> [[Float]] {
        var red = [Float](repeating: 0, count: width * height)
        var green = red
        var blue = red
        let samples = raster.samples
        let source = samples.span
        let share = 1 / Float(factor * factor)
        for y in 0..<height {
            for x in 0..<width {
                // Red and blue are summed in one number: up to 256 samples fit beside each other.
                var even: UInt32 = 0
                var odd: UInt32 = 0
                for row in 0..<factor {
                    let start = (y * factor + row) * raster.width + x * factor
                    for index in start..<start + factor {
                        even &+= source[index].colour & 0x00FF_00FF
                        odd &+= source[index].colour >> 8 & 255
                    }
                }
                let index = y * width + x
                red[index] = Float(even & 0xFFFF) * share
                green[index] = Float(odd) * share
                blue[index] = Float(even >> 16) * share
            }
        }
        return [red, green, blue]
    }

    private static func bell(_ deviation: Float) -> [Float] {
        let radius = max(1, Int((deviation * 2.5).rounded(.up)))
        let raw = (-radius...radius).map { exp(-Float($0 * $0) / (2 * deviation * deviation)) }
        let sum = raw.reduce(0, +)
        return raw.map { $0 / sum }
    }

    private static func box(_ length: Float) -> [Float] {
        let radius = max(1, Int((length / 2).rounded()))
        return [Float](repeating: 1 / Float(2 * radius + 1), count: 2 * radius + 1)
    }

    private static func blurred(
        _ plane: [Float], _ width: Int, _ height: Int, _ kernel: [Float], alsoDown: Bool = true
    ) -> [Float] {
        let radius = kernel.count / 2
        var across = [Float](repeating: 0, count: plane.count)
        do {
            let source = plane.span
            var target = across.mutableSpan
            for y in 0..<height {
                let base = y * width
                for (tap, weight) in kernel.enumerated() {
                    let shift = tap - radius
                    for x in max(0, -shift)..<min(width, width - shift) {
                        // Safe: the range keeps both within the row; checks would keep the loop from running
                        // in lanes.
                        unsafe target[unchecked: base + x] += weight * source[unchecked: base + x + shift]
                    }
                    // The edge repeats outwards.
                    for x in 0..<max(0, -shift) { target[base + x] += weight * source[base] }
                    for x in min(width, width - shift)..<width {
                        target[base + x] += weight * source[base + width - 1]
                    }
                }
            }
        }
        guard alsoDown else { return across }
        var result = [Float](repeating: 0, count: plane.count)
        let source = across.span
        var target = result.mutableSpan
        for y in 0..<height {
            for (tap, weight) in kernel.enumerated() {
                let base = max(0, min(height - 1, y + tap - radius)) * width
                // Safe: base and y * width are rows of the plane.
                for x in 0..<width {
                    unsafe target[unchecked: y * width + x] += weight * source[unchecked: base + x]
                }
            }
        }
        return result
    }

    private func sharpen(_ plane: inout [Float], _ width: Int, _ height: Int) {
        let soft = Film.blurred(plane, width, height, Film.bell(1))
        for index in plane.indices { plane[index] += (plane[index] - soft[index]) * sharpening }
    }

    /// What a value of light is shown as, 0...255: contrast about the middle, then a soft shoulder near
    /// white.
    func tone(_ value: Float) -> Float {
        let steep = (value - 110) * contrast + 110
        return steep < 180 ? max(0, steep) : 180 + 75 * (1 - exp((180 - steep) / 75))
    }

    /// Adds the sensor's noise, coarser where it is bright.
    func addNoise(to image: inout RGBImage, _ random: inout Random) {
        let storage = Film.grain
        let grain = storage.span
        let row = image.width * 3
        let rows = image.height
        let most = UInt64(max(1, grain.count - row))
        var target = image.pixels.mutableSpan
        for y in 0..<rows {
            let place = Int(random.next() % most)
            for x in 0..<row {
                let value = Float(target[y * row + x])
                let rough = noise * grain[place + x] * (0.6 + value * 0.0025)
                target[y * row + x] = UInt8(max(0, min(255, value + rough + 0.5)))
            }
        }
    }

    private func toned(_ planes: [[Float]], _ width: Int, _ height: Int) -> RGBImage {
        let storage = (0..<1024).map { UInt8(tone(Float($0) * 0.5) + 0.5) }
        let tones = storage.span
        var image = RGBImage(width: width, height: height, gray: 0)
        var target = image.pixels.mutableSpan
        let center = SIMD2(Float(width), Float(height)) / 2
        let reach = 1 / (center * center).sum()
        for y in 0..<height {
            let arm = Float(y) - center.y
            for channel in 0..<3 {
                let storage = planes[channel]
                let plane = storage.span
                let factor = gain[channel] / Film.headroom * 2
                for x in 0..<width {
                    let side = Float(x) - center.x
                    let shade = 1 - vignette * (side * side + arm * arm) * reach
                    let value = plane[y * width + x] * factor * shade
                    target[(y * width + x) * 3 + channel] = tones[Int(max(0, min(1023, value)))]
                }
            }
        }
        return image
    }

    /// Normally distributed numbers, made once; each row of a picture starts somewhere else in it.
    private static let grain: [Float] = {
        var random = Random(0x6EA1)
        return (0..<1 << 17).map { _ in random.normal() }
    }()
}
