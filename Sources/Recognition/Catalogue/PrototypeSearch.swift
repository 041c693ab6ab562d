internal import Foundation
internal import Inference
internal import Retail

/// A SKU and how much a crop looks like it.
package struct Candidate: Hashable, Sendable {
    /// Place in the catalogue.
    package let sku: Int
    /// Cosine with the nearest of the SKU's prototypes.
    package let similarity: Float
}

/// Finds the SKUs that crops look like by comparing them with every prototype.
package struct PrototypeSearch: Sendable {
    /// SKUs less similar than this are none that anybody asks for.
    private static let floor: Float = 0.25
    /// SKUs that are so much less similar than the best have no share in the answer, whatever else speaks for them.
    private static let margin: Float = 0.45
    /// More than so many candidates are never looked at.
    private static let most = 512
    /// Rows that stay in the fastest cache while all queries pass over them, in groups.
    private static let blockGroups = 64

    private let catalogue: CompiledCatalogue
    private let scan: RowScan

    package init(_ catalogue: CompiledCatalogue) throws(RecognitionError) {
        self.catalogue = catalogue
        do {
            scan = try RowScan()
        } catch {
            throw .inference(error)
        }
    }

    /// The candidates for each of `embeddings`, the most similar first.
    ///
    /// - Complexity: one multiplication for each number of every prototype and each embedding.
    package func candidates(for embeddings: [[Float]]) -> [[Candidate]] {
        guard !embeddings.isEmpty else { return [] }
        let shape = RowScan.Shape(columns: catalogue.dimensions)
        var queries = ByteQueries(
            embeddings, columns: catalogue.dimensions, unit: PackedRows.unit, threshold: Self.floor)
        var nearest = embeddings.map { _ in
            NearestRows(most: Self.most, margin: Self.margin, floor: Self.floor)
        }
        let data = catalogue.bytes.data
        let rows = catalogue.offset(of: .rows)..<catalogue.offset(of: .rows) + catalogue.length(of: .rows)
        let scales =
            catalogue.offset(of: .scales)..<catalogue.offset(of: .scales) + catalogue.length(of: .scales)
        let groups = rows.count / shape.bytesPerGroup
        var hits: [RowScan.Hit] = []
        for first in stride(from: 0, to: groups, by: Self.blockGroups) {
            hits.removeAll(keepingCapacity: true)
            scan.scan(
                rows: data.bytes.extracting(rows), scales: data.bytes.extracting(scales), shape: shape,
                groups: first..<min(groups, first + Self.blockGroups), queries: queries, into: &hits)
            for hit in hits where hit.row < catalogue.prototypes {
                nearest[hit.query].add(hit.row, hit.similarity)
                queries.thresholds[hit.query] = nearest[hit.query].threshold
            }
        }
        return nearest.map { candidates($0.best()) }
    }

    /// One candidate for each SKU that has a row among `rows`.
    private func candidates(_ rows: [NearestRows.Row]) -> [Candidate] {
        var seen: Set<Int> = []
        return rows.compactMap { row in
            let sku = catalogue.prototypes == catalogue.count ? row.row : catalogue.sku(of: row.row)
            return seen.insert(sku).inserted ? Candidate(sku: sku, similarity: row.similarity) : nil
        }
    }
}

/// The most similar rows to one query among those it has been told of.
private struct NearestRows {
    struct Row {
        let row: Int
        let similarity: Float
    }

    private let most: Int
    private let margin: Float
    private let floor: Float
    private var rows: [Row] = []
    private var top: Float
    /// Rows that are not more similar are not worth telling.
    private(set) var threshold: Float

    init(most: Int, margin: Float, floor: Float) {
        (self.most, self.margin, self.floor) = (most, margin, floor)
        top = floor
        threshold = floor
    }

    mutating func add(_ row: Int, _ similarity: Float) {
        guard similarity > threshold else { return }
        rows.append(Row(row: row, similarity: similarity))
        if similarity > top {
            top = similarity
            threshold = max(threshold, top - margin)
        }
        // Sorting once in so many rows costs less than keeping an order.
        if rows.count >= 2 * most {
            rows = best()
            if rows.count == most { threshold = max(threshold, rows[most - 1].similarity) }
        }
    }

    /// The most similar first; of equals the first in the catalogue.
    func best() -> [Row] {
        let sorted = rows.filter { $0.similarity > top - margin }.sorted {
            $0.similarity != $1.similarity ? $0.similarity > $1.similarity : $0.row < $1.row
        }
        return Array(sorted.prefix(most))
    }
}
