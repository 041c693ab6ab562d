import Retail

/// The place of a camera before a bay: millimetres, z from the front plane towards the shopper.
///
/// What stands behind the front plane is seen displaced on it; from the camera's place follows how far behind it is.
package struct ShelfEye: Hashable, Sendable {
    package let xMM: Double
    package let yMM: Double
    package let zMM: Double

    /// Flatter than this, as rise over distance, a millimetre on the plane is too much depth.
    private static let leastSlope = 0.08
    /// How far the lower edges of boxes are off, typically.
    private static let edgeErrorMM = 2.0
    /// Rows need so many units for a comparison with their neighbours.
    private static let leastUnits = 4
    /// A picture is usually as wide as so many focal lengths: 67 degrees, in the middle of what is sold for shelves.
    private static let usualWidth = 4.0 / 3
    /// The sine of the largest angle between the camera's axis and the shelf's at which that will do.
    private static let largestTurn = 0.17

    package init(xMM: Double, yMM: Double, zMM: Double) {
        self.xMM = xMM
        self.yMM = yMM
        self.zMM = zMM
    }

    /// The camera that maps the front plane to pixels by `toPixels` through `lens`; `nil` if it would stand behind the shelf.
    ///
    /// The columns of the map without the camera matrix are the plane's axes and its origin as the camera sees them
    /// (Z. Zhang, "A flexible new technique for camera calibration", 2000).
    init?(of lens: Lens, _ toPixels: Homography) {
        self.init(of: lens, toPixels, largestTurn: 1)
    }

    /// The same for a camera whose focal length nobody has measured; `nil` if it is turned so much that a guess won't do.
    ///
    /// Looking straight at the shelf, depths are wrong by as much as the guess is: a third for the widest lenses.
    init?(ofPictures size: PixelSize, _ toPixels: Homography) {
        let focal = Double(size.width) / Self.usualWidth
        let lens = Lens(
            focalX: focal, focalY: focal, centerX: Double(size.width) / 2, centerY: Double(size.height) / 2)
        self.init(of: lens, toPixels, largestTurn: Self.largestTurn)
    }

    private init?(of lens: Lens, _ toPixels: Homography, largestTurn: Double) {
        let m = toPixels.rows
        func column(_ index: Int) -> [Double] {
            let depth = m[6 + index]
            return [
                (m[index] - lens.centerX * depth) / lens.focalX,
                (m[3 + index] - lens.centerY * depth) / lens.focalY, depth,
            ]
        }
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        let (first, second, origin) = (column(0), column(1), column(2))
        let (width, height) = (dot(first, first).squareRoot(), dot(second, second).squareRoot())
        guard width > 0, height > 0 else { return nil }
        let scale = (width + height) / 2
        let right = first.map { $0 / width }, up = second.map { $0 / height }
        let out = [
            right[1] * up[2] - right[2] * up[1], right[2] * up[0] - right[0] * up[2],
            right[0] * up[1] - right[1] * up[0],
        ]
        guard (out[0] * out[0] + out[1] * out[1]).squareRoot() <= largestTurn else { return nil }
        // The origin seen from the camera, turned round and along the shelf's axes.
        xMM = -dot(origin, right) / scale
        yMM = -dot(origin, up) / scale
        zMM = -dot(origin, out) / scale
        guard zMM > 0 else { return nil }
    }

    /// How far behind the plane something stands on a surface when its lower edge is seen at `edgeMM`; `nil` if the
    /// camera does not see the surface from above.
    func depth(ofEdge edgeMM: Double, on surfaceMM: Double) -> Double? {
        let fall = yMM - edgeMM
        guard zMM > 0, fall >= Self.leastSlope * zMM else { return nil }
        return zMM * (edgeMM - surfaceMM) / fall
    }

    /// Adds to the units of one row how much further back than their neighbours they stand, where nobody measured it.
    ///
    /// Compared with the row and not with the plane: a lip in front of the row, or a registration some millimetres off, moves
    /// all of them alike.
    func addDepths(to units: inout [SeenUnit], on surfaceMM: Double) {
        let depths = units.map { depth(ofEdge: $0.place.yMM, on: surfaceMM) }
        let error = Self.edgeErrorMM * zMM / max(yMM - surfaceMM, Self.leastSlope * zMM)
        let known = depths.compactMap(\.self).sorted()
        guard known.count >= Self.leastUnits else { return }
        for index in units.indices where units[index].depthMM == nil {
            units[index].depthMM = depths[index].map { $0 - known[known.count / 2] }
            units[index].depthErrorMM = error
        }
    }
}
