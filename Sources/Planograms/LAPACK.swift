import COpenBLAS

/// The border with LAPACK: Swift arrays in, Swift arrays out.
enum LAPACK {
    /// The singular values, falling, and the right singular vector of the least one.
    struct NullSpace {
        let singularValues: [Double]
        let vector: [Double]
    }

    /// Solves min |A v| for |v| = 1 by singular value decomposition.
    ///
    /// `matrix` is row by row, `columns` wide. Answers `nil` if the decomposition does not converge, which
    /// takes a matrix that holds something else than finite numbers.
    static func nullSpace(of matrix: [Double], columns: Int) -> NullSpace? {
        let rows = matrix.count / columns
        precondition(rows * columns == matrix.count && rows > 0)
        var work = matrix
        var values = [Double](repeating: 0, count: min(rows, columns))
        var right = [Double](repeating: 0, count: columns * columns)
        var superdiagonal = [Double](repeating: 0, count: min(rows, columns))
        var unusedLeft = 0.0
        // Every array has the size that the routine asks for with these dimensions, and outlives the call.
        let status = unsafe LAPACKE_dgesvd(
            LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "A")), Int32(rows),
            Int32(columns), &work, Int32(columns), &values, &unusedLeft, 1, &right, Int32(columns),
            &superdiagonal)
        guard status == 0 else { return nil }
        return NullSpace(singularValues: values, vector: Array(right.suffix(columns)))
    }
}
