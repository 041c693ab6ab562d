package import Imaging
package import Retail

/// An endless supply of product crops for training an embedder, block by block.
///
/// A block is a run of SKUs that are neighbours in the product tree, so that look-alikes come together; its packages
/// are painted once and photographed several times. Which crops a block holds depends on the seed and its number alone.
package struct CropSource: Sendable {
    /// The SKUs in tree order; crops name them by their place here.
    package let catalogue: Catalogue
    package let side: Int
    private let seed: UInt64
    private let views: Int
    private let settings: SceneSettings
    private let packshots: [GTIN: String]
    private let renderer: Renderer

    /// SKUs of a block: as many as stay in the processor's larger cache while they are photographed.
    private static let blockSize = 120
    /// SKUs that a shelf is offered: more than it has room for.
    private static let offered = 80

    /// `views`: how often each SKU of a block is put on a shelf; on some it is not seen well enough for a crop.
    package init(
        catalogue: Catalogue, side: Int, views: Int, seed: UInt64, settings: SceneSettings = SceneSettings(),
        packshots: [GTIN: String] = [:], renderer: Renderer
    ) {
        precondition(!catalogue.entries.isEmpty && side > 0 && views > 0)
        self.catalogue = catalogue
        self.side = side
        self.views = views
        self.settings = settings
        self.packshots = packshots
        self.seed = seed
        self.renderer = renderer
    }

    /// Blocks that together show every SKU once.
    package var blocksPerPass: Int {
        (catalogue.entries.count + CropSource.blockSize - 1) / CropSource.blockSize
    }

    /// A picture of one SKU.
    package struct Sample: Sendable {
        /// Its place in the catalogue.
        package let sku: Int
        /// `side * side * 3` bytes.
        package let pixels: [UInt8]
        /// How it stands on its shelf; `nil` for the pack shot.
        package let view: CropMaker.View?

        package var isReference: Bool { view == nil }
    }

    /// The crops and pack shots of block `number`, 0 and up without end.
    package func block(_ number: Int) throws(ImagingError) -> [Sample] {
        var random = Random(seed, UInt64(number), 0xC405)
        let pass = number / blocksPerPass
        var order = Array(0..<blocksPerPass)
        var shuffle = Random(seed, UInt64(pass), 0xB10C)
        order.shuffle(using: &shuffle)
        let first = order[number % blocksPerPass] * CropSource.blockSize
        let entries = Array(
            catalogue.entries[first..<min(first + CropSource.blockSize, catalogue.entries.count)])
        let places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.gtin, first + $0) })
        var models = PackageModels(
            shop: seed &+ UInt64(number), resolutions: [144], packshots: packshots)
        var samples: [Sample] = []
        for entry in entries {
            let shot = Packshot(renderer: renderer).picture(of: entry, pixelsHigh: 112, models: &models)
            let image = shot.resized(to: PixelSize(width: side, height: side))
            samples.append(
                Sample(sku: places[entry.gtin] ?? first, pixels: image.pixels, view: nil))
        }
        let maker = CropMaker(side: side, renderer: renderer, settings: settings)
        var waiting = (0..<views).flatMap { _ in entries.shuffled(using: &random) }
        while !waiting.isEmpty {
            let offered = waiting.prefix(CropSource.offered)
            let shelf = try maker.shelf(of: Array(offered), models: &models, seed: random.next())
            for crop in shelf.crops {
                guard let sku = places[crop.gtin] else { continue }
                samples.append(Sample(sku: sku, pixels: crop.image.pixels, view: crop.view))
            }
            waiting.replaceSubrange(offered.indices, with: offered.filter { !shelf.goods.contains($0.gtin) })
        }
        samples.shuffle(using: &random)
        return samples
    }
}
