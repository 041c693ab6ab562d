import Imaging
import Retail
import Synthesis
import Testing

@Suite struct SourceTests {
    private let renderer: Renderer

    init() throws { renderer = Renderer(fonts: try FontBook()) }

    @Test func `a picture of a shop is the same alone and among its neighbours`() throws {
        let source = SceneSource(size: PixelSize(width: 160, height: 160), seed: 4, renderer: renderer)
        let together = try source.pictures(0..<3)
        let alone = try source.pictures(2..<3)
        #expect(together[2].jpeg == alone[0].jpeg)
        #expect(together[0].jpeg != together[1].jpeg)
    }

    @Test(arguments: [0..<1, 5..<40, 24..<36, 0..<48])
    func `numbers are cut into shops without loss`(numbers: Range<Int>) {
        let shops = SceneSource.shops(of: numbers)
        #expect(shops.flatMap { Array($0) } == Array(numbers))
        for shop in shops {
            #expect(shop.lowerBound / SceneSource.shopSize == (shop.upperBound - 1) / SceneSource.shopSize)
        }
    }

    @Test func `a block holds a pack shot of each SKU and crops of most, the same every time`() throws {
        let catalogue = try Catalogue(CatalogueGenerator(seed: 11, count: 24).entries())
        let source = CropSource(catalogue: catalogue, side: 32, views: 3, seed: 1, renderer: renderer)
        let samples = try source.block(0)
        #expect(source.blocksPerPass == 1)
        #expect(Set(samples.filter(\.isReference).map(\.sku)) == Set(0..<24))
        #expect(Set(samples.filter { !$0.isReference }.map(\.sku)).count > 16)
        #expect(samples.allSatisfy { $0.pixels.count == 32 * 32 * 3 })
        #expect(try source.block(0).map(\.pixels) == samples.map(\.pixels))
        #expect(try source.block(1).map(\.pixels) != samples.map(\.pixels))
    }
}
