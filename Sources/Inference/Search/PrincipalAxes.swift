import COpenBLAS

/// The axes along which directions differ most, the longest first.
package enum PrincipalAxes {
    /// The axes of `directions`, row after row of `dimensions` numbers: an orthogonal matrix, axis after axis.
    ///
    /// They are the eigenvectors of the directions' second moments (no mean is taken away, so that cosines stay
    /// cosines), by LAPACK's divide and conquer. Without directions, or where it fails, they are the axes there were.
    package static func of(_ directions: [Float], dimensions: Int) -> [Float] {
        precondition(dimensions > 0 && directions.count % dimensions == 0)
        let count = directions.count / dimensions
        var moments = [Float](repeating: 0, count: dimensions * dimensions)
        for index in 0..<dimensions { moments[index * dimensions + index] = 1 }
        guard count > 0 else { return moments }
        let identity = moments
        var lengths = [Float](repeating: 0, count: dimensions)
        // Arrays have the sizes that these dimensions ask for, and outlive the calls.
        let status = unsafe directions.withUnsafeBufferPointer { directions in
            unsafe cblas_sgemm(
                CblasRowMajor, CblasTrans, CblasNoTrans, Int32(dimensions), Int32(dimensions), Int32(count),
                1,
                directions.baseAddress, Int32(dimensions), directions.baseAddress, Int32(dimensions), 0,
                &moments,
                Int32(dimensions))
            return unsafe LAPACKE_ssyevd(
                LAPACK_ROW_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "U")), Int32(dimensions),
                &moments,
                Int32(dimensions), &lengths)
        }
        guard status == 0 else { return identity }
        // LAPACK gives the shortest first, and vectors as columns.
        return (0..<dimensions).flatMap { axis in
            (0..<dimensions).map { moments[$0 * dimensions + dimensions - 1 - axis] }
        }
    }

    /// `directions` seen along `axes`, row after row.
    package static func turned(_ directions: [Float], axes: [Float], dimensions: Int) -> [Float] {
        precondition(axes.count == dimensions * dimensions && directions.count % dimensions == 0)
        let count = directions.count / dimensions
        guard count > 0 else { return [] }
        var turned = [Float](repeating: 0, count: directions.count)
        unsafe directions.withUnsafeBufferPointer { directions in
            unsafe axes.withUnsafeBufferPointer { axes in
                unsafe cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasTrans, Int32(count), Int32(dimensions),
                    Int32(dimensions), 1,
                    directions.baseAddress, Int32(dimensions), axes.baseAddress, Int32(dimensions), 0,
                    &turned,
                    Int32(dimensions))
            }
        }
        return turned
    }
}
