package import Retail

/// Average precision and recall of one class, as COCO defines them (https://cocodataset.org/#detection-eval) but with no
/// cap on the number of detections: a shelf holds more than a hundred products.
package struct DetectionScore: Sendable {
    /// Mean over the overlaps 0.50 to 0.95 in steps of 0.05.
    package let ap: Double
    package let ap50: Double
    package let ap75: Double
    /// Share of the objects found at overlap 0.5, at the detector's own threshold.
    package let recall50: Double
    /// Mean of the recall over the overlaps 0.50 to 0.95 in steps of 0.05.
    package let averageRecall: Double
    package let objects: Int

    /// One picture's truth and answers.
    package struct Sample: Sendable {
        package var objects: [PixelRect]
        /// Regions where neither a hit nor a miss counts.
        package var ignored: [PixelRect]
        package var detections: [Detection]

        package init(objects: [PixelRect], ignored: [PixelRect], detections: [Detection]) {
            self.objects = objects
            self.ignored = ignored
            self.detections = detections
        }
    }

    /// Scores `samples`, whose detections are all of one class; `nil` if they hold no object.
    package init?(_ samples: [Sample]) {
        objects = samples.reduce(0) { $0 + $1.objects.count }
        guard objects > 0 else { return nil }
        var precisions: [Double] = []
        var recalls: [Double] = []
        for step in 0..<10 {
            let limit = 0.5 + 0.05 * Double(step)
            let outcomes = samples.flatMap { DetectionScore.outcomes(of: $0, overlap: limit) }
            precisions.append(DetectionScore.averagePrecision(outcomes, objects: objects))
            recalls.append(Double(outcomes.count { $0.isHit }) / Double(objects))
        }
        ap = precisions.reduce(0, +) / 10
        ap50 = precisions[0]
        ap75 = precisions[5]
        recall50 = recalls[0]
        averageRecall = recalls.reduce(0, +) / 10
    }

    private struct Outcome {
        let score: Double
        let isHit: Bool
    }

    /// Best answers first, each takes the free object it overlaps most; what lies in an ignored region is left out.
    private static func outcomes(of sample: Sample, overlap limit: Double) -> [Outcome] {
        var isTaken = [Bool](repeating: false, count: sample.objects.count)
        var outcomes: [Outcome] = []
        for detection in sample.detections.sorted(by: { $0.score > $1.score }) {
            var best: (index: Int, overlap: Double)?
            for (index, object) in sample.objects.enumerated() where !isTaken[index] {
                let overlap = object.overlap(with: detection.box)
                if overlap >= max(limit, best?.overlap ?? 0) { best = (index, overlap) }
            }
            if let best {
                isTaken[best.index] = true
                outcomes.append(Outcome(score: detection.score, isHit: true))
                continue
            }
            let area = max(detection.box.area, 1e-9)
            let isIgnored = sample.ignored.contains { $0.intersection(detection.box).area / area >= limit }
            if !isIgnored { outcomes.append(Outcome(score: detection.score, isHit: false)) }
        }
        return outcomes
    }

    /// The mean over the 101 recalls 0 to 1 in steps of 0.01 of the best precision at that recall or a higher one.
    private static func averagePrecision(_ outcomes: [Outcome], objects: Int) -> Double {
        var hits = 0
        var curve: [(recall: Double, precision: Double)] = []
        for (index, outcome) in outcomes.sorted(by: { $0.score > $1.score }).enumerated() {
            hits += outcome.isHit ? 1 : 0
            curve.append((Double(hits) / Double(objects), Double(hits) / Double(index + 1)))
        }
        for index in curve.indices.dropLast().reversed() {
            curve[index].precision = max(curve[index].precision, curve[index + 1].precision)
        }
        var sum = 0.0
        var place = 0
        for step in 0...100 {
            while place < curve.count, curve[place].recall < Double(step) / 100 { place += 1 }
            if place < curve.count { sum += curve[place].precision }
        }
        return sum / 101
    }
}
