/// How a camera's lens bends what it sees: a pinhole with radial and tangential distortion.
///
/// The model of D. C. Brown ("Decentering distortion of lenses", 1966) with the coefficients in the order in which
/// OpenCV's calibration gives them.
package struct Lens: Hashable, Sendable {
    /// Focal lengths and principal point, in pixels of the zone's picture size.
    package var focalX: Double
    package var focalY: Double
    package var centerX: Double
    package var centerY: Double
    /// Radial: of the second, fourth and sixth power of the distance from the middle.
    package var k1 = 0.0
    package var k2 = 0.0
    package var k3 = 0.0
    /// Tangential.
    package var p1 = 0.0
    package var p2 = 0.0

    package init(focalX: Double, focalY: Double, centerX: Double, centerY: Double) {
        self.focalX = focalX
        self.focalY = focalY
        self.centerX = centerX
        self.centerY = centerY
    }

    /// The same lens for pictures of another size that show the same scene.
    package func scaled(across: Double, down: Double) -> Lens {
        var lens = self
        lens.focalX *= across
        lens.centerX *= across
        lens.focalY *= down
        lens.centerY *= down
        return lens
    }

    /// Where a pinhole would see what this lens shows at `pixel`; `nil` where the model folds the picture back.
    ///
    /// Solved by Newton's method: a few steps for lenses that exist.
    package func undistorted(_ pixel: PixelPoint) -> PixelPoint? {
        let target = ((pixel.x - centerX) / focalX, (pixel.y - centerY) / focalY)
        var (x, y) = target
        for _ in 0..<30 {
            let now = bent(x, y)
            let (overX, overY) = (now.x - target.0, now.y - target.1)
            let determinant = now.xByX * now.yByY - now.crosswise * now.crosswise
            guard determinant > 0 else { return nil }
            x -= (now.yByY * overX - now.crosswise * overY) / determinant
            y -= (now.xByX * overY - now.crosswise * overX) / determinant
            guard overX * overX + overY * overY > 1e-24 else {
                return PixelPoint(x: centerX + focalX * x, y: centerY + focalY * y)
            }
        }
        return nil
    }

    /// Where this lens shows what a pinhole would see at `pixel`; `nil` where the model folds the picture back.
    package func distorted(_ pixel: PixelPoint) -> PixelPoint? {
        let (x, y) = ((pixel.x - centerX) / focalX, (pixel.y - centerY) / focalY)
        let place = bent(x, y)
        // Beyond the fold a place is shown where another one is shown already.
        guard place.xByX * place.yByY > place.crosswise * place.crosswise, place.xByX + place.yByY > 0,
            1 + slope(x * x + y * y) > 0
        else { return nil }
        return PixelPoint(x: centerX + focalX * place.x, y: centerY + focalY * place.y)
    }

    /// By how much the radial part grows faster than the distance itself, for the square of the distance.
    private func slope(_ square: Double) -> Double {
        square * (3 * k1 + square * (5 * k2 + square * 7 * k3))
    }

    /// A bent place and its derivatives; `crosswise` is that of x by y and of y by x, which are the same.
    private func bent(
        _ x: Double, _ y: Double
    ) -> (x: Double, y: Double, xByX: Double, yByY: Double, crosswise: Double) {
        let square = x * x + y * y
        let radial = 1 + square * (k1 + square * (k2 + square * k3))
        let growth = k1 + square * (2 * k2 + square * 3 * k3)
        return (
            x: x * radial + 2 * p1 * x * y + p2 * (square + 2 * x * x),
            y: y * radial + p1 * (square + 2 * y * y) + 2 * p2 * x * y,
            xByX: radial + 2 * x * x * growth + 2 * p1 * y + 6 * p2 * x,
            yByY: radial + 2 * y * y * growth + 6 * p1 * y + 2 * p2 * x,
            crosswise: 2 * x * y * growth + 2 * p1 * x + 2 * p2 * y
        )
    }
}
