import Imaging
import Retail
import Synthesis
import Testing

@Suite struct RendererTests {
    private let renderer: Renderer
    private let maker = SceneMaker(size: PixelSize(width: 320, height: 320))

    init() throws { renderer = Renderer(fonts: try FontBook()) }

    private func rendering(seed: UInt64) -> Rendering {
        var models = PackageModels()
        return renderer.render(maker.scene(seed: seed), models: &models)
    }

    @Test func `the same seed gives the same bytes, another one another picture`() {
        #expect(rendering(seed: 5).image == rendering(seed: 5).image)
        #expect(rendering(seed: 5).image != rendering(seed: 6).image)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `boxes lie in the picture and shares between 0 and 1`(seed: UInt64) {
        let rendering = rendering(seed: seed)
        #expect(rendering.objects.contains { $0.objectClass == .product })
        for object in rendering.objects {
            #expect(object.box.x >= 0 && object.box.y >= 0 && object.box.area > 0)
            #expect(object.box.x + object.box.width <= 320 && object.box.y + object.box.height <= 320)
            #expect((0...1).contains(object.visibleShare))
        }
    }

    @Test func `a packshot shows its package to the edges`() throws {
        for entry in CatalogueGenerator(seed: 8, count: 60).entries().prefix(12) {
            let picture = Packshot(renderer: renderer).picture(of: entry, pixelsHigh: 120)
            let longest = max(entry.size.heightMM, entry.size.widthMM)
            #expect(abs(Double(picture.height) - 120 * entry.size.heightMM / longest) < 12, "\(entry.path)")
            #expect(abs(Double(picture.width) - 120 * entry.size.widthMM / longest) < 12, "\(entry.path)")
        }
    }

    @Test func `a package with nothing before it is seen whole`() throws {
        for entry in CatalogueGenerator(seed: 8, count: 60).entries().prefix(12) {
            let object = try #require(
                Packshot(renderer: renderer).rendering(of: entry, pixelsHigh: 200).objects.first)
            #expect(object.visibleShare > 0.97, "\(entry.path)")
            #expect(object.gtin == entry.gtin)
        }
    }

    @Test func `labels name their classes and mark what is hardly seen`() {
        var coco = COCO()
        for seed in 1...4 as ClosedRange<UInt64> {
            coco.add(
                rendering(seed: seed), of: maker.scene(seed: seed), imageID: Int(seed),
                fileName: "\(seed).jpg")
        }
        #expect(Set(coco.annotations.map(\.id)).count == coco.annotations.count)
        for annotation in coco.annotations where annotation.categoryID == ObjectClass.product.rawValue + 1 {
            #expect((annotation.visibleShare < 0.25) == (annotation.iscrowd == 1))
            #expect(annotation.gtin != nil)
        }
    }

    @Test func `what stands behind a pane is seen and counted, only paler`() throws {
        func rendering(panes: Int) throws -> Rendering {
            let settings = try SceneSettingsFile.parse(
                "furnishing:\n  guard_strips: \(panes)\n", path: "panes")
            let maker = SceneMaker(size: PixelSize(width: 320, height: 320), settings: settings)
            var models = PackageModels()
            return renderer.render(maker.scene(seed: 3), models: &models)
        }
        let (open, covered) = (try rendering(panes: 0), try rendering(panes: 1))
        #expect(open.objects.map(\.box) == covered.objects.map(\.box))
        #expect(open.image != covered.image)
    }
}
