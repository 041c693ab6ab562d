internal import ArgumentParser
internal import Foundation
internal import Imaging
internal import Recognition
internal import Retail

/// The subcommand `gondola evaluate`.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract:
            "Compare the models with a labelled data set: AP, AP50, AP75, recall; with a catalogue, top-1 too."
    )

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

    @Option(help: "Folder for the pictures with boxes drawn in.")
    var out: String?

    @Option(help: "File for the figures, as a flat JSON object.")
    var json: String?

    func run() throws {
        do {
            let dataset = try COCODataset.read(path: coco)
            var figures = Measurements()
            figures["images"] = Double(dataset.images.count)
            try measureDetection(dataset, &figures)
            if let catalogue { try measureRecognition(dataset, catalogue, &figures) }
            try figures.write(to: json)
        } catch {
            throw Failure.exit(error)
        }
    }

    private func measureDetection(_ dataset: COCODataset, _ figures: inout Measurements) throws {
        let detector = try Detector(path: model.detector, threads: model.threads)
        var settings = model.settings
        settings.threshold = 0.01
        if let out { try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true) }
        var found: [Int: [Detection]] = [:]
        var seconds = 0.0
        for (index, image) in dataset.images.enumerated() {
            Progress.show("detecting", index, of: dataset.images.count)
            var picture = try JPEG.read(path: "\(images)/\(image.fileName)")
            let start = ContinuousClock.now
            found[image.id] = try detector.detect(in: picture, settings: settings)
            seconds += (ContinuousClock.now - start) / .seconds(1)
            if let out {
                let sure = (found[image.id] ?? []).filter { $0.score >= model.threshold }
                picture.draw(sure)
                try JPEG.write(picture, path: "\(out)/\(image.fileName)")
            }
        }
        Progress.done()
        figures["detect_ms_per_picture"] = seconds * 1000 / Double(max(1, dataset.images.count))
        print("class          objects      AP    AP50    AP75  recall")
        for objectClass in ObjectClass.allCases {
            guard let category = dataset.categories.first(where: { $0.name == objectClass.name }) else {
                continue
            }
            let samples = samples(of: category.id, objectClass, dataset, found, above: 0)
            let sure = self.samples(of: category.id, objectClass, dataset, found, above: recallThreshold)
            guard let score = DetectionScore(samples), let recall = DetectionScore(sure) else { continue }
            print(
                objectClass.name.padding(toLength: 14, withPad: " ", startingAt: 0),
                "\(score.objects)".leftPadded(to: 7), fixed(score.ap), fixed(score.ap50), fixed(score.ap75),
                fixed(recall.recall50))
            let name = objectClass.name
            figures["\(name)_objects"] = Double(score.objects)
            figures["\(name)_ap"] = score.ap
            figures["\(name)_ap50"] = score.ap50
            figures["\(name)_ap75"] = score.ap75
            figures["\(name)_recall"] = recall.recall50
        }
    }

    private func samples(
        of category: Int, _ objectClass: ObjectClass, _ dataset: COCODataset, _ found: [Int: [Detection]],
        above threshold: Double
    ) -> [DetectionScore.Sample] {
        let notes = Dictionary(
            grouping: dataset.annotations.filter { $0.categoryID == category }, by: \.imageID)
        return dataset.images.map { image in
            let own = notes[image.id] ?? []
            return DetectionScore.Sample(
                objects: own.filter { $0.isCrowd != 1 }.map(\.box),
                ignored: own.filter { $0.isCrowd == 1 }.map(\.box),
                detections: (found[image.id] ?? []).filter {
                    $0.objectClass == objectClass && $0.score >= threshold
                })
        }
    }

    /// Names the products at their labelled boxes, so that this measures recognition alone: by looks, with the size
    /// that a registered camera measures, and so for those that are not half hidden, where the labels tell.
    private func measureRecognition(
        _ dataset: COCODataset, _ path: String, _ figures: inout Measurements
    ) throws {
        let embedder = try Embedder(path: embedder, threads: model.threads)
        let index = try ProductIndexFile.read(path: path)
        let classifier = TreeClassifier(index: index)
        var byLooks = ClassificationScore()
        var bySize = ClassificationScore()
        var wellSeen = ClassificationScore()
        let product = dataset.categories.first { $0.name == ObjectClass.product.name }?.id
        for (place, image) in dataset.images.enumerated() {
            Progress.show("naming", place, of: dataset.images.count)
            let own = dataset.annotations.filter {
                $0.imageID == image.id && $0.categoryID == product && $0.isCrowd != 1
            }
            let known = own.compactMap { note in
                note.gtin.flatMap { try? GTIN($0) }.flatMap { index.catalogue.index(of: $0) }.map {
                    (note, $0)
                }
            }
            guard !known.isEmpty else { continue }
            let picture = try JPEG.read(path: "\(images)/\(image.fileName)")
            for (embedding, (note, truth)) in zip(try embedder.embed(known.map(\.0.box), of: picture), known)
            {
                var circumstances = TreeClassifier.Circumstances()
                byLooks.add(embedding, truth: truth, classifier: classifier, circumstances: circumstances)
                guard let size = note.measuredMM, size.count == 2 else { continue }
                (circumstances.widthMM, circumstances.heightMM) = (size[0], size[1])
                bySize.add(embedding, truth: truth, classifier: classifier, circumstances: circumstances)
                guard let share = note.visibleShare, share >= Self.wellSeenShare else { continue }
                wellSeen.add(embedding, truth: truth, classifier: classifier, circumstances: circumstances)
            }
        }
        Progress.done()
        figures["crops"] = Double(byLooks.crops)
        figures["skus"] = Double(index.catalogue.entries.count)
        print("named \(byLooks.crops) products out of \(index.catalogue.entries.count) SKUs")
        report("by looks alone", byLooks, "", &figures)
        if bySize.crops > 0 { report("with measured sizes", bySize, "measured_", &figures) }
        if wellSeen.crops > 0 {
            figures["seen_crops"] = Double(wellSeen.crops)
            report("with measured sizes, \(wellSeen.crops) well seen", wellSeen, "seen_", &figures)
        }
    }

    /// Less of a product than this is seen past an occluder, a neighbour or the picture's edge.
    private static let wellSeenShare = 0.75

    private func report(
        _ title: String, _ score: ClassificationScore, _ prefix: String, _ figures: inout Measurements
    ) {
        print("\(title): top-1 \(fixed(score.top1Share)) top-5 \(fixed(score.top5Share))")
        figures["\(prefix)top1"] = score.top1Share
        figures["\(prefix)top5"] = score.top5Share
        for level in TreeLevel.allCases {
            let answered = score.answered[level.rawValue]
            let right = answered > 0 ? Double(score.correct[level.rawValue]) / Double(answered) : 0
            let share = score.crops > 0 ? Double(answered) / Double(score.crops) : 0
            print("  \(level.name): answered \(fixed(share)), right \(fixed(right))")
            figures["\(prefix)\(level.name)_answered"] = share
            figures["\(prefix)\(level.name)_right"] = right
        }
    }

    private func fixed(_ value: Double) -> String { String(format: "%7.3f", value) }
}

extension String {
    fileprivate func leftPadded(to length: Int) -> String {
        String(repeating: " ", count: max(0, length - count)) + self
    }
}
