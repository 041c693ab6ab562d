import Inference
import TestSupport
import Testing

struct RowScanTests {
    private static func directions(_ count: Int, columns: Int, seed: UInt64) -> [[Float]] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let vector = (0..<columns).map { _ in Float.random(in: -1...1, using: &random) }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return vector.map { $0 / length }
        }
    }

    private static func packed(_ rows: [[Float]], columns: Int) -> PackedRows {
        var packed = PackedRows(columns: columns)
        for row in rows { packed.append(row) }
        return packed
    }

    @Test(arguments: [(1, 4, 1), (16, 128, 12), (37, 128, 17), (100, 64, 5), (47, 36, 30)])
    func `similarities are cosines to a hundredth`(rows: Int, columns: Int, queries: Int) throws {
        let wanted = Self.directions(rows, columns: columns, seed: 1)
        let asked = Self.directions(queries, columns: columns, seed: 2)
        let packed = Self.packed(wanted, columns: columns)
        var hits: [RowScan.Hit] = []
        try RowScan().scan(
            rows: packed.bytes.span.bytes, scales: packed.scales.span.bytes, shape: packed.shape,
            groups: 0..<packed.groups,
            queries: ByteQueries(asked, columns: columns, unit: PackedRows.unit, threshold: -2), into: &hits)
        let real = hits.filter { $0.row < rows }
        #expect(real.count == rows * queries)
        for hit in real {
            let cosine = zip(wanted[hit.row], asked[hit.query]).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(hit.similarity - cosine) < 0.01)
        }
    }

    @Test func `only rows above a query's own threshold are told`() throws {
        let rows = Self.directions(64, columns: 32, seed: 3)
        let packed = Self.packed(rows, columns: 32)
        var queries = ByteQueries([rows[5], rows[40]], columns: 32, unit: PackedRows.unit, threshold: 0.98)
        queries.thresholds[1] = 1.5
        var hits: [RowScan.Hit] = []
        try RowScan().scan(
            rows: packed.bytes.span.bytes, scales: packed.scales.span.bytes, shape: packed.shape,
            groups: 0..<packed.groups, queries: queries, into: &hits)
        #expect(hits.map(\.row) == [5])
        #expect(hits.map(\.query) == [0])
    }

    @Test(arguments: KernelTable.available)
    func `every instruction set gives the bits of the portable one`(name: String) throws {
        for (groups, columns, queries) in [(1, 4, 1), (2, 128, 13), (5, 128, 31), (3, 20, 12), (4, 64, 4)] {
            var random = SeededGenerator(seed: UInt64(groups * 1000 + queries))
            // Half of the bytes are at an end of their range, where sums are largest.
            let bytes = (0..<groups * columns * 16).map { _ in
                Bool.random(using: &random) ? UInt8.random(in: 0...255, using: &random) : 255
            }
            let scales = (0..<groups * 16).map { _ in UInt16.random(in: 0...65_535, using: &random) }
            let vectors = (0..<queries).map { _ in
                (0..<columns).map { _ in
                    Bool.random(using: &random) ? Float.random(in: -1...1, using: &random) : -1
                }
            }
            func hits(_ kernels: String) throws -> Set<RowScan.Hit> {
                var hits: [RowScan.Hit] = []
                try RowScan(kernels: kernels).scan(
                    rows: bytes.span.bytes, scales: scales.span.bytes, shape: RowScan.Shape(columns: columns),
                    groups: 0..<groups,
                    queries: ByteQueries(vectors, columns: columns, unit: 1, threshold: -.infinity),
                    into: &hits)
                return Set(hits)
            }
            let found = try hits(name)
            #expect(found.count == groups * 16 * queries)
            #expect(try found == hits("scalar"))
        }
    }
}
