internal import CKernels

/// Compares rows of bytes with queries by their inner products, with the fastest kernels of this machine.
///
/// Every machine gives the same similarities, bit for bit.
package struct RowScan: Sendable {
    /// Rows are packed in groups of so many.
    package static let groupRows = Int(CK_SCAN_GROUP)
    private let kernels: Kernels

    /// `name` is that of a kernel set; nil takes the one that a model would take.
    package init(kernels name: String? = nil) throws(InferenceError) {
        kernels = if let name { try Kernels.named(name) } else { try Kernels.selected() }
    }

    /// A row that is similar enough to a query.
    package struct Hit: Hashable, Sendable {
        package let row: Int
        package let query: Int
        package let similarity: Float
    }

    /// Rows as they lie in memory; `bytes` and `scales` come from `PackedRows`, or from a file that holds them.
    ///
    /// Rows have `columns` numbers, a multiple of 4.
    package struct Shape: Hashable, Sendable {
        package let columns: Int

        package init(columns: Int) {
            precondition(columns > 0 && columns % 4 == 0)
            self.columns = columns
        }

        package var bytesPerGroup: Int { columns * RowScan.groupRows }
    }

    /// Adds those pairs of a row of `groups` and a query whose similarity is above the query's threshold to `hits`, in
    /// no order.
    package func scan(
        rows: RawSpan, scales: RawSpan, shape: Shape, groups: Range<Int>, queries: ByteQueries,
        into hits: inout [Hit]
    ) {
        precondition(queries.columns == shape.columns && groups.lowerBound >= 0)
        precondition(rows.byteCount >= groups.upperBound * shape.bytesPerGroup)
        precondition(scales.byteCount >= groups.upperBound * Self.groupRows * MemoryLayout<UInt16>.size)
        let room = groups.count * Self.groupRows * queries.count
        guard room > 0 else { return }
        let found = unsafe rows.withUnsafeBytes { rows in
            unsafe scales.withUnsafeBytes { scales in
                let packed = unsafe ck_scan_rows(
                    groups: rows.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    scales: scales.baseAddress?.assumingMemoryBound(to: UInt16.self), columns: shape.columns)
                return unsafe queries.withKernelQueries { queries in
                    unsafe [ck_scan_hit](unsafeUninitializedCapacity: room) { buffer, count in
                        count = unsafe withUnsafePointer(to: packed) { rows in
                            unsafe kernels.row.pointee.scan(
                                rows, groups.lowerBound, groups.upperBound, queries, buffer.baseAddress)
                        }
                    }
                }
            }
        }
        hits += found.lazy.map { Hit(row: Int($0.row), query: Int($0.query), similarity: $0.similarity) }
    }
}

/// Vectors turned to bytes, with a least similarity each, to be looked for among rows.
package struct ByteQueries: Sendable {
    package let columns: Int
    package let count: Int
    private var values: [Int8] = []
    private var offsets: [Int32] = []
    private var scales: [Float] = []
    /// Rows that are not more similar than this are left out, query by query.
    package var thresholds: [Float]

    /// `vectors` have `columns` numbers each.
    ///
    /// `unit` is what one step of the rows' scales stands for (`PackedRows.unit`).
    package init(_ vectors: [[Float]], columns: Int, unit: Float, threshold: Float) {
        self.columns = columns
        count = vectors.count
        thresholds = [Float](repeating: threshold, count: vectors.count)
        values.reserveCapacity(vectors.count * columns)
        for vector in vectors {
            precondition(vector.count == columns)
            let bytes = ByteVector(vector)
            values += bytes.values
            offsets.append(bytes.values.reduce(0) { $0 + 128 * Int32($1) })
            scales.append(bytes.scale * unit)
        }
    }

    func withKernelQueries<Result>(_ body: (UnsafePointer<ck_scan_queries>) -> Result) -> Result {
        unsafe values.withUnsafeBufferPointer { values in
            unsafe offsets.withUnsafeBufferPointer { offsets in
                unsafe scales.withUnsafeBufferPointer { scales in
                    unsafe thresholds.withUnsafeBufferPointer { thresholds in
                        let queries = unsafe ck_scan_queries(
                            values: values.baseAddress, offsets: offsets.baseAddress,
                            scales: scales.baseAddress, thresholds: thresholds.baseAddress, count: count)
                        return unsafe withUnsafePointer(to: queries) { unsafe body($0) }
                    }
                }
            }
        }
    }
}

/// A vector as bytes: `values` times `scale` are about its numbers.
struct ByteVector {
    let values: [Int8]
    let scale: Float

    init(_ vector: [Float]) {
        let largest = vector.reduce(0) { max($0, abs($1)) }
        let scale = largest > 0 ? largest / 127 : 1
        self.scale = scale
        values = vector.map { Int8(max(-127, min(127, ($0 / scale).rounded(.toNearestOrEven)))) }
    }
}
