import CRaster
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
    /// Strength of the camera's own sharpening, 0 for none; none where `defocus` is not 0.
    var sharpening: Float = 0
    /// Inverse distance (1/mm) that is in focus, and how much softer a picture is for each 1/mm away from it.
    var focus: Float = 0
    var defocus: Float = 0

    /// Colours are drawn darker by this factor, so that lamps and white paper do not clip before the film
    /// sees them.
    static let headroom: Float = 0.75

    /// The picture without its noise: `raster` reduced by `factor`, blurred, toned.
    func develop(_ raster: Raster, factor: Int) -> RGBImage {
        let lens = Film.bell(blur)
        let trail = smear > 0.5 ? Film.convolved(lens, Film.box(smear)) : lens
        // Sharpening takes a softer copy away from the picture; what is out of focus is such a copy itself.
        let spread = defocus > 0 ? Film.bell(2.5) : Film.bell(1)
        let exposure = Raster.Exposure(
            factor: factor, sharp: Film.filter(across: trail, down: lens),
            soft: Film.filter(across: Film.convolved(trail, spread), down: Film.convolved(lens, spread)),
            mix: defocus > 0 ? 0 : -sharpening, focus: focus, defocus: defocus, gain: gain / Film.headroom,
            vignette: vignette, tones: (0..<1024).map { UInt8(tone(Float($0) * 0.5) + 0.5) })
        return RGBImage(
            width: raster.width / factor, height: raster.height / factor, pixels: raster.developed(exposure))
    }

    /// Both with as many weights as the longer one, zeros at the ends of the shorter one.
    private static func filter(across: [Float], down: [Float]) -> Raster.Filter {
        let count = max(across.count, down.count)
        func padded(_ weights: [Float]) -> [Float] {
            let zeros = [Float](repeating: 0, count: (count - weights.count) / 2)
            return zeros + weights + zeros
        }
        return Raster.Filter(across: padded(across), down: padded(down))
    }

    private static func convolved(_ first: [Float], _ second: [Float]) -> [Float] {
        var result = [Float](repeating: 0, count: first.count + second.count - 1)
        for (place, weight) in first.enumerated() {
            for (shift, other) in second.enumerated() { result[place + shift] += weight * other }
        }
        return result
    }

    private static func bell(_ deviation: Float) -> [Float] {
        guard deviation > 0.2 else { return [1] }
        let radius = max(1, Int((deviation * 2.5).rounded(.up)))
        let raw = (-radius...radius).map { exp(-Float($0 * $0) / (2 * deviation * deviation)) }
        let sum = raw.reduce(0, +)
        return raw.map { $0 / sum }
    }

    private static func box(_ length: Float) -> [Float] {
        let radius = max(1, Int((length / 2).rounded()))
        return [Float](repeating: 1 / Float(2 * radius + 1), count: 2 * radius + 1)
    }

    /// What a value of light is shown as, 0...255: contrast about the middle, then a soft shoulder near
    /// white.
    func tone(_ value: Float) -> Float {
        let steep = (value - 110) * contrast + 110
        return steep < 180 ? max(0, steep) : 180 + 75 * (1 - exp((180 - steep) / 75))
    }

    /// Adds the sensor's noise, coarser where it is bright.
    func addNoise(to image: inout RGBImage, _ random: inout Random) {
        let row = image.width * 3
        let most = UInt64(max(1, Film.grain.count - row))
        precondition(row <= Film.grain.count)
        let rows = image.height
        unsafe image.pixels.withUnsafeMutableBufferPointer { pixels in
            unsafe Film.grain.withUnsafeBufferPointer { grain in
                for y in 0..<rows {
                    let start = Int(random.next() % most)
                    // Safe: a row of grain begins early enough to fit.
                    unsafe cr_add_grain(
                        pixels.baseAddress?.advanced(by: y * row), Int32(row),
                        grain.baseAddress?.advanced(by: start), noise)
                }
            }
        }
    }

    /// Normally distributed numbers, made once; each row of a picture starts somewhere else in it.
    private static let grain: [Float] = {
        var random = Random(0x6EA1)
        return (0..<1 << 17).map { _ in random.normal() }
    }()
}
