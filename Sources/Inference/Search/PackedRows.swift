/// Directions turned to bytes and laid out as `RowScan` reads them.
package struct PackedRows: Sendable {
    /// What one step of a row's scale stands for: scales of rows of length 1 lie below 65,535 steps.
    package static let unit: Float = 1 / (127 * 65_535)

    package let shape: SplitShape
    /// What one step of a tail's numbers stands for.
    package let tailStep: Float
    /// Heads in groups of 16, four numbers of each row beside those of the next; each byte is 128 more than its value.
    package private(set) var heads: [UInt8] = []
    /// One scale for each head, in steps of `unit`; the last group is filled with rows of scale 0.
    package private(set) var scales: [UInt16] = []
    /// Row after row; each byte is 128 more than its value.
    package private(set) var tails: [UInt8] = []
    package private(set) var count = 0

    package init(shape: SplitShape, tailStep: Float) {
        self.shape = shape
        self.tailStep = tailStep
    }

    package var groups: Int { scales.count / RowScan.groupRows }

    /// Adds a direction in principal axes; its length must be at most 1.
    package mutating func append(_ numbers: ArraySlice<Float>) {
        precondition(numbers.count == shape.dimensions)
        let code = SplitCode(numbers, shape: shape, tailStep: tailStep, wholeScale: Self.unit)
        makeRoom(scale: UInt16((code.scale / Self.unit).rounded()))
        for (column, value) in code.head.enumerated() {
            heads[Self.offset(of: count, column, shape.heads)] = UInt8(truncatingIfNeeded: Int(value) + 128)
        }
        tails += code.tail.lazy.map { UInt8(truncatingIfNeeded: Int($0) + 128) }
        count += 1
    }

    /// Adds a row of `others`, which must have the same shape and step.
    package mutating func append(_ row: Int, of others: PackedRows) {
        precondition(row >= 0 && row < others.count && others.shape == shape && others.tailStep == tailStep)
        unsafe append(
            row, heads: others.heads.span.bytes, scale: others.scales[row], tails: others.tails.span.bytes)
    }

    /// Adds the row that lies at the place `row` of bytes of the same shape and step.
    package mutating func append(_ row: Int, heads others: RawSpan, scale: UInt16, tails otherTails: RawSpan)
    {
        makeRoom(scale: scale)
        for column in stride(from: 0, to: shape.heads.columns, by: 4) {
            let source = Self.offset(of: row, column, shape.heads)
            let target = Self.offset(of: count, column, shape.heads)
            for place in 0..<4 { heads[target + place] = others.byte(source + place) }
        }
        let first = row * shape.tailNumbers
        for place in first..<first + shape.tailNumbers { tails.append(otherTails.byte(place)) }
        count += 1
    }

    private mutating func makeRoom(scale: UInt16) {
        if count % RowScan.groupRows == 0 {
            heads += repeatElement(128, count: shape.heads.bytesPerGroup)
            scales += repeatElement(0, count: RowScan.groupRows)
        }
        scales[count] = scale
    }

    /// Where the byte of a row's column lies among all bytes.
    package static func offset(of row: Int, _ column: Int, _ shape: RowScan.Shape) -> Int {
        let group = row / RowScan.groupRows
        return group * shape.bytesPerGroup + column / 4 * 64 + row % RowScan.groupRows * 4 + column % 4
    }
}

extension RawSpan {
    /// The byte at `place`, which must lie within.
    fileprivate func byte(_ place: Int) -> UInt8 {
        precondition(place >= 0 && place < byteCount)
        return unsafe unsafeLoad(fromUncheckedByteOffset: place, as: UInt8.self)
    }
}
