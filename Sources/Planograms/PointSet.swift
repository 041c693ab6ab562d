/// Points of one world (picture or shelf), made ready for a stable estimate.
struct PointSet {
    let points: [(x: Double, y: Double)]

    /// The map that puts the centroid at the origin and the mean distance from it at √2.
    ///
    /// Without it pixels in the thousands and ones stand in the same equations, and rounding eats the answer
    /// (R. Hartley, "In defense of the eight-point algorithm", 1997).
    var normalisation: Homography {
        let count = Double(points.count)
        let middleX = points.reduce(0) { $0 + $1.x } / count
        let middleY = points.reduce(0) { $0 + $1.y } / count
        let distance = points.reduce(0) { sum, point in
            let (x, y) = (point.x - middleX, point.y - middleY)
            return sum + (x * x + y * y).squareRoot()
        }
        let scale = distance > 0 ? count * 2.0.squareRoot() / distance : 1
        return Homography([scale, 0, -scale * middleX, 0, scale, -scale * middleY, 0, 0, 1])
    }

    /// Whether the three points are on one line, or so nearly that the last pixel decides.
    func areCollinear(_ first: Int, _ second: Int, _ third: Int) -> Bool {
        let (a, b, c) = (points[first], points[second], points[third])
        let doubleArea = abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x))
        let longest = max(squared(a, b), squared(b, c), squared(c, a))
        // Height of the triangle over its longest side, against one in a hundred.
        return doubleArea <= 0.01 * longest
    }

    private func squared(_ a: (x: Double, y: Double), _ b: (x: Double, y: Double)) -> Double {
        (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)
    }
}
