internal import Foundation
internal import Inference
internal import Retail

/// A SKU and how much a crop looks like it.
package struct Candidate: Hashable, Sendable {
    /// Place in the catalogue.
    package let sku: Int
    /// Cosine with the nearest of the SKU's prototypes.
    package let similarity: Float

    package init(sku: Int, similarity: Float) {
        self.sku = sku
        self.similarity = similarity
    }
}

/// Finds the SKUs that crops look like.
package struct PrototypeSearch: Sendable {
    /// Which prototypes a crop is compared with.
    package enum Reach: Sendable {
        /// Those in the groups of look-alikes that are near enough: nearly always the same answers for a fraction of
        /// the time.
        case nearGroups
        /// All.
        case everything
    }

    /// SKUs less similar than this are none that anybody asks for.
    static let floor: Float = 0.25
    /// Rows that are kept for each crop.
    package static let most = 32
    /// Groups whose middles are so much less similar to a crop than the nearest one's are left out.
    ///
    /// On rendered shelves with 170,000 SKUs 0.20 finds 998 of 1,000 crops' most similar SKUs, this more than 999.
    private static let margin: Float = 0.24

    private let catalogue: CompiledCatalogue
    private let scan: RowScan
    private let axes: [Float]
    private let groups: [Range<Int>]

    package init(_ catalogue: CompiledCatalogue) throws(RecognitionError) {
        self.catalogue = catalogue
        axes = catalogue.axes
        groups = (0..<catalogue.groups).map { catalogue.rows(of: $0) }
        do {
            scan = try RowScan()
        } catch {
            throw .inference(error)
        }
    }

    /// The candidates for each of `embeddings`, the most similar first: the SKUs of the `most` nearest rows.
    package func candidates(
        for embeddings: [[Float]], reach: Reach = .nearGroups, most: Int = PrototypeSearch.most
    ) -> [[Candidate]] {
        guard !embeddings.isEmpty else { return [] }
        let shape = catalogue.shape
        let turned = PrincipalAxes.turned(
            embeddings.flatMap(\.self), axes: axes, dimensions: catalogue.dimensions)
        let queries = SplitQueries(turned, shape: shape, threshold: Self.floor)
        let data = catalogue.bytes.data
        func bytes(_ section: CatalogueLayout.Section) -> Range<Int> { catalogue.range(of: section) }
        let visits =
            if reach == .nearGroups, groups.count > 1 {
                scan.visits(
                    to: groups, heads: data.bytes.extracting(bytes(.middles)),
                    scales: data.bytes.extracting(bytes(.middleScales)), queries: queries,
                    margin: Self.margin)
            } else {
                Visits(rows: catalogue.prototypes, queries: queries.count)
            }
        let nearest = scan.nearest(
            most, heads: data.bytes.extracting(bytes(.heads)),
            scales: data.bytes.extracting(bytes(.scales)), tails: data.bytes.extracting(bytes(.tails)),
            tailStep: catalogue.tailStep, rows: catalogue.prototypes, queries: queries, visits: visits)
        return nearest.map(candidates)
    }

    /// How similar a crop is to the SKUs at `places`, each to its nearest prototype.
    package func similarities(of embedding: [Float], to places: [Int]) -> [Candidate] {
        let turned = PrincipalAxes.turned(embedding, axes: axes, dimensions: catalogue.dimensions)
        return places.map { place in
            let nearest = catalogue.prototypes(of: place).reduce(-1) { best, number in
                max(best, zip(turned, catalogue.turnedPrototype(number)).reduce(0) { $0 + $1.0 * $1.1 })
            }
            return Candidate(sku: place, similarity: nearest)
        }
    }

    /// One candidate for each SKU that has a row among `rows`.
    private func candidates(_ rows: [RowScan.Hit]) -> [Candidate] {
        var seen: Set<Int> = []
        return rows.compactMap { row in
            let sku = catalogue.sku(ofRow: row.row)
            return seen.insert(sku).inserted ? Candidate(sku: sku, similarity: row.similarity) : nil
        }
    }
}
