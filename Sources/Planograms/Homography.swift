/// A projective map of the plane: nine numbers, row by row.
struct Homography: Sendable {
    let rows: [Double]

    init(_ rows: [Double]) {
        precondition(rows.count == 9)
        self.rows = rows
    }

    /// Maps a point; `nil` where the plane's horizon is reached or passed.
    ///
    /// The sign of the matrix is chosen so that points in front of the camera have a positive third
    /// coordinate.
    func map(_ x: Double, _ y: Double) -> (x: Double, y: Double)? {
        let depth = depth(x, y)
        guard depth > 1e-12 else { return nil }
        let across = rows[0] * x + rows[1] * y + rows[2]
        let along = rows[3] * x + rows[4] * y + rows[5]
        return (across / depth, along / depth)
    }

    /// The third coordinate before the division.
    func depth(_ x: Double, _ y: Double) -> Double { rows[6] * x + rows[7] * y + rows[8] }

    /// First `other`, then this.
    func after(_ other: Homography) -> Homography {
        var product = [Double](repeating: 0, count: 9)
        for row in 0..<3 {
            for column in 0..<3 {
                for inner in 0..<3 {
                    product[row * 3 + column] += rows[row * 3 + inner] * other.rows[inner * 3 + column]
                }
            }
        }
        return Homography(product)
    }

    /// The opposite map.
    ///
    /// The determinant must not be zero.
    var inverse: Homography {
        let m = rows
        let cofactors = [
            m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
            m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
            m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3],
        ]
        let scale = determinant
        return Homography(cofactors.map { $0 / scale })
    }

    var determinant: Double {
        let m = rows
        return m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6])
            + m[2] * (m[3] * m[7] - m[4] * m[6])
    }

    func scaled(by factor: Double) -> Homography { Homography(rows.map { $0 * factor }) }
}
