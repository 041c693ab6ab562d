internal import Recognition

/// What names products: an embedder, and the classifier over a catalogue that was compiled with it.
struct Recogniser {
    let embedder: Embedder
    let classifier: TreeClassifier

    init(catalogue: String, embedder path: String, _ model: DetectorOptions) throws {
        embedder = try Embedder(path: path, threads: model.threads)
        classifier = TreeClassifier(index: try ProductIndexFile.read(path: catalogue))
        guard classifier.index.dimensions == embedder.dimensions else {
            throw RecognitionError.badCatalogue(
                path: catalogue,
                reason: """
                    its references have \(classifier.index.dimensions) numbers, those of \(path) \
                    \(embedder.dimensions)
                    """)
        }
    }
}
