internal import Recognition

/// What the detector finds in each picture of a labelled data set.
struct DetectionMeasurement {
    let evaluation: DetectionEvaluation
    let millisecondsPerPicture: Double

    /// Scores far below the appliance's threshold count into average precision.
    private static let leastScore = 0.01

    /// `path`: the detector, an ONNX file.
    init(
        _ dataset: COCODataset, _ pictures: LabelledPictures, detector path: String, threads: Int = 1
    ) throws {
        let detector = try Detector(path: path, threads: threads)
        var settings = Detector.Settings()
        settings.threshold = Self.leastScore
        var seconds = 0.0
        var found: [[Detection]] = []
        for (place, image) in dataset.images.enumerated() {
            Progress.show("detecting", place, of: dataset.images.count)
            let picture = try pictures.read(image)
            let start = ContinuousClock.now
            found.append(try detector.detect(in: picture, settings: settings))
            seconds += (ContinuousClock.now - start) / .seconds(1)
        }
        Progress.done()
        evaluation = DetectionEvaluation(dataset: dataset, detections: found)
        millisecondsPerPicture = seconds * 1000 / Double(max(1, dataset.images.count))
    }
}
