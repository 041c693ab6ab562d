import ArgumentParser
import Foundation
import Imaging
import Retail
import Synthesis

/// Renders shelf pictures with COCO labels.
struct SynthScenes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenes", abstract: "Render shelf pictures with COCO labels.",
        discussion: """
            Picture NNNNNN depends on the seed and its number alone, so a run can be continued or shared out with \
            --first. DIR/annotations.json describes the pictures of this run.
            """)

    @Option(help: "How many pictures.") var count: Int
    @Option(help: "The first picture's number.") var first = 0
    @Option(help: "Width and height in pixels.") var size = 640
    @Option(help: "Seed of the whole set.") var seed: UInt64 = 1
    @Option(help: "Catalogue to fill the shelves from; without it each scene has its own.") var catalogue:
        String?
    @Option(help: "Folder for images/ and annotations.json.") var out: String
    @Option(help: "Pictures rendered at the same time.") var threads = 2

    func run() async throws {
        let folder = "\(out)/images"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let maker = SceneMaker(size: PixelSize(width: size, height: size))
        let renderer = Renderer(fonts: try FontBook())
        var progress = SynthProgress(total: count, what: "pictures")
        var coco = COCO()
        let seed = seed
        let entries = try catalogue.map { try SynthCatalogue.read($0) }
        try await inOrder(first..<first + count, threads: threads) { number in
            let sceneSeed = seed &* 1_000_003 &+ UInt64(number)
            let scene =
                entries.map { maker.scene(seed: sceneSeed, selling: $0) } ?? maker.scene(seed: sceneSeed)
            var models = PackageModels()
            let rendering = renderer.render(scene, models: &models)
            let name = String(format: "%06d.jpg", number)
            try JPEG.write(rendering.image, path: "\(folder)/\(name)", quality: scene.jpegQuality)
            return (name, rendering, scene.camera)
        } receive: { number, result in
            coco.add(result.1, by: result.2, imageID: number, fileName: result.0)
            progress.advance()
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(coco).write(to: URL(fileURLWithPath: "\(out)/annotations.json"))
        progress.finish()
    }
}
