import ArgumentParser
import Foundation
import Imaging
import Retail
import Synthesis

/// Writes a rendered store: what a daemon needs to watch it, and what will happen in it.
struct SynthStore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Make up a store with one bay that a daemon can watch.",
        discussion: """
            Writes catalogue.json, planogram.json, zone.json, store.json (for a camera's `rendered: store:`) and \
            truth.jsonl, the deviations that the scenario holds, in seconds from its beginning. With --truth-file \
            the running store writes them there as well, in seconds since 1970. With --frames, moments.jsonl says of \
            each frame what deviates, and whether a shopper, the lights or a nudged camera disturb the view.
            """)

    @Option(help: "Seed: the same number gives the same store and scenario.") var seed: UInt64 = 1
    @Option(help: "SKUs in the catalogue.") var skus = 1000
    @Option(help: "Width of the camera's picture in pixels.") var width = 1920
    @Option(help: "Height of the camera's picture in pixels.") var height = 1080
    @Option(help: "Frames a second.") var rate = 2.0
    @Option(help: "Length of the scenario in seconds.") var duration = 120.0
    @Option(help: "Seconds between the beginnings of two changes.") var every = 6.0
    @Option(help: "Seconds that each state of a deviation stays.") var hold = 16.0
    @Option(help: "Where the running store writes its truth, relative to store.json.") var truthFile: String?
    @Option(help: "Id of the camera in zone.json.") var camera = "rendered"
    @Flag(help: "Lights are switched, and the camera is nudged and covered, too.") var disturbances = false
    @Flag(help: "Staff clears and fills a shelf in the middle of the scenario.") var restocking = false
    @Option(help: "Write this many frames of the scenario to frames/, evenly spread.") var frames = 0
    @Option(help: "Folder to write to.") var out: String

    private struct ZoneFile: Encodable {
        struct Point: Encodable {
            let pixel: [Double]
            let mm: [Double]
        }

        let id: String
        let camera: String
        let planogram: String
        let pictureSize: [Int]
        let points: [Point]

        enum CodingKeys: String, CodingKey {
            case id, camera, planogram, points
            case pictureSize = "picture_size"
        }
    }

    func run() throws {
        try ResultFile.makeFolder(out)
        let definition = StoreDefinition(
            seed: seed, catalogueCount: skus, pictureWidth: width, pictureHeight: height,
            framesPerSecond: rate,
            durationSeconds: duration, changeEverySeconds: every, holdSeconds: hold, truthFile: truthFile,
            disturbances: disturbances, restocking: restocking)
        let store = try Store(definition)
        try ResultFile.write(json: store.catalogue.entries, to: "\(out)/catalogue.json")
        try ResultFile.write(json: store.planogram, to: "\(out)/planogram.json")
        try ResultFile.write(json: definition, to: "\(out)/store.json")
        let points = store.pointPairs.map { pair in
            ZoneFile.Point(pixel: [pair.pixel.x, pair.pixel.y], mm: [pair.shelf.xMM, pair.shelf.yMM])
        }
        let zone = ZoneFile(
            id: store.planogram.id, camera: camera, planogram: store.planogram.id,
            pictureSize: [width, height],
            points: points)
        try ResultFile.write(json: zone, to: "\(out)/zone.json")
        try ResultFile.write(Data(Scenario(store).truth.jsonLines().utf8), to: "\(out)/truth.jsonl")
        try writeFrames(definition)
    }

    private func writeFrames(_ definition: StoreDefinition) throws {
        guard frames > 0 else { return }
        let folder = "\(out)/frames"
        try ResultFile.makeFolder(folder)
        var source = try RenderedStore(definition, camera: camera)
        var progress = SynthProgress(total: frames, what: "frames")
        let total = Int(definition.durationSeconds * definition.framesPerSecond)
        var moments = Data()
        for index in 0..<frames {
            let number = index * total / frames
            let path = "\(folder)/" + String(format: "%06d.jpg", number)
            try ResultFile.write(Data(source.jpeg(frame: number)), to: path)
            let moment = source.scenario.moment(at: Double(number) / definition.framesPerSecond)
            moments += try ResultFile.json(moment) + [0x0A]
            progress.advance()
        }
        try ResultFile.write(moments, to: "\(out)/moments.jsonl")
        progress.finish()
    }
}
