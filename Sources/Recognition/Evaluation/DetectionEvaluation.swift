package import Retail

/// A labelled data set beside what the detector found in its pictures, class by class.
///
/// Categories are told by their names; what has another name than the detector's classes is left out.
package struct DetectionEvaluation: Sendable {
    package let dataset: COCODataset
    /// What was found in each of `dataset.images`, at the same places.
    package let detections: [[Detection]]
    private let classes: [Int: ObjectClass]
    /// Annotations by the place of their image.
    private let notes: [[COCODataset.Annotation]]

    package init(dataset: COCODataset, detections: [[Detection]]) {
        precondition(detections.count == dataset.images.count)
        self.dataset = dataset
        self.detections = detections
        classes = dataset.objectClasses
        let byImage = Dictionary(grouping: dataset.annotations, by: \.imageID)
        notes = dataset.images.map { byImage[$0.id] ?? [] }
    }

    /// The classes that the data set has a category for.
    package var labelledClasses: [ObjectClass] {
        ObjectClass.allCases.filter { classes.values.contains($0) }
    }

    /// The figures of one class for detections with a score of at least `threshold`; `nil` if no object is labelled.
    package func score(of objectClass: ObjectClass, above threshold: Double = 0) -> DetectionScore? {
        DetectionScore(
            dataset.images.indices.map { image in
                DetectionScore.Sample(
                    objects: objects(of: objectClass, in: image).map(\.box),
                    ignored: ignored(for: objectClass, in: image),
                    detections: found(objectClass, in: image, above: threshold))
            })
    }

    /// What is right and wrong in each picture, all labelled classes together, at `threshold` and overlap 0.5.
    package func outcomes(at threshold: Double) -> [PictureOutcome] {
        dataset.images.indices.map { image in
            var outcome = PictureOutcome()
            for objectClass in labelledClasses {
                outcome.add(
                    objects(of: objectClass, in: image), ignored: ignored(for: objectClass, in: image),
                    found: found(objectClass, in: image, above: threshold), objectClass)
            }
            return outcome
        }
    }

    /// How well the detections' probabilities keep their word, all labelled classes together, at `threshold` and overlap 0.5.
    package func reliability(at threshold: Double) -> Reliability {
        var reliability = Reliability()
        for outcome in outcomes(at: threshold) {
            for hit in outcome.hits { reliability.add(probability: hit.probability, isRight: true) }
            for wrong in outcome.wrong { reliability.add(probability: wrong.probability, isRight: false) }
        }
        return reliability
    }

    private func objects(of objectClass: ObjectClass, in image: Int) -> [COCODataset.Annotation] {
        notes[image].filter { !$0.isCrowd && classes[$0.categoryID] == objectClass }
    }

    private func ignored(for objectClass: ObjectClass, in image: Int) -> [PixelRect] {
        notes[image].filter { $0.isCrowd && classes[$0.categoryID] == objectClass }.map(\.box)
    }

    private func found(_ objectClass: ObjectClass, in image: Int, above threshold: Double) -> [Detection] {
        detections[image].filter { $0.objectClass == objectClass && $0.score >= threshold }
    }
}

extension COCODataset {
    /// Which class each category is, by the category's id; only those that the detector tells apart.
    package var objectClasses: [Int: ObjectClass] {
        let names = Dictionary(uniqueKeysWithValues: ObjectClass.allCases.map { ($0.name, $0) })
        return Dictionary(
            uniqueKeysWithValues: categories.compactMap { category in
                names[category.name].map { (category.id, $0) }
            })
    }

    /// Names of the categories that the detector does not tell apart, each with the number of its annotations.
    package var unknownCategories: [(name: String, annotations: Int)] {
        let known = objectClasses
        return categories.filter { known[$0.id] == nil }.map { category in
            (category.name, annotations.count { $0.categoryID == category.id })
        }
    }
}
