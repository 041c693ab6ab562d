import Foundation

/// The small folds of foil and film: a rough height field whose slopes catch the light.
struct Crinkle: Sendable {
    private static let columns = 40
    private static let rows = 56
    private let slopes: [Float]
    private let aspect: Float

    /// Folds of foil that hangs between seams at its top and its bottom; finer near them.
    init(seed: UInt64, aspect: Float, random: inout Random) {
        self.aspect = aspect
        let noise = UInt32(truncatingIfNeeded: seed)
        let turn = random.uniform(-0.6...0.6)
        let coarse = random.uniform(2...4)
        func height(_ column: Int, _ row: Int) -> Float {
            let place = Point(
                Float(column) / Float(Crinkle.columns) * aspect, Float(row) / Float(Crinkle.rows))
            let turned = Point(place.x + place.y * turn, place.y - place.x * turn)
            let broad = FoodSurface.noise(turned * coarse, noise)
            let sharp = abs(FoodSurface.noise(turned * coarse * 2.3 + 9, noise &+ 1) - 0.5)
            // Gathers run down from the seams.
            let seam = max(0, 1 - min(place.y, 1 - place.y) * 5)
            let gather = FoodSurface.noise(Point(place.x * 16, place.y * 2), noise &+ 2)
            return broad * 0.6 - min(0.18, sharp) * 2.2 + gather * seam * 0.35
        }
        let heights = (0...Crinkle.rows).map { row in (0...Crinkle.columns).map { height($0, row) } }
        slopes = (0..<Crinkle.rows).flatMap { row in
            (0..<Crinkle.columns).map { column in
                let across = heights[row][column + 1] - heights[row][column]
                let down = heights[row + 1][column] - heights[row][column]
                return across * 3.2 + down * 4.6
            }
        }
    }

    /// How much more (or less) light the slope at a point of the canvas catches, about -1...1.
    func slope(at point: Point) -> Float {
        let x = min(Float(Crinkle.columns) - 1.001, max(0, point.x / aspect * Float(Crinkle.columns) - 0.5))
        let y = min(Float(Crinkle.rows) - 1.001, max(0, point.y * Float(Crinkle.rows) - 0.5))
        let column = Int(x)
        let row = Int(y)
        let s = x - Float(column)
        let t = y - Float(row)
        let index = row * Crinkle.columns + column
        let upper = slopes[index] * (1 - s) + slopes[index + 1] * s
        let lower = slopes[index + Crinkle.columns] * (1 - s) + slopes[index + Crinkle.columns + 1] * s
        return upper * (1 - t) + lower * t
    }
}
