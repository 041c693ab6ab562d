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
    private static let blockSize = 240
    private static let perScene = 40

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
        /// Whether this is the pack shot, not a view on a shelf.
        package let isReference: Bool
        /// `side * side * 3` bytes.
        package let pixels: [UInt8]
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
        var models = PackageModels(resolutions: [144], packshots: packshots)
        var samples: [Sample] = []
        for entry in entries {
            let shot = Packshot(renderer: renderer).picture(of: entry, pixelsHigh: 112, models: &models)
            let image = shot.resized(to: PixelSize(width: side, height: side))
            samples.append(
                Sample(sku: places[entry.gtin] ?? first, isReference: true, pixels: image.pixels))
        }
        let maker = CropMaker(side: side, renderer: renderer, settings: settings)
        for _ in 0..<views {
            let shuffled = entries.shuffled(using: &random)
            for start in stride(from: 0, to: shuffled.count, by: CropSource.perScene) {
                let goods = Array(shuffled[start..<min(start + CropSource.perScene, shuffled.count)])
                for crop in try maker.crops(of: goods, models: &models, seed: random.next()) {
                    guard let sku = places[crop.gtin] else { continue }
                    samples.append(Sample(sku: sku, isReference: false, pixels: crop.image.pixels))
                }
            }
        }
        samples.shuffle(using: &random)
        return samples
    }
}
