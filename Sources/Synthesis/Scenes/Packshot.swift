import Foundation
package import Imaging
package import Retail

/// Reference pictures: one package alone, from the front, in even light, tightly cut.
package struct Packshot: Sendable {
    private let renderer: Renderer

    package init(renderer: Renderer) { self.renderer = renderer }

    /// The package of `entry`, about `pixelsHigh` pixels high (less for wide ones).
    package func picture(of entry: CatalogueEntry, pixelsHigh: Int = 256) -> RGBImage {
        var models = PackageModels()
        return picture(of: entry, pixelsHigh: pixelsHigh, models: &models)
    }

    /// The same with a package that may have been made before.
    package func picture(of entry: CatalogueEntry, pixelsHigh: Int, models: inout PackageModels) -> RGBImage {
        let rendering = rendering(of: entry, pixelsHigh: pixelsHigh, models: &models)
        guard let box = rendering.objects.first?.box else { return rendering.image }
        let size = PixelSize(width: max(1, Int(box.width)), height: max(1, Int(box.height)))
        return rendering.image.cropped(box, to: size)
    }

    /// The same with the plain ground around it.
    package func rendering(of entry: CatalogueEntry, pixelsHigh: Int) -> Rendering {
        var models = PackageModels()
        return rendering(of: entry, pixelsHigh: pixelsHigh, models: &models)
    }

    private func rendering(
        of entry: CatalogueEntry, pixelsHigh: Int, models: inout PackageModels
    ) -> Rendering {
        let height = Float(entry.size.heightMM)
        let width = Float(entry.size.widthMM)
        let reach = max(height, width)
        let side = pixelsHigh + 24
        let distance = reach * 7
        let camera = Camera(
            position: [0, height * 0.55, distance], yaw: 0, pitch: 0, roll: 0,
            focal: Float(pixelsHigh) * distance / reach, size: PixelSize(width: side, height: side))
        let light = Light(
            ambient: 0.8, lamps: 0.45, direction: Vector(0.25, 0.5, 0.85).normalized, fade: 0, shadow: 0.2)
        let scene = Scene(
            camera: camera, light: light, film: Film(blur: 0.35, noise: 0.6), shelving: nil,
            ground: Colour(0.93, 0.93, 0.93),
            units: [Scene.Unit(entry: entry, base: .zero, row: 0, ceilingMM: 20_000)], tags: [], gaps: [],
            occluders: [], seed: entry.gtin.number, jpegQuality: 92)
        return renderer.render(scene, models: &models)
    }
}
