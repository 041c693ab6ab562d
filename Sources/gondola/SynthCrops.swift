import ArgumentParser
import Foundation
import Imaging
import Retail
import Synthesis

/// Renders shelves and cuts single products out of them.
struct SynthCrops: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crops",
        abstract: "Render crops of single products on shelves, for training an embedder.",
        discussion: """
            Writes OUT.u8 (crops after each other, SIZE x SIZE x 3 bytes of RGB), OUT.labels.i32 (the SKU's index, \
            32-bit, little-endian) and OUT.json (count, size, GTINs and paths by index). Views of one SKU come from \
            different scenes.
            """)

    @Option(help: "Seed of the catalogue and the scenes.") var seed: UInt64 = 1
    @Option(help: "How many SKUs.") var skus: Int
    @Option(help: "Crops of each SKU.") var views: Int
    @Option(help: "Width and height of a crop in pixels.") var size = 96
    @Option(help: "Catalogue to take instead of a generated one.") var catalogue: String?
    @Option(help: "Path and beginning of the names of the files.") var out: String
    @Option(help: "Scenes rendered at the same time.") var threads = 2

    /// SKUs whose packages are held in memory at the same time.
    private static let groupSize = 1500
    private static let perScene = 40

    func run() async throws {
        var entries =
            try catalogue.map(SynthCatalogue.read) ?? CatalogueGenerator(seed: seed, count: skus).entries()
        entries = Array(entries.prefix(skus))
        let renderer = Renderer(fonts: try FontBook())
        let pixels = try OutputFile(path: "\(out).u8")
        let labels = try OutputFile(path: "\(out).labels.i32")
        var progress = SynthProgress(total: entries.count * views, what: "crops")
        var random = Random(seed, 0xC405)
        var count = 0
        for first in stride(from: 0, to: entries.count, by: SynthCrops.groupSize) {
            let group = Array(entries[first..<min(first + SynthCrops.groupSize, entries.count)])
            let indices = Dictionary(uniqueKeysWithValues: group.enumerated().map { ($1.gtin, first + $0) })
            let models = try await prepared(group, renderer)
            var missing = Dictionary(uniqueKeysWithValues: group.map { ($0.gtin, views) })
            // A SKU that stood badly in one scene gets another one; a few passes more than views are enough.
            for _ in 0..<views * 4 + 8 {
                let wanted = group.filter { missing[$0.gtin, default: 0] > 0 }.shuffled(using: &random)
                guard !wanted.isEmpty else { break }
                let chunks = stride(from: 0, to: wanted.count, by: SynthCrops.perScene).map {
                    let chunk = wanted[$0..<min($0 + SynthCrops.perScene, wanted.count)]
                    // The last scenes of a pass are filled up with goods that are not wanted, as neighbours.
                    return chunk + group.shuffled(using: &random).prefix(SynthCrops.perScene - chunk.count)
                }
                let seeds = chunks.map { _ in random.next() }
                let maker = CropMaker(side: size, renderer: renderer)
                try await inOrder(0..<chunks.count, threads: threads) { number in
                    try maker.crops(of: Array(chunks[number]), models: models, seed: seeds[number])
                } receive: { _, crops in
                    for crop in crops {
                        guard let index = indices[crop.gtin], let left = missing[crop.gtin], left > 0 else {
                            continue
                        }
                        missing[crop.gtin] = left - 1
                        try pixels.write(crop.image.pixels)
                        try labels.write(SynthCrops.bytes(of: Int32(index)))
                        count += 1
                        progress.advance()
                    }
                }
            }
        }
        try writeIndex(of: entries, count: count)
        progress.finish()
    }

    private func prepared(_ group: [CatalogueEntry], _ renderer: Renderer) async throws -> PackageModels {
        var models = PackageModels()
        let chunk = 50
        try await inOrder(0..<(group.count + chunk - 1) / chunk, threads: threads) { number in
            PackageModels(
                group[number * chunk..<min((number + 1) * chunk, group.count)], pixelsHigh: 144,
                renderer: renderer)
        } receive: { _, part in
            models.merge(part)
        }
        return models
    }

    private struct Index: Encodable {
        let count: Int
        let size: Int
        let gtins: [GTIN]
        let paths: [SKUPath]
    }

    private func writeIndex(of entries: [CatalogueEntry], count: Int) throws {
        let index = Index(count: count, size: size, gtins: entries.map(\.gtin), paths: entries.map(\.path))
        try SynthCatalogue.write(index, to: "\(out).json")
    }

    private static func bytes(of number: Int32) -> [UInt8] {
        let bits = UInt32(bitPattern: number)
        return (0..<4).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
    }
}

/// A file that is written from its beginning on.
struct OutputFile {
    private let handle: FileHandle
    private let path: String

    init(path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw SynthesisError.unwritable(path: path, reason: "cannot be created") }
        self.handle = handle
        self.path = path
    }

    func write(_ bytes: [UInt8]) throws {
        do {
            try handle.write(contentsOf: Data(bytes))
        } catch {
            throw SynthesisError.unwritable(path: path, reason: "\(error)")
        }
    }
}
