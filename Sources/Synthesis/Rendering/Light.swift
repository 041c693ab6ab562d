import Foundation

/// The lamps over an aisle and what boards and neighbours keep of their light.
struct Light: Sendable {
    /// Light that comes from everywhere, and from the lamps, both of full brightness 1.
    var ambient: Float = 0.55
    var lamps: Float = 0.6
    /// Towards the lamps.
    var direction: Vector = Vector(0.2, 0.8, 0.6).normalized
    /// How strongly light fades from the top of a bay to the floor, 0...1, over `fadeMM` from `topMM` down.
    var fade: Float = 0.3
    var topMM: Float = 2000
    var fadeMM: Float = 2000
    /// How dark it is under boards and between packages, 0...1.
    var shadow: Float = 0.7

    /// The factor on shown colours (not on linear light) at a point.
    ///
    /// `ceilingMM` is the underside of the board above, `recess` how far behind its own front the point is.
    func brightness(at point: Vector, normal: Vector, ceilingMM: Float, recess: Float) -> Float {
        let depth = max(0, -point.z)
        let headroom = max(1, ceilingMM - point.y)
        // Share of the half space before the shelf that the board above leaves open.
        let open = headroom / (headroom + depth * 1.1 + 12)
        let row = 1 - fade * max(0, min(1, (topMM - point.y) / fadeMM))
        let sun = max(0, normal.dot(direction)) * min(1, open * 1.35)
        let sky = (0.75 + 0.25 * normal.y) * (1 - shadow * (1 - open))
        let crowd = 1 / (1 + recess * 0.02 * shadow)
        let linear = (ambient * sky + lamps * sun) * row * crowd
        return pow(max(0.004, linear), 1 / 2.2)
    }

    /// How much of the lamps a glossy surface mirrors towards `eye`, 0...1.
    func highlight(at point: Vector, normal: Vector, eye: Vector, gloss: Float, sharpness: Float) -> Float {
        guard gloss > 0 else { return 0 }
        var half = (direction + (eye - point).normalized).normalized
        // Lamps are long rows, so a highlight is a streak: height matters less than the side.
        half.y *= 0.45
        let share = max(0, normal.dot(half.normalized))
        return gloss * pow(share, sharpness) * lamps
    }
}
