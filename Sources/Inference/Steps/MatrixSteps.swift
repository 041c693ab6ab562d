import COpenBLAS

// Float matrix products, over OpenBLAS. Its own threads are off.

extension Planner {
    /// out[rows][columns] = left[rows][inner] * right[inner][columns] for each of `batch` pairs.
    ///
    /// With `rightIsTransposed` right is [columns][inner]. A stride of zero uses one matrix for every pair.
    func productStep(
        _ product: MatrixProduct, _ left: BufferID, _ right: BufferID, to output: BufferID
    ) -> SimpleStep {
        SimpleStep("MatMul", reads: [left, right], writes: [output]) { workspace in
            let a = unsafe workspace.floats(left), b = unsafe workspace.floats(right)
            let c = unsafe workspace.floats(output)
            for index in 0..<product.batch {
                unsafe cblas_sgemm(
                    CblasRowMajor, product.leftIsTransposed ? CblasTrans : CblasNoTrans,
                    product.rightIsTransposed ? CblasTrans : CblasNoTrans, Int32(product.rows),
                    Int32(product.columns), Int32(product.inner), product.alpha,
                    a + index * product.leftStride,
                    Int32(product.leftIsTransposed ? product.rows : product.inner),
                    b + index * product.rightStride,
                    Int32(product.rightIsTransposed ? product.inner : product.columns), 0,
                    c + index * product.rows * product.columns, Int32(product.columns))
            }
        }
    }
}

/// The sizes of a batch of matrix products.
struct MatrixProduct {
    var batch = 1
    let rows: Int
    let inner: Int
    let columns: Int
    var leftIsTransposed = false
    var rightIsTransposed = false
    var leftStride = 0
    var rightStride = 0
    var alpha: Float = 1
}
