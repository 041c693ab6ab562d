internal import ArgumentParser
internal import Imaging
internal import Recognition
internal import Retail
internal import Synthesis

/// Crops of a catalogue's SKUs on rendered shelves, as the embedder sees them.
struct SeenCrops {
    struct Crop {
        let embedding: [Float]
        /// Places in the compiled catalogue: of the SKU, and of those that stand on the same shelves.
        let truth: Int
        let neighbours: Set<Int>
        /// Its measured size, and nothing of a plan.
        let size: TreeClassifier.Circumstances
        let visibleShare: Double
    }

    /// Which crops a subcommand wants.
    struct Options: ParsableArguments {
        @Option(help: "Compiled catalogue.")
        var catalogue: String

        @Option(help: "Table that it was compiled from, a JSON list.")
        var table: String

        @Option(help: "Embedder that the catalogue was compiled with, an ONNX file.")
        var embedder = ModelFolder.path(of: "embedder.int8.onnx")

        @Option(help: "How many crops to render.")
        var crops = 3000

        @Option(help: "Seed of the shelves.")
        var seed: UInt64 = 1

        func validate() throws {
            guard crops > 0 else { throw ValidationError("--crops must be at least 1") }
        }

        /// Renders them, of SKUs that are in `compiled`.
        func render(in compiled: CompiledCatalogue) throws -> SeenCrops {
            let embedder = try Embedder(path: embedder)
            try compiled.check(embedder, path: catalogue)
            return try SeenCrops(
                crops, of: try Catalogue(TableOptions.entries(table)), in: compiled, seed: seed,
                embedder: embedder)
        }
    }

    private(set) var crops: [Crop] = []

    /// Renders shelves of `catalogue` until there are `wanted` crops of SKUs that are in `compiled`.
    init(
        _ wanted: Int, of catalogue: Catalogue, in compiled: CompiledCatalogue, seed: UInt64,
        embedder: Embedder
    ) throws {
        let source = CropSource(
            catalogue: catalogue, side: 96, views: 1, seed: seed, renderer: Renderer(fonts: try FontBook()))
        for number in 0..<source.blocksPerPass where crops.count < wanted {
            let samples = try source.block(number)
            let places = samples.map { compiled.index(of: catalogue.entries[$0.sku].gtin) }
            let shown = zip(samples, places).filter { !$0.0.isReference && $0.1 != nil }
            let embeddings = try embedder.embed(
                whole: shown.map { sample, _ in
                    RGBImage(width: source.side, height: source.side, pixels: sample.pixels)
                })
            let neighbours = Set(places.compactMap(\.self))
            for ((sample, place), embedding) in zip(shown, embeddings) {
                guard let place, let view = sample.view, crops.count < wanted else { continue }
                var size = TreeClassifier.Circumstances()
                (size.widthMM, size.heightMM) = (view.measured?.widthMM, view.measured?.heightMM)
                crops.append(
                    Crop(
                        embedding: embedding, truth: place, neighbours: neighbours, size: size,
                        visibleShare: view.visibleShare))
            }
            Progress.show("rendering", crops.count, of: wanted)
        }
        Progress.done()
    }
}
