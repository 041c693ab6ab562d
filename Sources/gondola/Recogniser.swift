internal import Recognition

/// What names products: an embedder, and the classifier over a catalogue that was compiled with it.
struct Recogniser {
    let embedder: Embedder
    let classifier: TreeClassifier

    init(catalogue: String, embedder path: String, _ model: DetectorOptions) throws {
        embedder = try Embedder(path: path, threads: model.threads)
        let compiled = try CompiledCatalogue(path: catalogue)
        try compiled.check(embedder, path: catalogue)
        classifier = try TreeClassifier(catalogue: compiled)
    }
}
