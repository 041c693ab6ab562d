internal import Foundation
internal import Recognition
internal import Retail

/// How search times grow with the catalogue.
///
/// Smaller catalogues hold a part of the SKUs. The larger one holds each of them ten times, turned as far from each
/// other as look-alikes are: nobody renders a million packages for a figure.
struct GrowthMeasurement {
    private var searches: [(skus: Int, search: SearchMeasurement, bytes: Double)] = []

    /// Cosine of a copy with what it is a copy of: about that of flavours of one product.
    private static let likeness: Float = 0.9

    init(_ catalogue: CompiledCatalogue, _ seen: SeenCrops, batch: Int) throws {
        let directions = catalogue.allPrototypes()
        let queries = seen.crops.map(\.embedding)
        for (number, factor) in [0.01, 0.1, 1, 10].enumerated() {
            Progress.show("growth", number, of: 4)
            let count = Int(Double(directions.count) * factor)
            let rows = (0..<count).map { place in
                let row = directions[factor < 1 ? place * directions.count / count : place % directions.count]
                return place < directions.count ? row : Self.likeness(of: row, seed: UInt64(place))
            }
            let compiled = try Self.compiled(rows, like: catalogue)
            let search = try SearchMeasurement(compiled, queries: queries, batch: batch)
            searches.append((count, search, Double(compiled.bytesBeyondNames) / Double(count)))
        }
        Progress.done()
    }

    func note(in figures: inout Measurements) {
        figures.note(
            "growth",
            rows: searches.map { step in
                [
                    "skus": .number(Double(step.skus)), "exact_us": .number(step.search.exactMicroseconds),
                    "tree_us": .number(step.search.guidedMicroseconds),
                    "agreement": .number(step.search.agreement), "bytes_per_prototype": .number(step.bytes),
                ]
            })
    }

    private static func compiled(_ rows: [[Float]], like catalogue: CompiledCatalogue) throws
        -> CompiledCatalogue
    {
        // A tree of the same widths, with names that keep its order.
        func name(_ number: Int) -> String { String(format: "%07d", number) }
        let entries = rows.indices.map { place in
            CatalogueEntry(
                gtin: GTIN(restrictedCirculationItem: UInt64(place)),
                path: SKUPath([
                    name(place / 10_000), name(place / 700), name(place / 13), name(place / 4), name(place),
                ]),
                form: .box, size: PackageSize(widthMM: 60, heightMM: 120, depthMM: 40))
        }
        var writer = CatalogueWriter(
            try Catalogue(entries), dimensions: catalogue.dimensions, embedder: catalogue.embedder)
        for row in rows { writer.append([row]) }
        return try CompiledCatalogue(writer.data(), path: "growth")
    }

    private static func likeness(of row: [Float], seed: UInt64) -> [Float] {
        // Numbers of one stream are as good as random here (Steele, Lea and Flood 2014: SplitMix64).
        var state = seed &* 0x9e37_79b9_7f4a_7c15
        let noise = row.map { _ in
            state = state &+ 0x9e37_79b9_7f4a_7c15
            var bits = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
            bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
            return Float(Int32(truncatingIfNeeded: bits >> 32)) / Float(Int32.max)
        }
        let width = (noise.reduce(0) { $0 + $1 * $1 }).squareRoot()
        let aside = (1 / (likeness * likeness) - 1).squareRoot() / width
        let turned = zip(row, noise).map { $0 + aside * $1 }
        let length = turned.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return turned.map { $0 / length }
    }
}
