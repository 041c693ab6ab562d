package import Retail

/// Average precision and recall of one class, as COCO's own tool computes them
/// (https://cocodataset.org/#detection-eval) but for the 300 best detections of a picture: a shelf holds more than a
/// hundred products.
package struct DetectionScore: Sendable {
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

    /// More detections of one class in one picture are left out, the least sure first.
    package static let mostDetections = 300

    package let objects: Int
    /// Mean over the overlaps 0.50 to 0.95 in steps of 0.05.
    package let ap: Double
    package let ap50: Double
    package let ap75: Double
    /// Share of the objects found at overlap 0.5.
    package let recall50: Double
    /// Mean of the recall over the overlaps 0.50 to 0.95 in steps of 0.05.
    package let averageRecall: Double
    /// At overlap 0.5, the best precision at each recall from 0 to 1 in steps of 0.01, or at a higher one.
    package let precisions50: [Double]

    /// Scores `samples`, whose detections are all of one class; `nil` if they hold no object.
    ///
    /// Samples come in the order of their ids: of equal scores the earlier one counts first.
    package init?(_ samples: [Sample]) {
        let objects = samples.reduce(0) { $0 + $1.objects.count }
        guard objects > 0 else { return nil }
        let matchings = samples.map { DetectionMatching($0, mostDetections: Self.mostDetections) }
        let curves = Self.overlaps.map { limit in
            let outcomes = matchings.flatMap { matching in
                zip(matching.detections.map(\.score), matching.outcomes(overlap: limit))
            }
            return Curve(outcomes, objects: objects)
        }
        self.objects = objects
        ap = curves.mean(of: \.averagePrecision)
        ap50 = curves[0].averagePrecision
        ap75 = curves[5].averagePrecision
        recall50 = curves[0].recall
        averageRecall = curves.mean(of: \.recall)
        precisions50 = curves[0].precisions
    }

    /// The mean over classes, as COCO gives it for a whole data set; `nil` if there is none.
    package init?(mean scores: [DetectionScore]) {
        guard let first = scores.first else { return nil }
        objects = scores.reduce(0) { $0 + $1.objects }
        ap = scores.mean(of: \.ap)
        ap50 = scores.mean(of: \.ap50)
        ap75 = scores.mean(of: \.ap75)
        recall50 = scores.mean(of: \.recall50)
        averageRecall = scores.mean(of: \.averageRecall)
        precisions50 = first.precisions50.indices.map { place in scores.mean(of: { $0.precisions50[place] }) }
    }

    /// 0.50 to 0.95, to the last bit those of COCO's tool, since overlaps may fall right on them.
    private static let overlaps: [Double] = {
        let step = (0.95 - 0.5) / 9
        return (0..<9).map { 0.5 + Double($0) * step } + [0.95]
    }()
}

/// Precision over recall at one overlap.
private struct Curve {
    /// The best precision at each recall from 0 to 1 in steps of 0.01, or at a higher one; 0 where it is not reached.
    let precisions: [Double]
    let recall: Double

    var averagePrecision: Double { precisions.mean(of: \.self) }

    init(_ outcomes: [(score: Double, outcome: DetectionMatching.Outcome)], objects: Int) {
        var hits = 0
        var points: [(recall: Double, precision: Double)] = []
        let counted = outcomes.filter { $0.outcome != .ignored }.sorted { $0.score > $1.score }
        for (place, answer) in counted.enumerated() {
            if case .hit = answer.outcome { hits += 1 }
            points.append((Double(hits) / Double(objects), Double(hits) / Double(place + 1)))
        }
        recall = Double(hits) / Double(objects)
        for place in points.indices.dropLast().reversed() {
            points[place].precision = max(points[place].precision, points[place + 1].precision)
        }
        var place = 0
        precisions = (0...100).map { step in
            while place < points.count, points[place].recall < Double(step) * 0.01 { place += 1 }
            return place < points.count ? points[place].precision : 0
        }
    }
}

extension Array {
    fileprivate func mean(of value: (Element) -> Double) -> Double {
        isEmpty ? 0 : reduce(0) { $0 + value($1) } / Double(count)
    }
}
