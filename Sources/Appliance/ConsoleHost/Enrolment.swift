internal import Foundation
internal import Imaging
internal import Recognition
internal import Retail

/// Adds what a camera shows of a product to the catalogue, from which the running appliance takes it over.
struct Enrolment {
    private let path: String
    private let embedder: Embedder

    init(_ running: RunningAppliance) {
        path = running.settings.cataloguePath
        embedder = running.catalogue.embedder
    }

    /// Adds the product in `box`, in pixels of a picture of `size`, as one more reference; returns how many there are.
    func add(_ box: PixelRect, of frame: Frame, seenIn size: PixelSize, as gtin: GTIN) throws -> Int {
        let pixels = try FramePixels(frame)
        let scale = Double(pixels.size.width) / Double(size.width)
        let place = PixelRect(
            x: box.x * scale, y: box.y * scale, width: box.width * scale, height: box.height * scale)
        let crop = try pixels.parts(under: [place]).cropped(
            place,
            to: PixelSize(
                width: max(8, Int(place.width.rounded())), height: max(8, Int(place.height.rounded()))))
        let update = try CatalogueUpdate(path: path)
        let compiled = try CompiledCatalogue(path: path)
        try compiled.check(embedder, path: path)
        guard let index = compiled.index(of: gtin) else { throw CatalogueChangeError.unknown(gtin) }
        var draft = CatalogueDraft(compiled)
        try draft.enroll(compiled.entry(at: index), prototypes: [try embedder.embed(reference: crop)])
        try update.commit(draft.data())
        return compiled.prototypes(of: index).count + 1
    }
}
