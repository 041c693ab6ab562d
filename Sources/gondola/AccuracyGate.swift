internal import ArgumentParser
internal import Recognition

/// Labelled pictures on which a detector in 8 bits must keep up with the float one.
struct GateOptions: ParsableArguments {
    @Option(help: "Labels in COCO JSON: compare the detector's average precision in float and in 8 bits.")
    var gateCoco: String?

    @Option(help: "Folder with the pictures of --gate-coco.")
    var gateImages: String?

    @Option(help: "How much average precision may be lost.")
    var limit = 0.01

    func validate() throws {
        guard (gateCoco == nil) == (gateImages == nil) else {
            throw ValidationError("--gate-coco and --gate-images belong together")
        }
        guard (0...1).contains(limit) else {
            throw ValidationError("--limit \(limit): expected a number from 0 to 1")
        }
    }

    /// The gate, if one is asked for.
    func accuracyGate() throws -> AccuracyGate? {
        guard let gateCoco, let gateImages else { return nil }
        return try AccuracyGate(coco: gateCoco, images: gateImages, limit: limit)
    }
}

/// Compares the average precision (mean over the labelled classes) of two detectors.
struct AccuracyGate {
    private let coco: String
    private let dataset: COCODataset
    private let pictures: LabelledPictures
    private let limit: Double

    enum Refusal: Error, CustomStringConvertible {
        case nothingLabelled(coco: String)
        case lost(out: String, float: Double, quantized: Double, limit: Double)

        var description: String {
            switch self {
            case .nothingLabelled(let coco):
                "\(coco): no object of the detector's classes is labelled: there is nothing to compare with"
            case .lost(let out, let float, let quantized, let limit):
                """
                \(out) is not written: average precision falls from \(float.fourDecimals) in float to \
                \(quantized.fourDecimals) in 8 bits, and --limit allows a loss of \(limit.fourDecimals)
                """
            }
        }
    }

    init(coco: String, images: String, limit: Double) throws {
        self.coco = coco
        self.limit = limit
        dataset = try COCODataset.read(path: coco)
        pictures = try LabelledPictures(folder: images, of: dataset)
    }

    /// Prints and notes both figures; throws if `quantized` loses more than the limit.
    ///
    /// `out`: where it was to be written, for the message.
    func compare(float: String, quantized: String, out: String, figures: inout Measurements) throws {
        let before = try averagePrecision(of: float), after = try averagePrecision(of: quantized)
        print("average precision: \(before.fourDecimals) in float, \(after.fourDecimals) in 8 bits")
        figures["float_ap"] = before
        figures["int8_ap"] = after
        guard before - after <= limit else {
            throw Refusal.lost(out: out, float: before, quantized: after, limit: limit)
        }
    }

    private func averagePrecision(of detector: String) throws -> Double {
        let evaluation = try DetectionMeasurement(dataset, pictures, detector: detector).evaluation
        let scores = evaluation.labelledClasses.compactMap { evaluation.score(of: $0) }
        guard let mean = DetectionScore(mean: scores) else { throw Refusal.nothingLabelled(coco: coco) }
        return mean.ap
    }
}
