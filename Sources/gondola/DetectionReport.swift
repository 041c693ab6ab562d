internal import Recognition
internal import Retail

/// The detector's figures, class by class and their means, printed and as JSON.
struct DetectionReport {
    private let measurement: DetectionMeasurement
    private let recallThreshold: Double

    init(_ measurement: DetectionMeasurement, recallThreshold: Double) {
        self.measurement = measurement
        self.recallThreshold = recallThreshold
    }

    /// Prints the table and notes the same figures.
    func add(to figures: inout Measurements) {
        let evaluation = measurement.evaluation
        figures["detect_ms_per_picture"] = measurement.millisecondsPerPicture
        let unknown = evaluation.dataset.unknownCategories
        if !unknown.isEmpty {
            let names = unknown.map { "\($0.name) (\($0.annotations) labels)" }.joined(separator: ", ")
            print("left out, not among the detector's classes: \(names)")
        }
        print("class          objects      AP    AP50    AP75   AR300  recall")
        var scores: [DetectionScore] = []
        var recalls: [Double] = []
        for objectClass in evaluation.labelledClasses {
            guard let score = evaluation.score(of: objectClass) else { continue }
            let recall = evaluation.score(of: objectClass, above: recallThreshold)?.recall50 ?? 0
            scores.append(score)
            recalls.append(recall)
            let name = objectClass.name
            show(score, recall: recall, title: name)
            note(score, recall: recall, prefix: "\(name)_", in: &figures)
            figures["\(name)_objects"] = Double(score.objects)
        }
        guard let mean = DetectionScore(mean: scores) else {
            print("no object of these classes is labelled: there is nothing to compare with")
            return
        }
        let recall = recalls.reduce(0, +) / Double(recalls.count)
        show(mean, recall: recall, title: "mean")
        note(mean, recall: recall, prefix: "", in: &figures)
        let reliability = evaluation.reliability(at: recallThreshold)
        print(
            "probabilities of \(reliability.answers) detections are off by \(reliability.error.threeDecimals)"
        )
        figures["detection_calibration_error"] = reliability.error
    }

    private func show(_ score: DetectionScore, recall: Double, title: String) {
        let shares = [score.ap, score.ap50, score.ap75, score.averageRecall, recall]
        print(
            title.rightPadded(to: 14), "\(score.objects)".leftPadded(to: 7),
            shares.map { $0.threeDecimals.leftPadded(to: 7) }.joined(separator: " "))
    }

    private func note(
        _ score: DetectionScore, recall: Double, prefix: String, in figures: inout Measurements
    ) {
        figures["\(prefix)ap"] = score.ap
        figures["\(prefix)ap50"] = score.ap50
        figures["\(prefix)ap75"] = score.ap75
        figures["\(prefix)ar300"] = score.averageRecall
        figures["\(prefix)recall"] = recall
    }
}
