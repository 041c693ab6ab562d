package import Retail

/// What the detector got right and wrong in one picture.
package struct PictureOutcome: Sendable {
    /// An object that was labelled and not found.
    package struct Miss: Sendable {
        package let box: PixelRect
        package let objectClass: ObjectClass
        /// 0...1; `nil` where the labels do not say.
        package let visibleShare: Double?
    }

    package private(set) var hits: [Detection] = []
    package private(set) var wrong: [Detection] = []
    package private(set) var misses: [Miss] = []

    package init() {}

    /// Counts the objects of one class: an overlap of 0.5 is a hit.
    package mutating func add(
        _ objects: [COCODataset.Annotation], ignored: [PixelRect], found: [Detection],
        _ objectClass: ObjectClass
    ) {
        let matching = DetectionMatching(
            DetectionScore.Sample(objects: objects.map(\.box), ignored: ignored, detections: found))
        var isFound = [Bool](repeating: false, count: objects.count)
        for (detection, outcome) in zip(matching.detections, matching.outcomes(overlap: 0.5)) {
            switch outcome {
            case .hit(let object):
                isFound[object] = true
                hits.append(detection)
            case .wrong: wrong.append(detection)
            case .ignored: break
            }
        }
        misses += zip(objects, isFound).filter { !$0.1 }.map { object, _ in
            Miss(box: object.box, objectClass: objectClass, visibleShare: object.visibleShare)
        }
    }

    /// Harmonic mean of precision and recall; `nil` where nothing is and nothing was found.
    package var f1: Double? {
        let mistakes = wrong.count + misses.count
        guard hits.count + mistakes > 0 else { return nil }
        return 2 * Double(hits.count) / Double(2 * hits.count + mistakes)
    }
}
