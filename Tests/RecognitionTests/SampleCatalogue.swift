import Recognition
import Retail

enum SampleCatalogue {
    /// The catalogue of `entries`, compiled, with the prototypes that `rows` gives each SKU.
    static func compiled(
        _ entries: [CatalogueEntry], dimensions: Int, rows: (CatalogueEntry) -> [[Float]]
    ) throws -> CompiledCatalogue {
        let catalogue = try Catalogue(entries)
        var writer = CatalogueWriter(catalogue, dimensions: dimensions, embedder: 7)
        for entry in catalogue.entries { writer.append(rows(entry)) }
        return try CompiledCatalogue(writer.data(), path: "sample")
    }
}
