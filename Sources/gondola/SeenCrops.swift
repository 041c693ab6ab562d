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
            for ((_, place), embedding) in zip(shown, embeddings) {
                guard let place, crops.count < wanted else { continue }
                crops.append(Crop(embedding: embedding, truth: place, neighbours: neighbours))
            }
            Progress.show("rendering", crops.count, of: wanted)
        }
        Progress.done()
    }
}
