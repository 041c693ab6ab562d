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

    /// The same with another classifier, for a catalogue that was compiled with the same embedder.
    package func naming(by classifier: TreeClassifier) -> Perception {
        Perception(detector: detector, embedder: embedder, classifier: classifier, settings: settings)
    }

    package var catalogue: any SKUTable { classifier.catalogue }
    /// The SKUs that look most like this one, the most similar first; none if the catalogue does not know it.
    func lookAlikes(of gtin: GTIN, most: Int) -> [GTIN] {
        guard let place = classifier.catalogue.index(of: gtin) else { return [] }
        return classifier.lookAlikes(of: place, most: most).map { classifier.catalogue.entry(at: $0).gtin }
    }

    package var kernelName: String { detector.kernelName }

    /// Finds the objects in a frame and names the products among them; decodes no more of it than that needs.
    ///
    /// `circumstances` tells what is known of the place under a box, or `nil` if nobody wants to know what stands
    /// there: naming costs as much as finding. `scale` and `slots` belong to the camera.
    package func look(
        at frame: FramePixels, scale: inout WorkingScale, slots: inout SlotCache,
        circumstances: (PixelRect) -> TreeClassifier.Circumstances?, stages: StageTimes
    ) throws -> [SeenObject] {
        // What the detector has looked at also tells whether a product is still the same.
        var coarse = PictureView(RGBImage(width: 1, height: 1, gray: 0))
        let detections = try stages.measure("detect") {
            try detector.detect(in: frame.size, settings: settings, scale: &scale) { shrink in
                coarse = try stages.measure("decode") { try frame.whole(shrunk: JPEG.Scale(atMost: shrink)) }
                return coarse
            }
        }
        let watched = detections.compactMap { detection in
            circumstances(detection.box).map { (detection: detection, circumstances: $0) }
        }
        let products = watched.filter { $0.detection.objectClass == .product }
        let boxes = products.map(\.detection.box)
        var looks = stages.measure("slots") { slots.looks(under: boxes, in: coarse) }
        let new = looks.indices.filter { looks[$0] == nil }
        let newBoxes = new.map { boxes[$0] }
        let crops = try stages.measure("decode_crops") { try frame.parts(under: newBoxes) }
        let embeddings = try stages.measure("embed") { try embedder.embed(newBoxes, of: crops) }
        let named = stages.measure("classify") {
            let found = classifier.looks(of: embeddings)
            for (index, answer) in zip(new, found) { looks[index] = answer }
            slots.remember(found, under: newBoxes, in: coarse)
            let answers = classifier.identify(
                zip(products, looks.compactMap(\.self)).map {
                    TreeClassifier.Product(looks: $1, circumstances: $0.circumstances)
                })
            return zip(products, answers).map { SeenObject(detection: $0.detection, identification: $1) }
        }
        let others = watched.filter { $0.detection.objectClass != .product }
        return named + others.map { SeenObject(detection: $0.detection, identification: nil) }
    }
}
