import Foundation
package import Imaging
package import Retail

/// Cuts single products out of rendered shelves, as a detector in a shop would, for training an embedder.
package struct CropMaker: Sendable {
    /// Side of the square that a crop is stretched to.
    package let side: Int
    private let renderer: Renderer
    private let maker: SceneMaker
    /// Packages whose fronts are lower or higher than this, in pixels, are not worth a crop.
    private static let heights = 24.0...230
    /// Most products are seen nearly whole, some are partly hidden.
    private static let usualShare = 0.65
    private static let leastShare = 0.3

    package init(side: Int, renderer: Renderer, settings: SceneSettings = SceneSettings()) {
        self.side = side
        self.renderer = renderer
        var settings = settings
        settings.camera.heightMM = SceneSettings.Span(520, 1250)
        // A unit that does not show its front tells nothing about its looks.
        settings.goods.fallen = SceneSettings.Span(0, 0)
        settings.goods.intruders = SceneSettings.Span(0, 0)
        // Nor does one that is missing.
        settings.goods.shortOf = 0
        // What a hand holds up would hide half of the shelf.
        settings.people.holding = 0
        maker = SceneMaker(size: PixelSize(width: 640, height: 640), settings: settings)
    }

    /// One product as seen on a shelf.
    package struct Crop: Sendable {
        package let gtin: GTIN
        package let image: RGBImage
        package let view: View
    }

    /// What is known of a product on a shelf besides its picture.
    package struct View: Sendable {
        /// How much of the product's outline is seen, 0...1.
        package let visibleShare: Double
        /// Size of its box on the shelf's front plane, as a registered camera measures it.
        package let measured: (widthMM: Double, heightMM: Double)?
    }

    /// What one shelf gave.
    package struct Shelf: Sendable {
        /// Two crops of each product that is well seen.
        package let crops: [Crop]
        /// The products that had their place on the shelf, seen or not.
        package let goods: Set<GTIN>
    }

    /// A shelf of as many of `entries` as it has room for.
    package func shelf(
        of entries: [CatalogueEntry], models: inout PackageModels, seed: UInt64
    ) throws(ImagingError) -> Shelf {
        var random = Random(seed, 0xC409)
        var scene = maker.scene(seed: seed, offering: Offering(queue: arranged(entries, &random)))
        // Of what stands further back nothing is seen beside a crop.
        scene.units.removeAll { $0.row > 1 }
        for index in scene.units.indices where random.chance(0.5) {
            scene.units[index].yaw += random.uniform(-0.35...0.35)
        }
        let drawing = Drawing(
            Stage(scene, painter: renderer.painter, models: &models), oversampling: oversampling(of: scene))
        let exposures = [
            try exposure(of: drawing, scene.film, quality: scene.jpegQuality, &random),
            try exposure(
                of: drawing, maker.film(distanceMM: scene.camera.position.z, &random),
                quality: maker.jpegQuality(&random), &random),
        ]
        let objects = drawing.visibleObjects().filter { object in
            object.objectClass == .product && object.isFront && object.box.width >= 10
                && Self.heights.contains(object.box.height)
                && object.visibleShare >= (random.chance(0.85) ? Self.usualShare : Self.leastShare)
        }.shuffled(using: &random)
        var crops: [Crop] = []
        var counts: [GTIN: Int] = [:]
        // What stands there once is seen in both exposures.
        for object in objects + objects {
            guard let gtin = object.gtin, case let count = counts[gtin, default: 0], count < exposures.count
            else { continue }
            counts[gtin] = count + 1
            let box = jittered(object.box, &random)
            let size = PixelSize(width: side, height: side)
            let view = View(
                visibleShare: object.visibleShare, measured: scene.camera.sizeOnFrontPlane(of: box))
            crops.append(Crop(gtin: gtin, image: exposures[count].cropped(box, to: size), view: view))
        }
        return Shelf(crops: crops, goods: scene.plan?.goods ?? [])
    }

    /// The picture as one camera would send it.
    private func exposure(
        of drawing: Drawing, _ film: Film, quality: Int, _ random: inout Random
    ) throws(ImagingError) -> RGBImage {
        var film = film
        // Where each pixel is one sample, a perfect lens would show edges as stairs.
        if drawing.oversampling == 1 { film.blur = max(0.45, film.blur) }
        var image = film.develop(drawing.raster, factor: drawing.oversampling)
        film.addNoise(to: &image, &random)
        // Half of the cameras send JPEG of poor quality.
        return quality < 75 ? try JPEG.decode(JPEG.encode(image, quality: quality)) : image
    }

    /// Goods of one height beside each other, as shops do; any height may come first.
    private func arranged(_ entries: [CatalogueEntry], _ random: inout Random) -> [CatalogueEntry] {
        let sorted = entries.sorted { $0.size.heightMM < $1.size.heightMM }
        let start = random.whole(0...sorted.count - 1)
        return Array(sorted[start...] + sorted[..<start])
    }

    /// Samples per pixel and axis: crops that will hardly be enlarged have samples enough.
    private func oversampling(of scene: Scene) -> Int {
        let heights = scene.units.map { Float($0.entry.size.heightMM) }
        let mean = heights.reduce(0, +) / Float(max(1, heights.count))
        return mean * scene.camera.focal / scene.camera.position.z > Float(side) * 0.8 ? 1 : 2
    }

    /// The box as a detector would give it: each edge up to 6 % off.
    private func jittered(_ box: PixelRect, _ random: inout Random) -> PixelRect {
        func shift(_ length: Double) -> Double { Double(random.uniform(-0.06...0.06)) * length }
        let left = box.x + shift(box.width)
        let top = box.y + shift(box.height)
        let right = box.x + box.width + shift(box.width)
        let bottom = box.y + box.height + shift(box.height)
        return PixelRect(x: left, y: top, width: right - left, height: bottom - top)
    }
}
