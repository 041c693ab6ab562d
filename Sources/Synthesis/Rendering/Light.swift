import Foundation

/// The lamps over an aisle and what boards and neighbours keep of their light.
struct Light: Sendable {
    /// Light that comes from everywhere, and from the lamps, both of full brightness 1.
    var ambient: Float = 0.55
    var lamps: Float = 0.6
    /// Towards the lamps.
    var direction: Vector = Vector(0.2, 0.8, 0.6).normalized
    /// A second row of lamps: its brightness, and where it is.
    var secondLamps: Float = 0
    var secondDirection: Vector = [-0.5, 0.6, 0.6]
    /// Brightness of lamps under the boards.
    var boardLamps: Float = 0
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
        var sun = lamps * max(0, normal.dot(direction))
        if secondLamps > 0 { sun += secondLamps * max(0, normal.dot(secondDirection)) }
        sun *= min(1, open * 1.35)
        // Boards are lit from above their front edge; what is far below gets little.
        let glow = boardLamps > 0 ? boardLamps * (0.35 + 0.65 * max(0, normal.z)) / (1 + headroom / 160) : 0
        let sky = (0.75 + 0.25 * normal.y) * (1 - shadow * (1 - open))
        let crowd = 1 / (1 + recess * 0.02 * shadow)
        let linear = ((ambient * sky + sun) * row + glow) * crowd
        return pow(max(0.004, linear), 1 / 2.2)
    }

    /// How much of the lamps a glossy surface mirrors towards `eye`, 0...1.
    func highlight(at point: Vector, normal: Vector, eye: Vector, gloss: Float, sharpness: Float) -> Float {
        guard gloss > 0 else { return 0 }
        let sight = (eye - point).normalized
        func mirrored(_ lamp: Vector) -> Float {
            var half = (lamp + sight).normalized
            // Lamps are long rows, so a highlight is a streak: height matters less than the side.
            half.y *= 0.45
            return pow(max(0, normal.dot(half.normalized)), sharpness)
        }
        var share = mirrored(direction) * lamps
        if secondLamps > 0 { share += mirrored(secondDirection) * secondLamps }
        return gloss * share
    }
}
