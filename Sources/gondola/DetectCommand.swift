internal import ArgumentParser
internal import Foundation
internal import Imaging
internal import Recognition
internal import Retail

/// The subcommand `gondola detect`.
struct DetectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detect",
        abstract:
            "Find the products in pictures: COCO JSON results on standard output, boxes drawn into copies.",
        discussion: "image_id counts the pictures in the order given, from 1.")

    @Argument(help: "JPEG pictures.")
    var pictures: [String]

    @OptionGroup var model: DetectorOptions

    @Option(help: "Folder for the pictures with boxes drawn in.")
    var out: String?

    func run() throws {
        let detector: Detector
        do {
            detector = try Detector(path: model.detector, threads: model.threads)
            if let out {
                try ResultFile.makeFolder(out)
            }
        } catch {
            throw Failure.exit(error)
        }
        var results: [COCOResult] = []
        var hasFailed = false
        for (index, path) in pictures.enumerated() {
            do {
                var picture = try JPEG.read(path: path)
                let detections = try detector.detect(in: picture, settings: model.settings)
                results += detections.map { COCOResult(imageID: index + 1, detection: $0) }
                if let out {
                    let name = URL(fileURLWithPath: path).lastPathComponent
                    picture.draw(detections)
                    try JPEG.write(picture, path: "\(out)/\(name)")
                }
            } catch {
                // The other pictures are still worth looking at.
                _ = Failure.exit(error)
                hasFailed = true
            }
        }
        FileHandle.standardOutput.write(try ResultFile.json(results) + [0x0A])
        if hasFailed { throw ExitCode(1) }
    }
}
