internal import CKernels

/// Directions turned to bytes, to be looked for among rows.
package struct SplitQueries: Sendable {
    package let shape: SplitShape
    package let count: Int
    private var heads: [Int8] = []
    private var headOffsets: [Int32] = []
    private var headScales: [Float] = []
    private var tails: [Int8] = []
    private var tailOffsets: [Int32] = []
    private var tailScales: [Float] = []
    /// Rows that are not more similar than this are left out.
    let threshold: Float

    /// `directions` are in principal axes, row after row.
    package init(_ directions: [Float], shape: SplitShape, threshold: Float) {
        precondition(directions.count % shape.dimensions == 0)
        self.shape = shape
        count = directions.count / shape.dimensions
        self.threshold = threshold
        for query in 0..<count {
            let own = directions[(query * shape.dimensions)..<((query + 1) * shape.dimensions)]
            let largest = own.suffix(shape.tailNumbers).reduce(Float(0)) { max($0, abs($1)) }
            let step = max(largest / 127, .leastNormalMagnitude)
            let code = SplitCode(own, shape: shape, tailStep: step)
            heads += code.head
            headOffsets.append(128 * code.head.reduce(0) { $0 + Int32($1) })
            headScales.append(code.scale * PackedRows.unit)
            tails += code.tail + repeatElement(0, count: shape.tailReach - shape.tailNumbers)
            tailOffsets.append(128 * code.tail.reduce(0) { $0 + Int32($1) })
            tailScales.append(step)
        }
    }

    /// Calls `body` with the queries as kernels read them, and with a threshold for each that `body` may change.
    func withKernelQueries(
        _ body: (
            UnsafePointer<ck_scan_queries>, UnsafePointer<ck_scan_query_tails>,
            UnsafeMutableBufferPointer<Float>
        ) -> Void
    ) {
        var thresholds = [Float](repeating: threshold, count: count)
        unsafe thresholds.withUnsafeMutableBufferPointer { thresholds in
            unsafe heads.withUnsafeBufferPointer { heads in
                unsafe headOffsets.withUnsafeBufferPointer { headOffsets in
                    unsafe headScales.withUnsafeBufferPointer { headScales in
                        let queries = unsafe ck_scan_queries(
                            values: heads.baseAddress, offsets: headOffsets.baseAddress,
                            scales: headScales.baseAddress, thresholds: thresholds.baseAddress)
                        unsafe withUnsafePointer(to: queries) { queries in
                            unsafe withKernelTails { unsafe body(queries, $0, thresholds) }
                        }
                    }
                }
            }
        }
    }

    private func withKernelTails(_ body: (UnsafePointer<ck_scan_query_tails>) -> Void) {
        unsafe tails.withUnsafeBufferPointer { tails in
            unsafe tailOffsets.withUnsafeBufferPointer { offsets in
                unsafe tailScales.withUnsafeBufferPointer { scales in
                    let tails = unsafe ck_scan_query_tails(
                        values: tails.baseAddress, offsets: offsets.baseAddress, scales: scales.baseAddress,
                        width: shape.tailReach)
                    unsafe withUnsafePointer(to: tails) { unsafe body($0) }
                }
            }
        }
    }
}
