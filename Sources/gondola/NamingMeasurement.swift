internal import Recognition
internal import Retail

/// Names the products at their labelled boxes, so that this measures recognition alone.
struct NamingMeasurement {
    /// One labelled product and what it was named, with its measured size where the labels tell it.
    struct Case {
        let image: COCODataset.Image
        let box: PixelRect
        /// Place in the catalogue.
        let truth: Int
        let product: NamedProduct
    }

    let catalogue: CompiledCatalogue
    private(set) var byLooks = ClassificationScore()
    /// With the size that a registered camera measures.
    private(set) var bySize = ClassificationScore()
    /// Of those the ones that are not half hidden.
    private(set) var wellSeen = ClassificationScore()
    private(set) var confusions = TreeConfusions()
    private(set) var cases: [Case] = []
    /// Labelled products whose GTIN is not in the catalogue.
    private(set) var strangers = 0

    /// Less of a product than this is seen past an occluder, a neighbour or the picture's edge.
    private static let wellSeenShare = 0.75

    init(_ dataset: COCODataset, _ pictures: LabelledPictures, _ recogniser: Recogniser) throws {
        catalogue = recogniser.classifier.catalogue
        let classes = dataset.objectClasses
        let notes = Dictionary(grouping: dataset.annotations, by: \.imageID)
        for (place, image) in dataset.images.enumerated() {
            Progress.show("naming", place, of: dataset.images.count)
            let products = (notes[image.id] ?? []).filter {
                classes[$0.categoryID] == .product && !$0.isCrowd && $0.gtin != nil
            }
            let known = products.compactMap { note in
                note.gtin.flatMap { catalogue.index(of: $0) }.map { (note, $0) }
            }
            strangers += products.count - known.count
            guard !known.isEmpty else { continue }
            let embeddings = try recogniser.embedder.embed(known.map(\.0.box), of: pictures.read(image))
            for (embedding, (note, truth)) in zip(embeddings, known) {
                count(embedding, note, truth, image, recogniser.classifier)
            }
        }
        Progress.done()
    }

    private mutating func count(
        _ embedding: [Float], _ note: COCODataset.Annotation, _ truth: Int, _ image: COCODataset.Image,
        _ classifier: TreeClassifier
    ) {
        let looks = classifier.looks(of: [embedding])[0]
        var product = NamedProduct(.init(looks: looks), truth: truth, classifier: classifier)
        byLooks.add(product)
        if let size = note.measuredMM {
            var circumstances = TreeClassifier.Circumstances()
            (circumstances.widthMM, circumstances.heightMM) = (size.width, size.height)
            product = NamedProduct(
                .init(looks: looks, circumstances: circumstances), truth: truth, classifier: classifier)
            bySize.add(product)
            if let share = note.visibleShare, share >= Self.wellSeenShare { wellSeen.add(product) }
        }
        confusions.add(product)
        cases.append(Case(image: image, box: note.box, truth: truth, product: product))
    }
}
