import Foundation
package import Imaging
package import Retail

/// Cuts single products out of rendered shelves, as a detector in a shop would, for training an embedder.
package struct CropMaker: Sendable {
    /// Side of the square that a crop is stretched to.
    package let side: Int
    private let renderer: Renderer
    private let maker = SceneMaker(size: PixelSize(width: 640, height: 640))

    package init(side: Int, renderer: Renderer) {
        self.side = side
        self.renderer = renderer
    }

    /// One product as seen on a shelf.
    package struct Crop: Sendable {
        package let gtin: GTIN
        package let image: RGBImage
    }

    /// One crop of each of `entries` that is well seen in the one scene made of them; some may be missing.
    package func crops(of entries: [CatalogueEntry], models: PackageModels, seed: UInt64) throws -> [Crop] {
        var random = Random(seed, 0xC409)
        var models = models
        let boards = stride(from: 0, to: entries.count, by: 10).map {
            Array(entries[$0..<min($0 + 10, entries.count)])
        }
        var scene = maker.scene(seed: seed, offering: Offering(boards: boards), close: 480...1500)
        for index in scene.units.indices where random.chance(0.5) {
            scene.units[index].yaw += random.uniform(-0.35...0.35)
        }
        let rendering = renderer.render(scene, models: &models)
        let picture = try JPEG.decode(JPEG.encode(rendering.image, quality: scene.jpegQuality))
        var seen: [GTIN: [PixelRect]] = [:]
        for object in rendering.objects where object.objectClass == .product && object.isFront {
            let isWhole =
                object.box.x > 0 && object.box.y > 0 && object.box.x + object.box.width < 640
                && object.box.y + object.box.height < 640
            guard let gtin = object.gtin, isWhole || random.chance(0.1), object.visibleShare >= 0.65,
                (24...230).contains(object.box.height), object.box.width >= 12
            else { continue }
            seen[gtin, default: []].append(object.box)
        }
        return entries.compactMap { entry in
            guard let boxes = seen[entry.gtin] else { return nil }
            let box = jittered(random.pick(boxes), &random)
            return Crop(
                gtin: entry.gtin, image: picture.cropped(box, to: PixelSize(width: side, height: side)))
        }
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
