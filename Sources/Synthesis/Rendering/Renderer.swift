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
        var drawing = Drawing(scene, oversampling: oversampling)
        drawing.drawAll(painter: painter, models: &models)
        return scene.film.develop(drawing.raster, factor: oversampling)
    }

    /// Draws `scene`; packages that `models` lacks are made and added.
    package func render(_ scene: Scene, models: inout PackageModels) -> Rendering {
        var drawing = Drawing(scene, oversampling: oversampling)
        drawing.drawAll(painter: painter, models: &models)
        var random = Random(scene.seed, 0xF11A)
        var image = scene.film.develop(drawing.raster, factor: oversampling)
        scene.film.addNoise(to: &image, &random)
        return Rendering(image: image, objects: drawing.visibleObjects(oversampling: oversampling))
    }
}

/// The packages made so far, so that a SKU seen again need not be painted again.
package struct PackageModels: Sendable {
    private var models: [GTIN: (model: PackageModel, pixelsHigh: Int)] = [:]

    /// None yet; labels get the resolution that the first picture needs.
    package init() {}

    /// All of `entries`, at one resolution, so that pictures do not depend on what was drawn before.
    package init(_ entries: some Sequence<CatalogueEntry>, pixelsHigh: Int, renderer: Renderer) {
        for entry in entries {
            let model = PackageModel(entry, painter: renderer.painter, pixelsHigh: pixelsHigh)
            models[entry.gtin] = (model, .max / 8)
        }
    }

    /// Takes over what `other` has.
    package mutating func merge(_ other: PackageModels) { models.merge(other.models) { mine, _ in mine } }

    /// The model of `entry` with a label of at least about `pixelsHigh` pixels.
    mutating func model(of entry: CatalogueEntry, pixelsHigh: Int, painter: LabelPainter) -> PackageModel {
        if let known = models[entry.gtin], known.pixelsHigh * 5 >= pixelsHigh * 4 { return known.model }
        let model = PackageModel(entry, painter: painter, pixelsHigh: pixelsHigh)
        models[entry.gtin] = (model, pixelsHigh)
        return model
    }
}
