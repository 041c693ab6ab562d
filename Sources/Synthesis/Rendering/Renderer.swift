import Foundation
package import Imaging
package import Retail

/// One thing in a picture and how much of it can be seen.
package struct VisibleObject: Sendable {
    package let objectClass: ObjectClass
    /// The box around its visible part, in pixels of the picture.
    package let box: PixelRect
    /// Visible pixels over the pixels it would have with nothing before it and the picture larger.
    package let visibleShare: Double
    package let gtin: GTIN?
    /// Whether it stands in the front row (or on it).
    package let isFront: Bool
    /// Its place in the list it came from (`units`, `tags`, `gaps` or `occluders` of the scene).
    package let index: Int
    /// Where it is seen, if masks were asked for; never of an empty facing.
    package var mask: RunLengthMask?
}

/// A finished picture with what it shows.
package struct Rendering: Sendable {
    package let image: RGBImage
    package let objects: [VisibleObject]
}

/// Draws scenes on the CPU.
///
/// A value without state: use it on as many threads as there are pictures to make.
package struct Renderer: Sendable {
    let painter: LabelPainter
    /// Samples per pixel and axis.
    let oversampling: Int

    package init(fonts: FontBook, oversampling: Int = 2) {
        painter = LabelPainter(fonts: fonts)
        self.oversampling = oversampling
    }

    /// The picture of `scene` without noise, and nothing of what is in it.
    func picture(of scene: Scene, models: inout PackageModels) -> RGBImage {
        let stage = Stage(scene, painter: painter, models: &models)
        return scene.film.develop(Drawing(stage, oversampling: oversampling).raster, factor: oversampling)
    }

    /// Draws `scene`; what `models` lacks is made and added.
    package func render(_ scene: Scene, models: inout PackageModels, masks: Bool = false) -> Rendering {
        let drawing = Drawing(Stage(scene, painter: painter, models: &models), oversampling: oversampling)
        var random = Random(scene.seed, 0xF11A)
        var image = scene.film.develop(drawing.raster, factor: oversampling)
        scene.film.addNoise(to: &image, &random)
        return Rendering(image: image, objects: drawing.visibleObjects(masks: masks) + drawing.visibleGaps())
    }
}

/// The packages and prints of one shop made so far, so that what is seen again need not be painted again.
///
/// Labels come in a few resolutions, so that a picture does not depend on what was drawn before it.
package struct PackageModels: Sendable {
    private struct Key: Hashable {
        let gtin: GTIN
        let pixelsHigh: Int
    }

    private var models: [Key: PackageModel] = [:]
    private let resolutions: [Int]
    /// Paths of pack shots; those SKUs are not painted.
    private let packshots: [GTIN: String]
    var prints: Prints

    /// None yet; labels will come in `resolutions` (pixels of the package's height, rising).
    package init(
        shop: UInt64 = 0, resolutions: [Int] = [48, 96, 192, 384], packshots: [GTIN: String] = [:]
    ) {
        precondition(!resolutions.isEmpty)
        prints = Prints(shop: shop)
        self.resolutions = resolutions
        self.packshots = packshots
    }

    /// The model of `entry` with a label fit for a package of `pixelsHigh` pixels.
    mutating func model(of entry: CatalogueEntry, pixelsHigh: Int, painter: LabelPainter) -> PackageModel {
        let resolution = resolutions.first { $0 * 5 >= pixelsHigh * 4 } ?? resolutions[resolutions.count - 1]
        let key = Key(gtin: entry.gtin, pixelsHigh: resolution)
        if let known = models[key] { return known }
        // A picture that has gone since it was checked leaves the SKU with a made-up label.
        let packshot = packshots[entry.gtin].flatMap { try? JPEG.read(path: $0) }
        let model = PackageModel(entry, painter: painter, pixelsHigh: resolution, packshot: packshot)
        models[key] = model
        return model
    }
}
