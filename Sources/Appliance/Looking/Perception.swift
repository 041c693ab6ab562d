package import Imaging
package import Recognition
package import Retail

/// One object in a picture, named if it is a product.
package struct SeenObject: Sendable {
    package let detection: Detection
    package let identification: Identification?
}

/// What a picture shows: the models' work, without any plan.
package final class Perception: Sendable {
    private let detector: Detector
    private let embedder: Embedder
    private let classifier: TreeClassifier
    private let settings: Detector.Settings

    package init(
        detector: Detector, embedder: Embedder, classifier: TreeClassifier, settings: Detector.Settings
    ) {
        self.detector = detector
        self.embedder = embedder
        self.classifier = classifier
        self.settings = settings
    }

    package var catalogue: Catalogue { classifier.index.catalogue }
    package var kernelName: String { detector.kernelName }

    /// Finds the objects in `picture` and names the products among them.
    ///
    /// `isWatched` tells whether anybody wants to know what stands there: naming costs as much as finding.
    /// `planned` are the places in the catalogue of the SKUs that are expected.
    package func look(
        at picture: RGBImage, planned: Set<Int>, isWatched: (PixelRect) -> Bool, stages: StageTimes
    ) throws(RecognitionError) -> [SeenObject] {
        let detections = try stages.measure("detect") { () throws(RecognitionError) in
            try detector.detect(in: picture, settings: settings)
        }
        let products = detections.filter { $0.objectClass == .product && isWatched($0.box) }
        let embeddings = try stages.measure("embed") { () throws(RecognitionError) in
            try embedder.embed(products.map(\.box), of: picture)
        }
        let named = stages.measure("classify") {
            zip(products, embeddings).map { product, embedding in
                SeenObject(
                    detection: product, identification: classifier.identify(embedding, planned: planned))
            }
        }
        let others = detections.filter { $0.objectClass != .product && isWatched($0.box) }
        return named + others.map { SeenObject(detection: $0, identification: nil) }
    }
}
