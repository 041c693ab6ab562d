internal import Appliance
internal import ArgumentParser
internal import Foundation
internal import Imaging
internal import Judging
internal import Planograms
internal import Recognition
internal import Retail
internal import Synthesis

/// Looks at a judged bay's rendered frames as the daemon would.
struct JudgeEyes {
    private let detector: Detector
    private let embedder: Embedder
    private let embedderPath: String
    private let settings: Detector.Settings
    private let threads: Int
    private let folder: String

    /// `folder`: where compiled catalogues are kept; a temporary one, if `nil`.
    init(_ model: DetectorOptions, embedder path: String, folder: String?) throws {
        detector = try Detector(path: model.detector, threads: model.threads)
        embedder = try Embedder(path: path, threads: model.threads)
        embedderPath = path
        settings = model.settings
        threads = model.threads
        self.folder = (folder ?? FileManager.default.temporaryDirectory.path) + "/catalogues"
    }

    func judge(_ judge: BayJudge) async throws -> JudgedBay {
        var source = try RenderedStore(judge.store.definition, camera: judge.store.zone.camera)
        var zone = judge.store.zone
        zone.priceTags = .required
        let look = try CameraLook(
            watching: zone, planogram: judge.store.planogram,
            by: try await perception(of: judge.store),
            settings: judge.settings)
        var bay = judge.emptyRecord
        let start = ContinuousClock.now
        for frame in 0..<judge.frameCount {
            let taken = Frame(
                camera: judge.store.zone.camera, sequence: UInt64(frame),
                monotonic: start + .seconds(judge.time(of: frame) - judge.time(of: 0)),
                wallSeconds: judge.time(of: frame), payload: .jpeg(try source.jpeg(frame: frame)))
            judge.note(try await look.look(at: taken).events, of: frame, in: &bay)
            Progress.show("bay \(bay.seed): frames", frame + 1, of: judge.frameCount)
        }
        Progress.done()
        return bay
    }

    /// What names this store's products; its catalogue is compiled from rendered reference pictures.
    private func perception(of store: Store) async throws -> Perception {
        let definition = store.definition
        let path = "\(folder)/\(definition.seed)-\(definition.catalogueCount).catalogue"
        if !FileManager.default.fileExists(atPath: path) {
            try ResultFile.makeFolder(folder)
            let table = path + ".json"
            try ResultFile.write(json: store.catalogue.entries, to: table)
            let build = try CatalogueBuildCommand.parse([
                "--table", table, "--rendered", "--embedder", embedderPath, "--out", path, "--threads",
                "\(threads)",
            ])
            try await build.run()
        }
        let catalogue = try CompiledCatalogue(path: path)
        try catalogue.check(embedder, path: path)
        let planned = store.planogram.bay.shelves.flatMap(\.positions).map(\.gtin)
        return Perception(
            detector: detector, embedder: embedder,
            classifier: try TreeClassifier(catalogue: catalogue, listed: planned), settings: settings)
    }
}
