import ArgumentParser
import Foundation
import Imaging
import Retail
import Synthesis

/// Streams crops of single products for training an embedder.
struct SynthCrops: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crops",
        abstract: "Render crops of single products on shelves, as a stream for training an embedder.",
        discussion: """
            Standard output gets one line of JSON (size, and GTINs and paths of the SKUs in tree order), then crop after \
            crop: the SKU's place in the lists (32 bits, little-endian), 1 for a pack shot or 0 for a crop (32 bits), \
            and SIZE x SIZE x 3 bytes of RGB. Neighbours in the tree come together. It ends after --passes, or when \
            the reader closes its end.
            """)

    @Option(help: "Seed of the scenes, and of the catalogue if none is given.") var seed: UInt64 = 1
    @Option(help: "SKUs of the catalogue that is made up if none is given.") var skus = 20_000
    @OptionGroup var goods: GoodsOptions
    @Option(help: "Scene settings in YAML, such as Config/synthetic.yaml, in place of the defaults.")
    var settings: String?
    @Option(help: "How often each SKU is put on a shelf in a pass.") var views = 8
    @Option(help: "Passes through the catalogue; 0 for no end.") var passes = 0
    @Option(help: "Width and height of a crop in pixels.") var size = 96
    @Option(help: "Blocks of crops rendered at the same time.") var threads = 2

    func validate() throws {
        guard skus > 0, views > 0, passes >= 0, (8...512).contains(size), (1...64).contains(threads) else {
            throw ValidationError(
                "--skus, --views and --threads must be at least 1, --passes at least 0, --size 8 to 512")
        }
    }

    func run() async throws {
        do {
            let goods = try goods.read()
            let entries = goods.entries ?? CatalogueGenerator(seed: seed, count: skus).entries()
            let source = CropSource(
                catalogue: try Catalogue(entries), side: size, views: views, seed: seed,
                settings: try settings.map(SceneSettingsFile.read) ?? SceneSettings(),
                packshots: goods.packshots, renderer: Renderer(fonts: try FontBook()))
            let output = RecordStream()
            try output.write(header(of: source))
            let blocks = passes == 0 ? Int.max : passes * source.blocksPerPass
            try await inOrder(0..<blocks, threads: threads) {
                try source.block($0)
            } receive: { _, samples in
                var bytes: [UInt8] = []
                bytes.reserveCapacity(samples.count * (8 + size * size * 3))
                for sample in samples {
                    RecordStream.append(UInt32(sample.sku), to: &bytes)
                    RecordStream.append(sample.isReference ? 1 : 0, to: &bytes)
                    bytes += sample.pixels
                }
                try output.write(bytes)
            }
        } catch RecordStream.Closed.byReader {
            // Whoever trains has enough.
        } catch {
            throw Failure.exit(error)
        }
    }

    private struct Header: Encodable {
        let size: Int
        let gtins: [GTIN]
        let paths: [SKUPath]
    }

    private func header(of source: CropSource) throws -> [UInt8] {
        let entries = source.catalogue.entries
        let header = Header(size: size, gtins: entries.map(\.gtin), paths: entries.map(\.path))
        return [UInt8](try ResultFile.json(header)) + [0x0A]
    }
}
