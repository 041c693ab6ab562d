internal import ArgumentParser
internal import Foundation
internal import Imaging
internal import Inference
internal import Recognition

/// The subcommand `gondola model`.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Work with networks.",
        subcommands: [Quantize.self, InspectCommand.self])

    /// The subcommand `gondola model quantize`.
    struct Quantize: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn a float ONNX file into one that computes in 8 bits (QDQ form, ONNX too).",
            discussion: """
                The ranges of all values are observed on typical pictures. For a detector a picture shows shelves, \
                for an embedder one product.
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

        @Option(help: "The quantized network.")
        var out: String

        func run() throws {
            do {
                let names = try FileManager.default.contentsOfDirectory(atPath: pictures)
                    .filter { $0.lowercased().hasSuffix(".jpg") }.sorted()
                guard !names.isEmpty else {
                    throw ValidationError("\(pictures): there is no JPEG picture in this folder")
                }
                // Evenly spread: neighbours often look alike.
                let step = max(1, names.count / max(1, count))
                let chosen = stride(from: 0, to: names.count, by: step).prefix(count).map { names[$0] }
                let inputs = try CalibrationInputs(model: model)
                let samples = try chosen.map { name in
                    [try inputs.tensor(of: JPEG.read(path: "\(pictures)/\(name)"))]
                }
                try Quantizer.quantize(
                    path: model, to: out, calibration: samples, by: calibration, keepFloat: Set(keepFloat)
                ) {
                    Progress.show("observing", $0, of: samples.count)
                }
                Progress.done()
            } catch let error as CocoaError {
                throw Failure.exit(ValidationError("\(pictures): \(error.localizedDescription)"))
            } catch {
                throw Failure.exit(error)
            }
        }
    }
}

extension Calibration: ExpressibleByArgument {}
