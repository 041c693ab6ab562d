/// Vectors turned to bytes and laid out as `RowScan` reads them.
package struct PackedRows: Sendable {
    /// What one step of a row's scale stands for: scales of rows of length 1 lie below 65,535 steps.
    package static let unit: Float = 1 / (127 * 65_535)

    package let shape: RowScan.Shape
    /// Rows in groups of 16, four columns of each row beside those of the next; each byte is 128 more than its value.
    package private(set) var bytes: [UInt8] = []
    /// One scale for each row, in steps of `unit`; the last group is filled with rows of scale 0.
    package private(set) var scales: [UInt16] = []
    package private(set) var count = 0

    package init(columns: Int) {
        shape = RowScan.Shape(columns: columns)
    }

    package var groups: Int { scales.count / RowScan.groupRows }

    /// Adds a row; its numbers must lie within -1...1.
    package mutating func append(_ vector: [Float]) {
        precondition(vector.count == shape.columns)
        if count % RowScan.groupRows == 0 {
            bytes += repeatElement(128, count: shape.bytesPerGroup)
            scales += repeatElement(0, count: RowScan.groupRows)
        }
        let row = ByteVector(vector)
        scales[count] = UInt16(max(1, min(65_535, (row.scale / Self.unit).rounded())))
        for (column, value) in row.values.enumerated() {
            bytes[Self.offset(of: count, column, shape)] = UInt8(truncatingIfNeeded: Int(value) + 128)
        }
        count += 1
    }

    /// Where the byte of a row's column lies among all bytes.
    package static func offset(of row: Int, _ column: Int, _ shape: RowScan.Shape) -> Int {
        let group = row / RowScan.groupRows
        return group * shape.bytesPerGroup + column / 4 * 64 + row % RowScan.groupRows * 4 + column % 4
    }
}
