internal import CKernels

/// Products of float matrices outside of networks, with the best kernels of this machine; all are row after row.
enum FloatMatrix {
    private static let kernels = Kernels.available[0]

    /// The inner product of each row of `left` with each row of `right`, which have `inner` numbers each.
    static func products(_ left: [Float], _ right: [Float], inner: Int) -> [Float] {
        multiply(
            left, right, rows: left.count / inner, inner: inner, columns: right.count / inner,
            leftIsTransposed: false, rightIsTransposed: true)
    }

    /// The sum over all rows of `matrix` of the products of their numbers, `columns` by `columns`.
    static func moments(_ matrix: [Float], columns: Int) -> [Float] {
        multiply(
            matrix, matrix, rows: columns, inner: matrix.count / columns, columns: columns,
            leftIsTransposed: true, rightIsTransposed: false)
    }

    private static func multiply(
        _ left: [Float], _ right: [Float], rows: Int, inner: Int, columns: Int, leftIsTransposed: Bool,
        rightIsTransposed: Bool
    ) -> [Float] {
        precondition(left.count == rows * inner && right.count == inner * columns)
        guard rows > 0, inner > 0, columns > 0 else { return [Float](repeating: 0, count: rows * columns) }
        let product = ck_matrix_product(
            rows: rows, inner: inner, columns: columns, left_is_transposed: leftIsTransposed,
            right_is_transposed: rightIsTransposed, alpha: 1)
        return unsafe withUnsafePointer(to: product) { product in
            var scratch = [Float](repeating: 0, count: unsafe ck_matrix_scratch(kernels.row, product))
            // The matrices have the sizes that the product tells, and outlive the call.
            return unsafe [Float](unsafeUninitializedCapacity: rows * columns) { result, count in
                unsafe ck_multiply_f32(
                    kernels.row, product, left, right, result.baseAddress, 0, rows, 0, columns, &scratch)
                count = rows * columns
            }
        }
    }
}
