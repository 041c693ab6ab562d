package import Imaging
package import Retail

/// An endless supply of labelled shelf pictures.
///
/// Pictures come in shops of a few each: a shop has a catalogue of its own, whose packages are painted once. Which
/// picture number n is depends on the seed and n alone.
package struct SceneSource: Sendable {
    private let seed: UInt64
    private let maker: SceneMaker
    private let renderer: Renderer
    /// What every shop sells; a catalogue of each shop's own if `nil`.
    private let stock: [CatalogueEntry]?
    private let packshots: [GTIN: String]

    /// Pictures of one shop.
    package static let shopSize = 12

    /// `packshots`: paths of pictures that SKUs of `stock` show in place of made-up labels.
    package init(
        size: PixelSize, seed: UInt64, selling stock: [CatalogueEntry]? = nil,
        packshots: [GTIN: String] = [:],
        settings: SceneSettings = SceneSettings(), renderer: Renderer
    ) {
        self.seed = seed
        self.stock = stock
        self.packshots = packshots
        self.renderer = renderer
        maker = SceneMaker(size: size, settings: settings)
    }

    /// One picture as its camera sent it, with its labels.
    package struct Picture: Sendable {
        package let number: Int
        package let jpeg: [UInt8]
        package let rendering: Rendering
        package let scene: Scene
    }

    /// The pictures with `numbers`, all of one shop; with `masks` their labels say which pixels a thing is seen in.
    package func pictures(_ numbers: Range<Int>, masks: Bool = false) throws(ImagingError) -> [Picture] {
        let shop = numbers.lowerBound / SceneSource.shopSize
        precondition(numbers.allSatisfy { $0 / SceneSource.shopSize == shop }, "pictures of one shop")
        let shopSeed = seed &* 1_000_003 &+ UInt64(shop)
        var pictures: [Picture] = []
        var models = PackageModels(shop: shopSeed, packshots: packshots)
        let entries = stock ?? SceneSource.catalogue(of: shopSeed)
        for number in numbers {
            let sceneSeed = seed &* 1_000_003 &+ UInt64(number)
            let scene = maker.scene(seed: sceneSeed, selling: entries)
            let rendering = renderer.render(scene, models: &models, masks: masks)
            pictures.append(
                Picture(
                    number: number, jpeg: try JPEG.encode(rendering.image, quality: scene.jpegQuality),
                    rendering: rendering, scene: scene))
        }
        return pictures
    }

    private static func catalogue(of shopSeed: UInt64) -> [CatalogueEntry] {
        var random = Random(shopSeed, 0x5C0)
        return CatalogueGenerator(seed: shopSeed, count: random.whole(90...260)).entries()
    }

    /// `numbers` cut where one shop ends and the next begins.
    package static func shops(of numbers: Range<Int>) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var first = numbers.lowerBound
        while first < numbers.upperBound {
            let end = min(numbers.upperBound, (first / shopSize + 1) * shopSize)
            parts.append(first..<end)
            first = end
        }
        return parts
    }
}
