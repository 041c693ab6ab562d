internal import Recognition
internal import Retail

/// Where the daemon's catalogue comes from: a file that may be replaced while it runs.
struct CatalogueSource: Sendable {
    let path: String
    /// The embedder that the catalogue must have been compiled with.
    let embedder: Embedder
    /// The SKUs that the planograms name.
    let listed: Set<GTIN>
    let settings: TreeClassifier.Settings

    /// Reads the file and checks all of it.
    ///
    /// What comes back no longer needs the file: a version copied over the old one in place does no harm.
    func load() throws(RecognitionError) -> TreeClassifier {
        let catalogue = try CompiledCatalogue(copyOf: path)
        try catalogue.check(embedder, path: path)
        return try TreeClassifier(catalogue: catalogue, listed: listed, settings: settings)
    }
}
