package import Retail

/// A colour of 8 bits a channel.
package struct RGBColor: Hashable, Sendable {
    package let red: UInt8
    package let green: UInt8
    package let blue: UInt8

    package init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }
}

extension RGBImage {
    /// Draws the outline of `rect`, `thickness` pixels wide, inwards; parts outside the picture are left out.
    package mutating func draw(_ rect: PixelRect, color: RGBColor, thickness: Int = 2) {
        let line = Double(thickness)
        fill(PixelRect(x: rect.x, y: rect.y, width: rect.width, height: line), color: color)
        fill(
            PixelRect(x: rect.x, y: rect.y + rect.height - line, width: rect.width, height: line),
            color: color)
        fill(PixelRect(x: rect.x, y: rect.y, width: line, height: rect.height), color: color)
        fill(
            PixelRect(x: rect.x + rect.width - line, y: rect.y, width: line, height: rect.height),
            color: color)
    }

    /// Draws a straight line, `thickness` pixels wide; parts outside the picture are left out.
    package mutating func drawLine(
        from start: PixelPoint, to end: PixelPoint, color: RGBColor, thickness: Int = 2
    ) {
        let (across, down) = (end.x - start.x, end.y - start.y)
        // A line that reaches far outside, as that of a bay of which a corner is in view, is drawn only near the picture.
        let margin = Double(max(width, height))
        guard
            let span = Self.span(
                from: start, across, down, width: Double(width), height: Double(height), margin)
        else { return }
        let steps = Int((max(abs(across), abs(down)) * (span.upperBound - span.lowerBound)).rounded(.up))
        let half = Double(thickness) / 2
        for step in 0...max(1, steps) {
            let share =
                span.lowerBound + (span.upperBound - span.lowerBound) * Double(step) / Double(max(1, steps))
            fill(
                PixelRect(
                    x: start.x + across * share - half, y: start.y + down * share - half,
                    width: Double(thickness), height: Double(thickness)), color: color)
        }
    }

    /// The part of a line, as shares of its length, that lies within `margin` of the picture.
    private static func span(
        from start: PixelPoint, _ across: Double, _ down: Double, width: Double, height: Double,
        _ margin: Double
    ) -> ClosedRange<Double>? {
        var (low, high) = (0.0, 1.0)
        for (place, step, limit) in [(start.x, across, width), (start.y, down, height)] {
            guard step != 0 else {
                guard (-margin...limit + margin).contains(place) else { return nil }
                continue
            }
            let ends = [(-margin - place) / step, (limit + margin - place) / step].sorted()
            (low, high) = (max(low, ends[0]), min(high, ends[1]))
        }
        return low <= high ? low...high : nil
    }

    /// Fills `rect` with one colour; `opacity` 0...1 mixes it with what is there.
    package mutating func fill(_ rect: PixelRect, color: RGBColor, opacity: Double = 1) {
        let left = RGBImage.clamped(rect.x, to: width)
        let right = RGBImage.clamped(rect.x + rect.width, to: width)
        let top = RGBImage.clamped(rect.y, to: height)
        let bottom = RGBImage.clamped(rect.y + rect.height, to: height)
        guard left < right, top < bottom else { return }
        let channels = [color.red, color.green, color.blue]
        let share = Int(opacity * 256)
        for row in top..<bottom {
            for column in left..<right {
                let at = (row * width + column) * 3
                for channel in 0..<3 {
                    let mixed = Int(pixels[at + channel]) * (256 - share) + Int(channels[channel]) * share
                    pixels[at + channel] = UInt8(mixed >> 8)
                }
            }
        }
    }

    /// Puts `other` with its upper left corner at `x`, `y`; parts outside the picture are left out.
    package mutating func paste(_ other: RGBImage, x: Int, y: Int) {
        let first = max(0, -x)
        let bytes = (min(other.width, width - x) - first) * 3
        guard bytes > 0 else { return }
        for row in 0..<other.height where (0..<height).contains(y + row) {
            let source = (row * other.width + first) * 3
            let target = ((y + row) * width + x + first) * 3
            pixels.replaceSubrange(target..<(target + bytes), with: other.pixels[source..<(source + bytes)])
        }
    }

    private static func clamped(_ value: Double, to limit: Int) -> Int {
        Int(max(0, min(Double(limit), value.rounded())))
    }
}
