import Inference
import TestSupport
import Testing

struct RowScanTests {
    /// Directions that lie mostly along few axes, as embeddings do, row after row.
    private static func directions(_ count: Int, _ dimensions: Int, seed: UInt64) -> [Float] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).flatMap { _ in
            let vector = (0..<dimensions).map { Float.random(in: -1...1, using: &random) / Float(1 + $0 / 4) }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return vector.map { $0 / length }
        }
    }

    private static func packed(_ rows: [Float], _ dimensions: Int) -> PackedRows {
        var packed = PackedRows(shape: SplitShape(dimensions: dimensions), tailStep: 1 / 127)
        for first in stride(from: 0, to: rows.count, by: dimensions) {
            packed.append(rows[first..<first + dimensions])
        }
        return packed
    }

    private static func nearest(
        _ most: Int, of rows: PackedRows, to directions: [Float], kernels: String? = nil,
        threshold: Float = -2,
        visits: Visits? = nil
    ) throws -> [[RowScan.Hit]] {
        let queries = SplitQueries(directions, shape: rows.shape, threshold: threshold)
        let tails = rows.tails + [UInt8](repeating: 9, count: rows.shape.tailReach)
        return try RowScan(kernels: kernels).nearest(
            most, heads: rows.heads.span.bytes, scales: rows.scales.span.bytes, tails: tails.span.bytes,
            tailStep: rows.tailStep, rows: rows.count, queries: queries,
            visits: visits ?? Visits(rows: rows.count, queries: queries.count))
    }

    private static func cosine(_ left: ArraySlice<Float>, _ right: ArraySlice<Float>) -> Float {
        zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }

    @Test(arguments: [(1, 4, 1), (16, 128, 12), (37, 128, 17), (100, 64, 5), (2100, 36, 30)])
    func `similarities are cosines to a hundredth, and the most similar come first`(
        rows: Int, dimensions: Int, queries: Int
    ) throws {
        let wanted = Self.directions(rows, dimensions, seed: 1)
        let asked = Self.directions(queries, dimensions, seed: 2)
        let found = try Self.nearest(10, of: Self.packed(wanted, dimensions), to: asked)
        for (query, hits) in found.enumerated() {
            let own = asked[(query * dimensions)..<((query + 1) * dimensions)]
            let cosines = (0..<rows).map {
                Self.cosine(wanted[($0 * dimensions)..<(($0 + 1) * dimensions)], own)
            }
            let best = cosines.sorted(by: >)
            #expect(hits.count == min(10, rows))
            for (place, hit) in hits.enumerated() {
                #expect(abs(hit.similarity - cosines[hit.row]) < 0.01)
                #expect(abs(hit.similarity - best[place]) < 0.01)
            }
        }
    }

    @Test(arguments: [8, 32, 128])
    func `bounds leave out no row that belongs to the answer`(dimensions: Int) throws {
        let rows = Self.packed(Self.directions(3000, dimensions, seed: 5), dimensions)
        let asked = Self.directions(20, dimensions, seed: 6)
        // With room for all of them nothing is left out by its bound.
        let all = try Self.nearest(3000, of: rows, to: asked)
        let few = try Self.nearest(7, of: rows, to: asked)
        for (all, few) in zip(all, few) {
            #expect(all.count == 3000)
            // Bytes may swap what is equal to a hundredth at the end.
            #expect(few.prefix(3) == all.prefix(3))
            #expect(zip(few, all).allSatisfy { abs($0.similarity - $1.similarity) < 0.01 })
        }
    }

    @Test func `only rows above the threshold are told`() throws {
        let rows = Self.directions(64, 32, seed: 3)
        let asked = Array(rows[160..<192] + rows[1280..<1312])
        let found = try Self.nearest(9, of: Self.packed(rows, 32), to: asked, threshold: 0.98)
        #expect(found.map { $0.map(\.row) } == [[5], [40]])
    }

    @Test func `a query meets the rows of the runs that it visits, and of those whose middle is near it`()
        throws
    {
        let rows = Self.directions(200, 32, seed: 7)
        let packed = Self.packed(rows, 32)
        let runs = (0..<10).map { $0 * 20..<($0 + 1) * 20 }
        // The middle of each run is its first row's head.
        var middles = PackedRows(shape: packed.shape, tailStep: 1)
        for run in runs {
            let head = rows[(run.lowerBound * 32)..<(run.lowerBound * 32 + packed.shape.headNumbers)]
            middles.append(head + [Float](repeating: 0, count: packed.shape.tailNumbers))
        }
        let queries = SplitQueries(Array(rows[0..<32]), shape: packed.shape, threshold: -2)
        func visits(_ margin: Float) throws -> Visits {
            try RowScan().visits(
                to: runs, heads: middles.heads.span.bytes, scales: middles.scales.span.bytes,
                queries: queries,
                margin: margin)
        }
        let near = try visits(0)
        #expect(near.visits.map(\.rows) == [0..<20])
        let found = try Self.nearest(200, of: packed, to: Array(rows[0..<32]), visits: near)
        #expect(Set(found[0].map(\.row)) == Set(0..<20))
        // The nearest runs come first.
        let all = try visits(3).visits.map(\.rows)
        #expect(all.first == 0..<20)
        #expect(all.sorted { $0.lowerBound < $1.lowerBound } == runs)
    }

    @Test(arguments: KernelTable.available)
    func `every instruction set gives the bits of the portable one`(name: String) throws {
        for (count, dimensions, queries) in [
            (1, 4, 1), (40, 128, 13), (77, 128, 31), (33, 20, 12), (64, 64, 5),
        ] {
            // Numbers at the ends of their range, where sums are largest.
            let rows = Self.directions(count, dimensions, seed: UInt64(count)).map {
                $0 > 0 ? Float(0.09) : -0.09
            }
            let asked = Self.directions(queries, dimensions, seed: UInt64(queries))
            let packed = Self.packed(rows, dimensions)
            let found = try Self.nearest(count, of: packed, to: asked, kernels: name)
            #expect(found.allSatisfy { $0.count == count })
            #expect(try found == Self.nearest(count, of: packed, to: asked, kernels: "scalar"))
        }
    }
}
