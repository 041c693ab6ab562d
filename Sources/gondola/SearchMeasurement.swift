internal import Foundation
internal import Recognition

/// How long a search takes, and how often the guided one finds what the exact one finds.
struct SearchMeasurement {
    /// Microseconds a crop, the median over batches.
    let exactMicroseconds: Double
    let guidedMicroseconds: Double
    /// Share of the crops for which both searches have the same most similar SKU.
    let agreement: Double

    /// Searches for `queries` on one thread, `batch` of them together, both ways in turns.
    init(_ catalogue: CompiledCatalogue, queries: [[Float]], batch: Int) throws {
        let search = try PrototypeSearch(catalogue)
        var (exact, guided): ([Double], [Double]) = ([], [])
        var same = 0
        for first in stride(from: 0, to: queries.count, by: batch) {
            let some = Array(queries[first..<min(queries.count, first + batch)])
            func timed(_ reach: PrototypeSearch.Reach) -> (answers: [Candidate?], microseconds: Double) {
                let start = ContinuousClock.now
                let found = search.candidates(for: some, reach: reach)
                return (
                    found.map(\.first), (ContinuousClock.now - start) / .microseconds(1) / Double(some.count)
                )
            }
            let (everywhere, near) = (timed(.everything), timed(.nearGroups))
            exact.append(everywhere.microseconds)
            guided.append(near.microseconds)
            same += zip(everywhere.answers, near.answers).count { $0?.sku == $1?.sku }
        }
        exactMicroseconds = Self.median(exact)
        guidedMicroseconds = Self.median(guided)
        agreement = Double(same) / Double(max(1, queries.count))
    }

    func note(in figures: inout Measurements, prefix: String = "") {
        figures[prefix + "exact_us"] = exactMicroseconds
        figures[prefix + "tree_us"] = guidedMicroseconds
        figures[prefix + "agreement"] = agreement
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }

    /// The catalogue at `path`, and the milliseconds until it can be searched: the median of five times.
    static func opened(_ path: String) throws -> (catalogue: CompiledCatalogue, milliseconds: Double) {
        var times: [Double] = []
        var catalogue: CompiledCatalogue
        repeat {
            let start = ContinuousClock.now
            catalogue = try CompiledCatalogue(path: path)
            _ = try PrototypeSearch(catalogue)
            times.append((ContinuousClock.now - start) / .milliseconds(1))
        } while times.count < 5
        return (catalogue, median(times))
    }

    /// Directions of length 1 that look like nothing.
    static func directions(_ count: Int, dimensions: Int) -> [[Float]] {
        (0..<count).map { row in
            let numbers = (0..<dimensions).map { Float(sin(Double(row * dimensions + $0) * 1.7)) }
            let length = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return numbers.map { $0 / length }
        }
    }
}
