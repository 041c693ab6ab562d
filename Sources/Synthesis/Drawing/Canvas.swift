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
    private var pixels: [Colour]
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
            blend(coverage, opacity) { _, _ in colour }
        } else {
            let inverse = 1 / scale
            blend(coverage, opacity) { paint.colour(at: Point(Float($0) + 0.5, Float($1) + 0.5) * inverse) }
        }
    }

    /// Mixes the colours that `colour` gives for pixels into the covered ones.
    @inline(__always)
    private mutating func blend(_ coverage: Coverage, _ opacity: Float, _ colour: (Int, Int) -> Colour) {
        let areas = coverage.areas.span
        let (columns, rows) = clip
        let width = width
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
                pixels[index] += (colour(x, y) - pixels[index]) * share
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

    /// The picture as 32-bit values (see `Colour.packed`), row by row.
    var packed: [UInt32] { pixels.map { $0.packed } }
}

/// The signed areas that a path's edges leave in the cells of its bounding box.
private struct Coverage {
    var left = 0, top = 0, columns = 0, rows = 0, stride = 0
    var areas: [Float] = []

    /// `nil` when the path does not touch the picture.
    init?(_ path: Path, scale: Float, width: Int, height: Int) {
        var low = Point(repeating: .infinity)
        var high = Point(repeating: -.infinity)
        for outline in path.outlines {
            for point in outline {
                low = Point(min(low.x, point.x), min(low.y, point.y))
                high = Point(max(high.x, point.x), max(high.y, point.y))
            }
        }
        guard low.x < high.x, low.y < high.y else { return nil }
        low *= scale
        high *= scale
        guard low.x < Float(width), low.y < Float(height), high.x > 0, high.y > 0 else { return nil }
        left = Int(max(0, low.x))
        top = Int(max(0, low.y))
        columns = min(width, Int(min(Float(width), high.x)) + 1) - left
        rows = min(height, Int(min(Float(height), high.y)) + 1) - top
        stride = columns + 2
        areas = [Float](repeating: 0, count: stride * rows)
        let origin = Point(Float(left), Float(top))
        for outline in path.outlines {
            guard var previous = outline.last.map({ $0 * scale - origin }) else { continue }
            for point in outline {
                let next = point * scale - origin
                add(previous, next)
                previous = next
            }
        }
    }

    private mutating func add(_ start: Point, _ end: Point) {
        guard start.y != end.y else { return }
        let sense: Float = start.y < end.y ? 1 : -1
        let (upper, lower) = start.y < end.y ? (start, end) : (end, start)
        guard lower.y > 0, upper.y < Float(rows) else { return }
        let slope = (lower.x - upper.x) / (lower.y - upper.y)
        var x = upper.y < 0 ? upper.x - upper.y * slope : upper.x
        let limit = Float(columns)
        for row in Int(max(0, upper.y))..<min(rows, Int(lower.y.rounded(.up))) {
            let height = min(Float(row + 1), lower.y) - max(Float(row), upper.y)
            let next = x + slope * height
            let first = max(0, min(limit, min(x, next)))
            let last = max(0, min(limit, max(x, next)))
            x = next
            addRow(row * stride, first, last, height * sense)
        }
    }

    /// One row's piece of an edge, from x = `first` to `last`, of signed height `height`.
    private mutating func addRow(_ base: Int, _ first: Float, _ last: Float, _ height: Float) {
        let cell = Int(first)
        let end = Int(last.rounded(.up))
        if end <= cell + 1 {
            let middle = (first + last) / 2 - Float(cell)
            areas[base + cell] += height * (1 - middle)
            areas[base + cell + 1] += height * middle
            return
        }
        let perCell = height / (last - first)
        var before: Float = 0
        for column in cell..<end {
            let right = min(last, Float(column + 1))
            let leftX = max(first, Float(column))
            let share = perCell * (right - leftX)
            let middle = (leftX + right) / 2 - Float(column)
            areas[base + column] += share * (1 - middle) + before
            before = share * middle
        }
        areas[base + end] += before
    }
}
