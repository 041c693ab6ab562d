internal import Retail

/// Finds out which detections of one class in one picture are right, by COCO's rules
/// (https://cocodataset.org/#detection-eval).
package struct DetectionMatching: Sendable {
    package enum Outcome: Hashable, Sendable {
        /// Found the object at this place in the sample.
        case hit(object: Int)
        case wrong
        /// Lies in a region where neither a hit nor a miss counts.
        case ignored
    }

    /// Best first; of equal scores the earlier one in the sample.
    package let detections: [Detection]
    private let objectCount: Int
    /// Of each detection with each object, detection by detection.
    private let overlaps: [Double]
    /// The largest share of each detection that lies in one ignored region.
    private let ignoredShares: [Double]

    /// Only the `mostDetections` best are looked at.
    package init(_ sample: DetectionScore.Sample, mostDetections: Int = .max) {
        detections = Array(sample.detections.sorted { $0.score > $1.score }.prefix(mostDetections))
        objectCount = sample.objects.count
        overlaps = detections.flatMap { detection in
            sample.objects.map { detection.box.overlap(with: $0) }
        }
        ignoredShares = detections.map { detection in
            let shared = sample.ignored.map { detection.box.intersection($0).area }.max() ?? 0
            return shared > 0 ? shared / detection.box.area : 0
        }
    }

    /// The outcome of each detection when an overlap of `limit` makes a hit.
    ///
    /// The best detections choose first, each takes the free object that it overlaps most.
    package func outcomes(overlap limit: Double) -> [Outcome] {
        var isTaken = [Bool](repeating: false, count: objectCount)
        return detections.indices.map { place in
            var best: Int?
            var largest = limit
            for object in 0..<objectCount where !isTaken[object] {
                let overlap = overlaps[place * objectCount + object]
                if overlap >= largest { (best, largest) = (object, overlap) }
            }
            guard let best else { return ignoredShares[place] >= limit ? .ignored : .wrong }
            isTaken[best] = true
            return .hit(object: best)
        }
    }
}
