import ArgumentParser
import Foundation
import Imaging
import Planograms
import Retail
import Synthesis

/// Renders shelf pictures with COCO labels.
struct SynthScenes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenes", abstract: "Render shelf pictures with COCO labels.",
        discussion: """
            Picture NNNNNN depends on the seed and its number alone, so a run can be continued or shared out with \
            --first. DIR/annotations.json describes the pictures of this run; DIR/planograms holds the plan of each \
            shelf, DIR/truth where its corners are in the picture and what deviates from the plan.

            With --out - the pictures go to standard output, for a training to read: for each the length of its labels \
            (32 bits, little-endian), the labels as JSON (COCO annotations), the length of the picture, and the \
            picture as JPEG. It ends after --count, or when the reader closes its end.
            """)

    @Option(help: "How many pictures.") var count: Int
    @Option(help: "The first picture's number.") var first = 0
    @Option(help: "Width and height in pixels.") var size = 640
    @Option(help: "Seed of the whole set.") var seed: UInt64 = 1
    @OptionGroup var goods: GoodsOptions
    @Option(help: "Scene settings in YAML, such as Config/synthetic.yaml, in place of the defaults.")
    var settings: String?
    @Option(help: "Folder for images/ and annotations.json, or - for standard output.") var out: String
    @Option(help: "Shops rendered at the same time.") var threads = 2

    func validate() throws {
        guard count > 0, first >= 0, (64...4096).contains(size), (1...64).contains(threads) else {
            throw ValidationError(
                "--count and --threads must be at least 1, --first at least 0, --size 64 to 4096")
        }
    }

    func run() async throws {
        do {
            let goods = try goods.read()
            let source = SceneSource(
                size: PixelSize(width: size, height: size), seed: seed,
                selling: goods.entries, packshots: goods.packshots,
                settings: try settings.map(SceneSettingsFile.read) ?? SceneSettings(),
                renderer: Renderer(fonts: try FontBook()))
            let shops = SceneSource.shops(of: first..<first + count)
            if out == "-" {
                try await stream(source, shops)
            } else {
                try await write(source, shops)
            }
        } catch RecordStream.Closed.byReader {
            // Whoever trains has enough.
        } catch {
            throw Failure.exit(error)
        }
    }

    private func write(_ source: SceneSource, _ shops: [Range<Int>]) async throws {
        let folder = "\(out)/images"
        try ResultFile.makeFolder(folder)
        var progress = SynthProgress(total: count, what: "pictures")
        var coco = COCO()
        try await inOrder(0..<shops.count, threads: threads) {
            try source.pictures(shops[$0], masks: true)
        } receive: {
            _, pictures in
            for picture in pictures {
                let name = String(format: "%06d.jpg", picture.number)
                try ResultFile.write(Data(picture.jpeg), to: "\(folder)/\(name)")
                coco.add(
                    picture.rendering, of: picture.scene, imageID: picture.number, fileName: name)
                try writePlan(of: picture)
                progress.advance()
            }
        }
        try ResultFile.write(json: coco, to: "\(out)/annotations.json")
        progress.finish()
    }

    /// The scene's planogram, and what a checker of it should find.
    private func writePlan(of picture: SceneSource.Picture) throws {
        guard let plan = picture.scene.plan else { return }
        let name = String(format: "%06d", picture.number)
        for folder in ["planograms", "truth"] {
            try ResultFile.makeFolder("\(out)/\(folder)")
        }
        let planogram = plan.planogram(id: "scene-\(name)")
        try PlanogramFile.write(planogram, path: "\(out)/planograms/\(name).json")
        let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].compactMap { right, up -> Truth.PointPair? in
            let x = Double(right) * planogram.bay.widthMM
            let y = Double(up) * planogram.bay.heightMM
            return picture.scene.camera.pixel(of: ShelfPoint(xMM: x + plan.offsetMM, yMM: y)).map {
                Truth.PointPair(pixel: [$0.x, $0.y], mm: [x, y])
            }
        }
        let truth = Truth(picture: "\(name).jpg", points: corners, deviations: plan.deviations)
        try ResultFile.write(json: truth, to: "\(out)/truth/\(name).json")
    }

    /// What is known of one picture beside its COCO labels.
    private struct Truth: Encodable {
        struct PointPair: Encodable {
            let pixel: [Double]
            let mm: [Double]
        }

        let picture: String
        /// Corners of the bay, where the lens shows them: with its distortion in the pixels.
        let points: [PointPair]
        let deviations: [ScenePlan.Deviation]
    }

    private func stream(_ source: SceneSource, _ shops: [Range<Int>]) async throws {
        let output = RecordStream()
        try await inOrder(0..<shops.count, threads: threads) {
            try source.pictures(shops[$0])
        } receive: {
            _, pictures in
            for picture in pictures {
                var coco = COCO()
                coco.add(picture.rendering, of: picture.scene, imageID: picture.number, fileName: "")
                let labels = [UInt8](try ResultFile.json(coco.annotations))
                var bytes: [UInt8] = []
                RecordStream.append(UInt32(labels.count), to: &bytes)
                bytes += labels
                RecordStream.append(UInt32(picture.jpeg.count), to: &bytes)
                try output.write(bytes + picture.jpeg)
            }
        }
    }
}
