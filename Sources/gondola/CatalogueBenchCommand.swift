internal import Appliance
internal import ArgumentParser
internal import Foundation
internal import Recognition
internal import Retail
internal import Synthesis

/// The subcommand `gondola catalogue bench`.
struct CatalogueBenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure how fast and how well a catalogue names crops.",
        discussion: """
            The crops are rendered: the SKUs of the table on shelves, as a detector would cut them out. \
            scripts/bench-recognition compares with other searches.
            """)

    @OptionGroup var crops: SeenCrops.Options

    @Option(help: "Crops that are searched for together.")
    var batch = 150

    @Flag(help: "Measure catalogues of a hundredth, a tenth and ten times as many SKUs too.")
    var growth = false

    @Option(
        help:
            "Folder for what other searches need: prototypes.f32, queries.f32 (rows of numbers), answers.u32 (prototypes) and shape.json."
    )
    var embeddings: String?

    @Option(help: "File for the figures, JSON.")
    var json: String?

    func validate() throws {
        guard batch > 0 else { throw ValidationError("--batch must be at least 1") }
    }

    func run() async throws {
        do {
            let before = ProcessMemory.residentBytes()
            let (compiled, openMilliseconds) = try SearchMeasurement.opened(crops.catalogue)
            var figures = Measurements()
            figures["skus"] = Double(compiled.count)
            figures["open_ms"] = openMilliseconds
            let noise = SearchMeasurement.directions(batch, dimensions: compiled.dimensions)
            _ = try PrototypeSearch(compiled).candidates(for: noise, reach: .everything)
            figures["rss_mb"] = Double(ProcessMemory.residentBytes()) / 1_048_576
            figures["program_mb"] = Double(before) / 1_048_576
            figures["bytes_per_prototype"] = Double(compiled.bytesBeyondNames) / Double(compiled.prototypes)

            let seen = try crops.render(in: compiled)
            try SearchMeasurement(compiled, queries: seen.crops.map(\.embedding), batch: batch).note(
                in: &figures)
            NamingFigures(seen, classifier: try TreeClassifier(catalogue: compiled)).note(in: &figures)
            if growth { try GrowthMeasurement(compiled, seen, batch: batch).note(in: &figures) }
            if let embeddings { try write(compiled, seen, to: embeddings) }
            figures.show()
            try figures.write(to: json)
        } catch {
            throw Failure.exit(error)
        }
    }

    private func write(_ compiled: CompiledCatalogue, _ seen: SeenCrops, to folder: String) throws {
        func bytes(_ words: some Sequence<UInt32>) -> Data {
            var bytes: [UInt8] = []
            for word in words { RecordStream.append(word, to: &bytes) }
            return Data(bytes)
        }
        let queries = seen.crops.map(\.embedding)
        let answers = try PrototypeSearch(compiled).candidates(for: queries).map { found in
            UInt32(found.first.map { compiled.prototypes(of: $0.sku).lowerBound } ?? 0)
        }
        try ResultFile.makeFolder(folder)
        try ResultFile.write(
            bytes(compiled.allPrototypes().joined().lazy.map { $0.bitPattern }),
            to: "\(folder)/prototypes.f32")
        try ResultFile.write(bytes(queries.joined().lazy.map { $0.bitPattern }), to: "\(folder)/queries.f32")
        try ResultFile.write(bytes(answers), to: "\(folder)/answers.u32")
        try ResultFile.write(
            json: ["dimensions": compiled.dimensions, "batch": batch], to: "\(folder)/shape.json")
    }
}
