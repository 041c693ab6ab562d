/// The singular values of a matrix and its right singular vectors, by one-sided Jacobi rotations.
///
/// The method is that of Hestenes (1958): columns are turned in pairs until each is orthogonal to every other;
/// their lengths then are the singular values, and the turns taken together the vectors. For matrices of a few columns,
/// or of a few hundred where time does not matter, nothing simpler is as exact.
package struct SingularValues {
    /// Falling, one per column of the matrix.
    package let values: [Double]
    /// Right singular vectors in the order of their values, each of length 1: of a symmetric matrix without negative
    /// eigenvalues, its eigenvectors.
    package let vectors: [[Double]]

    /// More sweeps over all pairs than any finite matrix needs.
    private static let mostSweeps = 60
    /// Columns of eight numbers count as orthogonal below this cosine, and as nothing below this part of the whole
    /// matrix; the rounding of longer ones adds up.
    private static let precision = 1e-15

    /// `matrix` is row by row, `columns` wide.
    ///
    /// Fails if the turning does not end, which takes a matrix that holds something else than finite numbers.
    package init?(of matrix: [Double], columns count: Int) {
        let rows = matrix.count / count
        precondition(rows * count == matrix.count && rows > 0)
        var columns = (0..<count).map { column in (0..<rows).map { matrix[$0 * count + column] } }
        var turned = (0..<count).map { column in (0..<count).map { $0 == column ? 1.0 : 0 } }
        let precision = Self.precision * Double(max(8, rows)) / 8
        let limit = precision * precision
        let nothing = limit * matrix.reduce(0) { $0 + $1 * $1 }
        guard nothing.isFinite else { return nil }
        var isDone = false
        for _ in 0..<Self.mostSweeps where !isDone {
            isDone = true
            for p in 0..<count {
                for q in p + 1..<count {
                    let a = Self.dot(columns[p], columns[p]), b = Self.dot(columns[q], columns[q])
                    let c = Self.dot(columns[p], columns[q])
                    guard min(a, b) > nothing, c * c > limit * a * b else { continue }
                    isDone = false
                    let cotangent = (b - a) / (2 * c)
                    let tangent =
                        (cotangent < 0 ? -1 : 1) / (abs(cotangent) + (1 + cotangent * cotangent).squareRoot())
                    Self.turn(&columns, p, q, tangent)
                    Self.turn(&turned, p, q, tangent)
                }
            }
        }
        guard isDone else { return nil }
        let lengths = columns.map { Self.dot($0, $0).squareRoot() }
        let order = lengths.indices.sorted { lengths[$0] > lengths[$1] }
        values = order.map { lengths[$0] }
        vectors = order.map { turned[$0] }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private static func turn(_ columns: inout [[Double]], _ p: Int, _ q: Int, _ tangent: Double) {
        let cosine = 1 / (1 + tangent * tangent).squareRoot(), sine = cosine * tangent
        for row in columns[p].indices {
            let x = columns[p][row], y = columns[q][row]
            columns[p][row] = cosine * x - sine * y
            columns[q][row] = sine * x + cosine * y
        }
    }
}
