import Foundation

/// A colour as it is shown: red, green, blue 0...1 (sRGB values, not linear light).
typealias Colour = SIMD3<Float>

extension SIMD3<Float> {
    /// `hue` in turns (0 and 1 are red), `saturation` and `value` 0...1.
    init(hue: Float, saturation: Float, value: Float) {
        let turned = hue - hue.rounded(.down)
        func channel(_ shift: Float) -> Float {
            let position = (shift + turned * 6).truncatingRemainder(dividingBy: 6)
            return value - value * saturation * Swift.max(0, Swift.min(1, position, 4 - position))
        }
        self.init(channel(5), channel(3), channel(1))
    }

    /// Perceived brightness 0...1.
    var luma: Float { x * 0.299 + y * 0.587 + z * 0.114 }

    func mixed(with other: Colour, _ share: Float) -> Colour { self + (other - self) * share }

    static let white = Colour(1, 1, 1)
    static let black = Colour(0, 0, 0)

    /// Black or white, or nearly so, whichever can be read better on this colour.
    var legible: Colour { luma > 0.55 ? Colour(0.08, 0.07, 0.09) : Colour(0.98, 0.98, 0.95) }

    /// The 32-bit form in textures and picture buffers: red in the lowest byte.
    var packed: UInt32 {
        // Adding a half and cutting off rounds, as nothing is negative.
        func byte(_ share: Float) -> UInt32 { UInt32(Swift.max(0, Swift.min(1, share)) * 255 + 0.5) }
        return byte(x) | byte(y) << 8 | byte(z) << 16
    }
}
