internal import Algebra

/// The axes along which directions differ most, the longest first.
package enum PrincipalAxes {
    /// So many directions tell the axes of all.
    private static let sample = 50_000

    /// The axes of `directions`, row after row of `dimensions` numbers: an orthogonal matrix, axis after axis.
    ///
    /// They are the eigenvectors of the directions' second moments: no mean is taken away, so that cosines stay cosines.
    /// Without directions they are the axes there were.
    package static func of(_ directions: [Float], dimensions: Int) -> [Float] {
        precondition(dimensions > 0 && directions.count % dimensions == 0)
        let step = max(1, directions.count / dimensions / sample)
        let moments = FloatMatrix.moments(
            directions.rows(each: step, columns: dimensions), columns: dimensions)
        // Only numbers that are none have no axes.
        guard let found = SingularValues(of: moments.map(Double.init), columns: dimensions) else {
            return (0..<dimensions * dimensions).map { $0 % (dimensions + 1) == 0 ? 1 : 0 }
        }
        return found.vectors.flatMap { $0.map(Float.init) }
    }

    /// `directions` seen along `axes`, row after row.
    package static func turned(_ directions: [Float], axes: [Float], dimensions: Int) -> [Float] {
        precondition(axes.count == dimensions * dimensions && directions.count % dimensions == 0)
        return FloatMatrix.products(directions, axes, inner: dimensions)
    }
}

extension [Float] {
    /// Every so manyth row of `columns` numbers.
    func rows(each step: Int, columns: Int) -> [Float] {
        guard step > 1 else { return self }
        return stride(from: 0, to: count / columns, by: step).flatMap {
            self[($0 * columns)..<(($0 + 1) * columns)]
        }
    }
}
