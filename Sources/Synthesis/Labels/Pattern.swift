import Foundation

/// A repeated ornament that fills a panel.
enum Pattern: Int, CaseIterable, Sendable {
    case none, stripes, diagonals, dots, waves, checks, rays, confetti, rings, zigzag, bubbles, leaves

    /// The ornament's shapes; `scale` 0...1 is how coarse it is.
    func path(in panel: Panel, scale: Float, _ random: inout Random) -> Path {
        let count = Int(4 + (1 - scale) * 9)
        let step = max(panel.width, panel.height) / Float(count)
        var path = Path()
        switch self {
        case .none: break
        case .stripes:
            let isUpright = random.chance(0.5)
            for index in 0..<count {
                let place = Float(index) * step
                path +=
                    (isUpright
                        ? .rectangle(panel.x + place, panel.y, step * 0.5, panel.height)
                        : .rectangle(panel.x, panel.y + place, panel.width, step * 0.5))
            }
        case .diagonals:
            for index in -count..<count {
                let x = panel.x + Float(index) * step
                path += .polygon([
                    Point(x, panel.y), Point(x + step * 0.5, panel.y),
                    Point(x + step * 0.5 + panel.height, panel.y + panel.height),
                    Point(x + panel.height, panel.y + panel.height),
                ])
            }
        case .dots, .rings, .checks, .leaves:
            for row in 0...Int(panel.height / step) {
                for column in 0...Int(panel.width / step) {
                    let shift: Float = row % 2 == 0 ? 0.25 : 0.75
                    let center =
                        Point(panel.x, panel.y) + step * Point(Float(column) + shift, Float(row) + 0.5)
                    path += cell(center, step * 0.28, turn: Float(row + column) * 0.13)
                }
            }
        case .waves, .zigzag:
            for index in 0..<count { path += wave(in: panel, y: panel.y + Float(index) * step, step) }
        case .rays:
            let center = panel.point(random.unit(), random.uniform(0.2...1))
            let radius = panel.width + panel.height
            for index in 0..<count {
                let start = Float(index) / Float(count)
                path += .wedge(center, radius: radius, from: start, to: start + 0.5 / Float(count))
            }
        case .confetti, .bubbles:
            for _ in 0..<count * 3 {
                let center = panel.point(random.unit(), random.unit())
                let size = step * random.uniform(0.1...0.4)
                path +=
                    (self == .bubbles
                        ? .ellipse(center, Point(size, size), sides: 16)
                        : Path.rectangle(center.x, center.y, size, size * 0.4).turned(
                            random.unit(), about: center))
            }
        }
        return path
    }

    private func cell(_ center: Point, _ size: Float, turn: Float) -> Path {
        switch self {
        case .rings:
            .ellipse(center, Point(size, size), sides: 16)
                + Path.ellipse(center, Point(size, size) * 0.6, sides: 16).reversed
        case .checks: .rectangle(center.x - size, center.y - size, size * 2, size * 2)
        case .leaves:
            Path.leaf(from: center - Point(size, 0), to: center + Point(size, 0), width: 0.5).turned(
                turn, about: center)
        default: .ellipse(center, Point(size, size), sides: 16)
        }
    }

    private func wave(in panel: Panel, y: Float, _ step: Float) -> Path {
        let count = self == .waves ? 24 : 12
        let edge = (0...count).map { index in
            let share = Float(index) / Float(count)
            let lift = self == .waves ? sin(share * 4 * 2 * .pi) * 0.25 : (index % 2 == 0 ? 0.2 : -0.2)
            return Point(panel.x + share * panel.width, y + lift * step)
        }
        return .polygon(edge + edge.reversed().map { $0 + Point(0, step * 0.4) })
    }
}
