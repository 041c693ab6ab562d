import Foundation

/// A point of a drawing: x to the right, y down.
typealias Point = SIMD2<Float>

/// Closed outlines.
///
/// A point inside several outlines of the same sense is inside; opposite senses cut holes.
struct Path: Sendable {
    var outlines: [[Point]] = []

    static func polygon(_ points: [Point]) -> Path { Path(outlines: [points]) }

    static func rectangle(_ x: Float, _ y: Float, _ width: Float, _ height: Float) -> Path {
        .polygon([Point(x, y), Point(x + width, y), Point(x + width, y + height), Point(x, y + height)])
    }

    static func rounded(_ x: Float, _ y: Float, _ width: Float, _ height: Float, radius: Float) -> Path {
        let radius = min(radius, min(width, height) / 2)
        let corners = [
            (Point(x + width - radius, y + height - radius), Float(0)),
            (Point(x + radius, y + height - radius), 0.25), (Point(x + radius, y + radius), 0.5),
            (Point(x + width - radius, y + radius), 0.75),
        ]
        return .polygon(
            corners.flatMap { center, turn in
                (0...5).map { center + radius * Path.direction(turn + Float($0) / 20) }
            })
    }

    static func ellipse(_ center: Point, _ radii: Point, sides: Int = 28) -> Path {
        .polygon((0..<sides).map { center + radii * direction(Float($0) / Float(sides)) })
    }

    /// A star with `points` tips; also a sunburst or a seal when there are many.
    static func star(_ center: Point, outer: Float, inner: Float, points: Int, turn: Float = 0) -> Path {
        .polygon(
            (0..<points * 2).map {
                center + ($0 % 2 == 0 ? outer : inner) * direction(turn + Float($0) / Float(points * 2))
            })
    }

    /// A leaf or a drop: two arcs that meet in tips at both ends.
    static func leaf(from start: Point, to end: Point, width: Float, belly: Float = 0.5) -> Path {
        let along = end - start
        let across = Point(-along.y, along.x) * width
        func edge(_ share: Float, _ side: Float) -> Point {
            let bulge = pow(share, belly * 2) * pow(1 - share, (1 - belly) * 2) * 2
            return start + along * share + across * (side * bulge)
        }
        let steps = (0...12).map { Float($0) / 12 }
        return .polygon(steps.map { edge($0, 1) } + steps.reversed().map { edge($0, -1) })
    }

    /// A part of a disc.
    static func wedge(_ center: Point, radius: Float, from start: Float, to end: Float) -> Path {
        .polygon(
            [center] + (0...16).map { center + radius * direction(start + (end - start) * Float($0) / 16) })
    }

    /// An ellipse whose edge wanders, for fruit, stains and clouds.
    static func blob(_ center: Point, _ radii: Point, roughness: Float, _ random: inout Random) -> Path {
        let phases = (0..<3).map { _ in random.unit() }
        return .polygon(
            (0..<28).map { index in
                let turn = Float(index) / 28
                var radius: Float = 1
                for (order, phase) in phases.enumerated() {
                    radius += roughness / Float(order + 1) * sin((turn * Float(order + 2) + phase) * 2 * .pi)
                }
                return center + radii * radius * direction(turn)
            })
    }

    static func heart(_ center: Point, _ size: Float) -> Path {
        .polygon(
            (0..<32).map { index in
                let angle = Float(index) / 32 * 2 * .pi
                let x = 16 * pow(sin(angle), 3)
                let y = 13 * cos(angle) - 5 * cos(2 * angle) - 2 * cos(3 * angle) - cos(4 * angle)
                return center + Point(x, -y) * (size / 17)
            })
    }

    /// The unit vector at `turn` full turns, clockwise on the page from the right.
    static func direction(_ turn: Float) -> Point { Point(cos(turn * 2 * .pi), sin(turn * 2 * .pi)) }

    /// The outlines as lines of this width, for letters with a rim.
    func stroked(_ width: Float) -> Path {
        var path = Path()
        for outline in outlines {
            guard var previous = outline.last else { continue }
            for point in outline {
                let along = point - previous
                let length = (along * along).sum().squareRoot()
                if length > 1e-6 {
                    // The ends reach over the corners, so that neighbours leave no gaps.
                    let reach = along * (width * 0.4 / length)
                    let across = Point(-along.y, along.x) * (width * 0.5 / length)
                    path.outlines.append([
                        previous - reach - across, point + reach - across, point + reach + across,
                        previous - reach + across,
                    ])
                }
                previous = point
            }
        }
        return path
    }

    var reversed: Path { Path(outlines: outlines.map { $0.reversed() }) }

    func map(_ transform: (Point) -> Point) -> Path { Path(outlines: outlines.map { $0.map(transform) }) }

    func moved(_ offset: Point) -> Path { map { $0 + offset } }

    func turned(_ turn: Float, about center: Point) -> Path {
        let axis = Path.direction(turn)
        return map {
            let arm = $0 - center
            return center + Point(arm.x * axis.x - arm.y * axis.y, arm.x * axis.y + arm.y * axis.x)
        }
    }

    static func += (left: inout Path, right: Path) { left.outlines += right.outlines }

    static func + (left: Path, right: Path) -> Path { Path(outlines: left.outlines + right.outlines) }
}
