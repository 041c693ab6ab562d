import Foundation
package import Imaging

/// A camera before a rendered bay whose scenario plays in real time.
///
/// The scenario's clock starts with the first frame. A frame that is not asked for in time is lost, as with a
/// real camera. What a frame shows depends on the definition and the frame's number alone.
package struct RenderedStore: FrameSource {
    package let store: Store
    package let scenario: Scenario
    private let camera: String
    private let renderer: Renderer
    private let scenes: StoreScene
    /// Where the truth is written at the start; nowhere if `nil`.
    private let truthPath: String?

    private var start: (monotonic: ContinuousClock.Instant, wall: Double)?
    private var nextFrame = 0
    private var models = PackageModels()
    private var still: (changes: Int, disturbances: [UInt64], image: RGBImage)?

    package init(_ definition: StoreDefinition, camera: String, truthPath: String? = nil) throws {
        store = try Store(definition)
        scenario = Scenario(store)
        self.camera = camera
        self.truthPath = truthPath
        renderer = Renderer(fonts: try FontBook())
        scenes = StoreScene(store)
    }

    /// Reads the definition at `path`.
    package static func open(path: String, camera: String) throws -> RenderedStore {
        let definition = try StoreDefinition.read(path: path)
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let truth = definition.truthFile.map { URL(fileURLWithPath: $0, relativeTo: folder).path }
        return try RenderedStore(definition, camera: camera, truthPath: truth)
    }

    package mutating func next() throws(FrameSourceError) -> Frame? {
        let rate = store.definition.framesPerSecond
        if start == nil {
            // The first picture takes longest: it is made before the clock starts.
            _ = stillPicture(at: 0)
            start = (ContinuousClock.now, Date().timeIntervalSince1970)
            try writeTruth()
        }
        guard let start else { return nil }
        let late = Int(((ContinuousClock.now - start.monotonic) / .seconds(1)) * rate)
        nextFrame = max(nextFrame, late)
        let seconds = Double(nextFrame) / rate
        guard seconds < store.definition.durationSeconds else { return nil }
        let taken = start.monotonic + .seconds(seconds)
        let wait = (taken - ContinuousClock.now) / .seconds(1)
        if wait > 0 { Thread.sleep(forTimeInterval: wait) }
        let payload: [UInt8]
        do {
            payload = try jpeg(frame: nextFrame)
        } catch {
            throw .lost(name: camera, reason: "\(error)")
        }
        defer { nextFrame += 1 }
        return Frame(
            camera: camera, sequence: UInt64(nextFrame), monotonic: taken, wallSeconds: start.wall + seconds,
            payload: .jpeg(payload))
    }

    /// The picture of frame `number`, without waiting for its time.
    package mutating func jpeg(frame number: Int) throws(ImagingError) -> [UInt8] {
        let seconds = Double(number) / store.definition.framesPerSecond
        var image = stillPicture(at: seconds)
        // Who passes is further away than what covers the lens.
        let isCovered = scenario.disturbances(at: seconds).contains { $0.kind == .covered }
        for pass in scenario.passes where !isCovered && (pass.start...pass.end).contains(seconds) {
            overlay(scenes.shopper(pass, at: seconds), on: &image)
        }
        var random = Random(store.definition.seed, 0xF4A3E, UInt64(number))
        scenes.film.addNoise(to: &image, &random)
        return try JPEG.encode(image, quality: 90)
    }

    /// The bay without shoppers and noise, drawn anew when the stock has changed.
    private mutating func stillPicture(at seconds: Double) -> RGBImage {
        let changes = scenario.changeCount(at: seconds)
        let disturbances = scenario.disturbances(at: seconds)
        let seeds = disturbances.map(\.seed)
        if let still, still.changes == changes, still.disturbances == seeds { return still.image }
        let scene = scenes.scene(scenario.stock(at: seconds), disturbances)
        let image = renderer.picture(of: scene, models: &models)
        still = (changes, seeds, image)
        return image
    }

    private func overlay(_ scene: Scene, on image: inout RGBImage) {
        let raster = Drawing(Stage(occludersOf: scene), oversampling: 1).raster
        let numbers = raster.numbers
        let colours = raster.colours
        var pixels = image.pixels.mutableSpan
        let tones = (0...255).map { UInt8(scene.film.tone(Float($0) / Film.headroom)) }
        for index in numbers.indices where numbers[index] > 0 {
            let colour = colours[index]
            pixels[index * 3] = tones[Int(colour & 255)]
            pixels[index * 3 + 1] = tones[Int(colour >> 8 & 255)]
            pixels[index * 3 + 2] = tones[Int(colour >> 16 & 255)]
        }
    }

    private func writeTruth() throws(FrameSourceError) {
        guard let truthPath, let start else { return }
        do {
            let lines = try scenario.truth.jsonLines(start: start.wall)
            try Data(lines.utf8).write(to: URL(fileURLWithPath: truthPath))
        } catch {
            throw .lost(
                name: camera, reason: "\(truthPath): truth cannot be written: \(error.localizedDescription)")
        }
    }
}
