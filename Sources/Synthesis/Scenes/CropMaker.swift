import Foundation
package import Imaging
package import Retail

/// Cuts single products out of rendered shelves, as a detector in a shop would, for training an embedder.
///
/// Of each shelf only the surroundings of the products that are wanted are drawn.
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
        settings.camera.heightMM = SceneSettings.Span(480, 1500)
        // A unit that does not show its front tells nothing about its looks.
        settings.goods.fallen = SceneSettings.Span(0, 0)
        settings.goods.intruders = SceneSettings.Span(0, 0)
        maker = SceneMaker(size: PixelSize(width: 640, height: 640), settings: settings)
    }

    /// One product as seen on a shelf.
    package struct Crop: Sendable {
        package let gtin: GTIN
        package let image: RGBImage
    }

    /// Up to two crops of each of `entries` that is well seen in the one scene made of them; some may be missing.
    package func crops(
        of entries: [CatalogueEntry], models: inout PackageModels, seed: UInt64
    ) throws(ImagingError) -> [Crop] {
        var random = Random(seed, 0xC409)
        let boards = stride(from: 0, to: entries.count, by: 10).map {
            Array(entries[$0..<min($0 + 10, entries.count)])
        }
        var scene = maker.scene(seed: seed, offering: Offering(boards: boards))
        for index in scene.units.indices where random.chance(0.5) {
            scene.units[index].yaw += random.uniform(-0.35...0.35)
        }
        let stage = Stage(scene, painter: renderer.painter, models: &models)
        var places: [GTIN: [(number: Int, box: PixelRect)]] = [:]
        for (index, item) in stage.items.enumerated() where item.objectClass == .product && item.isFront {
            guard let gtin = item.gtin, let box = stage.outline(of: index + 1),
                Self.heights.contains(box.height), box.width >= 12
            else { continue }
            places[gtin, default: []].append((index + 1, box))
        }
        var crops: [Crop] = []
        for entry in entries {
            for place in places[entry.gtin, default: []].shuffled(using: &random).prefix(2) {
                let least = random.chance(0.85) ? Self.usualShare : Self.leastShare
                if let image = try crop(place.number, place.box, of: stage, leastShare: least, &random) {
                    crops.append(Crop(gtin: entry.gtin, image: image))
                }
            }
        }
        return crops
    }

    private func crop(
        _ number: Int, _ outline: PixelRect, of stage: Stage, leastShare: Double, _ random: inout Random
    ) throws(ImagingError) -> RGBImage? {
        let size = stage.scene.camera.size
        let margin = 6.0
        let left = max(0, (outline.x - margin).rounded(.down))
        let top = max(0, (outline.y - margin).rounded(.down))
        let right = min(Double(size.width), (outline.x + outline.width + margin).rounded(.up))
        let bottom = min(Double(size.height), (outline.y + outline.height + margin).rounded(.up))
        guard right - left >= 16, bottom - top >= 16 else { return nil }
        let window = PixelRect(x: left, y: top, width: right - left, height: bottom - top)
        // What will be shrunk has samples enough.
        let rendering = renderer.render(
            stage, window: window, oversampling: outline.height > Double(side) * 1.3 ? 1 : 2)
        let item = stage.items[number - 1]
        guard
            let seen = rendering.objects.first(where: {
                $0.objectClass == .product && $0.index == item.index
            }), seen.visibleShare >= leastShare, seen.box.height >= 16, seen.box.width >= 10
        else { return nil }
        // Half of the cameras send JPEG of poor quality.
        let quality = stage.scene.jpegQuality
        let picture =
            quality < 75 ? try JPEG.decode(JPEG.encode(rendering.image, quality: quality)) : rendering.image
        return picture.cropped(jittered(seen.box, &random), to: PixelSize(width: side, height: side))
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
