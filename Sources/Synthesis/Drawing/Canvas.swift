import Foundation

/// How a path is filled.
enum Paint: Sendable {
    case solid(Colour)
    case linear(from: Point, Colour, to: Point, Colour)
    case radial(center: Point, radius: Float, inner: Colour, outer: Colour)
    case food(FoodSurface)

    func colour(at point: Point) -> Colour {
        switch self {
        case .solid(let colour): return colour
        case .linear(let start, let first, let end, let last):
            let along = end - start
            let share = ((point - start) * along).sum() / max(1e-9, (along * along).sum())
            return first.mixed(with: last, max(0, min(1, share)))
        case .radial(let center, let radius, let inner, let outer):
            let arm = point - center
            return inner.mixed(with: outer, min(1, (arm * arm).sum().squareRoot() / radius))
        case .food(let surface): return surface.colour(at: point)
        }
    }
}

/// A picture that paths are painted on, with smooth edges.
///
/// The user's unit is the height of the picture: y runs from 0 to 1, x from 0 to `aspect`. Coverage is found
/// by accumulating each edge's signed area and summing along the row (the way of Raph Levien's font-rs), so a
/// path's cost depends on its edges and its bounding box alone.
struct Canvas {
    let width: Int
    let height: Int
    /// Row by row.
    private(set) var pixels: [Colour]
    private let scale: Float
    /// Nothing is painted outside.
    private var clip: (columns: Range<Int>, rows: Range<Int>)

    /// Width over height.
    var aspect: Float { Float(width) / Float(height) }

    init(width: Int, height: Int, _ ground: Colour = .white) {
        self.width = width
        self.height = height
        scale = Float(height)
        clip = (0..<width, 0..<height)
        pixels = [Colour](repeating: ground, count: width * height)
    }

    /// Fills the whole picture.
    mutating func fill(_ paint: Paint) { fill(.rectangle(-1, -1, aspect + 2, 3), paint) }

    /// Paints what `paint` paints, within `panel` only.
    mutating func paint(within panel: Panel, _ paint: (inout Canvas) -> Void) {
        let outer = clip
        defer { clip = outer }
        func part(_ start: Float, _ length: Float, of range: Range<Int>) -> Range<Int> {
            let first = Int((max(0, start) * scale).rounded())
            let last = Int((max(0, start + length) * scale).rounded())
            return (first..<max(first, last)).clamped(to: range)
        }
        clip = (part(panel.x, panel.width, of: outer.columns), part(panel.y, panel.height, of: outer.rows))
        paint(&self)
    }

    mutating func fill(_ path: Path, _ colour: Colour, opacity: Float = 1) {
        fill(path, .solid(colour), opacity: opacity)
    }

    mutating func fill(_ path: Path, _ paint: Paint, opacity: Float = 1) {
        guard let coverage = Coverage(path, scale: scale, width: width, height: height) else { return }
        if case .solid(let colour) = paint {
            coverage.blend(colour, opacity: opacity, into: &pixels, width: width, clip)
        } else {
            blend(coverage, paint, opacity)
        }
    }

    /// Mixes the paint's colours into the covered pixels.
    private mutating func blend(_ coverage: Coverage, _ paint: Paint, _ opacity: Float) {
        let areas = coverage.areas.span
        let (columns, rows) = clip
        let width = width
        let inverse = 1 / scale
        var pixels = self.pixels.mutableSpan
        for row in 0..<coverage.rows where rows.contains(coverage.top + row) {
            var sum: Float = 0
            let y = coverage.top + row
            for column in 0..<coverage.columns {
                sum += areas[row * coverage.stride + column]
                let share = min(1, abs(sum)) * opacity
                let x = coverage.left + column
                guard share > 0.004, columns.contains(x) else { continue }
                let index = y * width + x
                let colour = paint.colour(at: Point(Float(x) + 0.5, Float(y) + 0.5) * inverse)
                pixels[index] += (colour - pixels[index]) * share
            }
        }
    }

    /// Brightens and darkens every pixel: `tone` gives the factor and what is added, at a point.
    mutating func shade(_ tone: (Point) -> (factor: Float, sum: Float)) {
        let inverse = 1 / scale
        for y in 0..<height {
            for x in 0..<width {
                let (factor, sum) = tone(Point(Float(x) + 0.5, Float(y) + 0.5) * inverse)
                let index = y * width + x
                pixels[index] = pixels[index] * factor + Colour(repeating: sum)
            }
        }
    }

    /// Paints one pixel.
    mutating func set(_ x: Int, _ y: Int, _ colour: Colour) { pixels[y * width + x] = colour }
}
