internal import ArgumentParser
internal import Recognition

/// The subcommand `gondola evaluate`.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Compare the models with labelled pictures: AP, AR, recall; with a catalogue, naming too.",
        discussion: """
            Prints AP, AP50, AP75, AR300 and recall by class; with --catalogue also top-1, top-5, calibration error \
            and confusions by tree level. docs/training.md says what each figure is.
            """)

    @Option(help: "Labels in COCO JSON; categories are named product, empty_facing, price_tag, occluder.")
    var coco: String

    @Option(help: "Folder with the pictures.")
    var images: String

    @OptionGroup var model: DetectorOptions

    @Option(help: "Score that a detection needs to count into recall; average precision uses all above 0.01.")
    var recallThreshold = 0.05

    @Option(help: "Compiled catalogue: also measure how well labelled products are named.")
    var catalogue: String?

    @Option(help: "Embedder, an ONNX file.")
    var embedder = ModelFolder.path(of: "embedder.int8.onnx")

    @Option(help: "Folder for pictures of the worst cases and for curves (SVG).")
    var out: String?

    @Option(help: "Folder with GTIN.jpg of the SKUs, to show beside what was wrongly named.")
    var references: String?

    @Option(help: "File for the figures, as a flat JSON object.")
    var json: String?

    func validate() throws {
        guard (0...1).contains(recallThreshold) else {
            throw ValidationError("--recall-threshold \(recallThreshold): expected a number from 0 to 1")
        }
        guard references == nil || (out != nil && catalogue != nil) else {
            throw ValidationError("--references: shows in --out what --catalogue names, and needs both")
        }
    }

    func run() throws {
        do {
            let dataset = try COCODataset.read(path: coco)
            let pictures = try LabelledPictures(folder: images, of: dataset)
            let recogniser = try catalogue.map { try Recogniser(catalogue: $0, embedder: embedder, model) }
            if let out { try ResultFile.makeFolder(out) }
            var figures = Measurements()
            figures["images"] = Double(dataset.images.count)

            let detection = try DetectionMeasurement(
                dataset, pictures, detector: model.detector, threads: model.threads)
            DetectionReport(detection, recallThreshold: recallThreshold).add(to: &figures)
            if let out {
                try DetectionPictures(detection, pictures, threshold: model.threshold).write(to: out)
            }
            if let recogniser {
                let naming = try NamingMeasurement(dataset, pictures, recogniser)
                NamingReport(naming).add(to: &figures)
                if let out { try NamingPictures(naming, pictures, references: references).write(to: out) }
            }
            try figures.write(to: json)
        } catch {
            throw Failure.exit(error)
        }
    }
}
