internal import ArgumentParser
internal import Foundation
internal import Imaging
internal import Inference
internal import Recognition

/// The subcommand `gondola model quantize`.
struct QuantizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quantize",
        abstract: "Turn a float ONNX file into one that computes in 8 bits (QDQ form, ONNX too).",
        discussion: """
            The ranges of all values are observed on typical pictures. For a detector a picture shows shelves, \
            for an embedder one product. Prints for each layer how far 8 bits leave its signal above their noise, \
            alone and with all layers before it. With --gate-coco a detector that loses more than --limit of its \
            average precision is not written.
            """)

    @Argument(help: "The float network.")
    var model: String

    @Option(help: "Folder with JPEG pictures to observe ranges on; some dozens do.")
    var pictures: String

    @Option(help: "How many of the pictures to use.")
    var count = 48

    @Option(
        help: "How ranges follow from what was observed: min-max, percentile, entropy or square-error.")
    var calibration = Calibration.squareError

    @Option(help: "Names of nodes that stay in float.")
    var keepFloat: [String] = []

    @Option(help: "Layers whose signal would lie less than this many dB above the noise stay in float.")
    var leastSNR = Quantizer.Settings().leastRatio

    @Flag(inversion: .prefixedNo, help: "Take the mean error of each output channel off its bias.")
    var biasCorrection = true

    @OptionGroup var gate: GateOptions

    @Option(help: "The quantized network.")
    var out: String

    @Option(help: "File for the figures, as a flat JSON object.")
    var json: String?

    func run() throws {
        do {
            let gate = try gate.accuracyGate()
            let samples = try samples()
            var settings = Quantizer.Settings()
            settings.calibration = calibration
            settings.keepFloat = Set(keepFloat)
            settings.leastRatio = leastSNR
            settings.correctsBias = biasCorrection
            let draft = FileManager.default.temporaryDirectory
                .appendingPathComponent("gondola-\(UUID().uuidString).onnx").path
            defer { try? FileManager.default.removeItem(atPath: draft) }  // never written if it failed early
            let layers = try Quantizer.quantize(
                path: model, to: draft, calibration: samples, settings: settings
            ) { phase, done in
                Progress.show(phase.rawValue, done, of: samples.count)
                if done == samples.count { Progress.done() }
            }
            var figures = Measurements()
            LayerNoiseReport(layers).add(to: &figures)
            try gate?.compare(float: model, quantized: draft, out: out, figures: &figures)
            try ResultFile.copy(draft, to: out)
            try figures.write(to: json)
        } catch {
            throw Failure.exit(error)
        }
    }

    /// Evenly spread pictures, as the network takes them: neighbours often look alike.
    private func samples() throws -> [[Tensor]] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: pictures)
                .filter { $0.lowercased().hasSuffix(".jpg") }.sorted()
        } catch {
            throw ValidationError("\(pictures): \(error.localizedDescription)")
        }
        guard !names.isEmpty else {
            throw ValidationError("\(pictures): there is no JPEG picture in this folder")
        }
        let step = max(1, names.count / max(1, count))
        let inputs = try CalibrationInputs(model: model)
        return try stride(from: 0, to: names.count, by: step).prefix(count).map { index in
            [try inputs.tensor(of: JPEG.read(path: "\(pictures)/\(names[index])"))]
        }
    }
}

extension Calibration: ExpressibleByArgument {}
