import CKernels

extension Planner {
    /// A batch of products, each of matrices that lie `leftStride` and `rightStride` after the one before.
    ///
    /// A stride of zero uses one matrix for every pair.
    func productStep(
        _ product: ck_matrix_product, batch: Int = 1, leftStride: Int = 0, rightStride: Int = 0,
        _ left: BufferID, _ right: BufferID, to output: BufferID
    ) -> SimpleStep {
        let own = unsafe withUnsafePointer(to: product) { unsafe ck_matrix_scratch(kernels.row, $0) }
        let scratch = scratch(byteCount: 4 * own * workers.count)
        // Whole tiles for each thread, along the longer side.
        let isWide = product.columns >= product.rows
        let unit = unsafe isWide ? kernels.row.pointee.float_columns : kernels.row.pointee.float_rows
        return SimpleStep(
            "MatMul", multiplyAdds: batch * product.rows * product.inner * product.columns,
            reads: [left, right], writes: [output, scratch]
        ) { workspace in
            for index in 0..<batch {
                let a = unsafe workspace.floats(left) + index * leftStride
                let b = unsafe workspace.floats(right) + index * rightStride
                let c = unsafe workspace.floats(output) + index * product.rows * product.columns
                workspace.workers.split(isWide ? product.columns : product.rows, unit: unit) {
                    worker, share in
                    let rows = isWide ? 0..<product.rows : share
                    let columns = isWide ? share : 0..<product.columns
                    unsafe withUnsafePointer(to: product) { product in
                        unsafe ck_multiply_f32(
                            workspace.kernels.row, product, a, b, c, rows.lowerBound, rows.upperBound,
                            columns.lowerBound, columns.upperBound,
                            workspace.floats(scratch) + worker * own)
                    }
                }
            }
        }
    }
}
