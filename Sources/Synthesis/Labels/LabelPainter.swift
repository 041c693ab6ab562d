import Foundation
import Retail

/// Paints the surfaces of a SKU's package from its catalogue entry alone.
///
/// Brand, product and SKU names are hashed into designs, so the same entry looks the same everywhere and
/// siblings share what siblings share: brand → colours, type, places; product → picture, ornament, name; SKU
/// → the colour of its variety, its word and its content.
package struct LabelPainter: Sendable {
    let fonts: FontBook

    package init(fonts: FontBook) { self.fonts = fonts }

    /// How much of the way round a turned package is painted: what can be seen from before the shelf.
    static let seenShare: Float = 0.62

    /// The printed front of a package `pixelsHigh` pixels high; for turned ones the part of the wrap that is seen.
    func front(of entry: CatalogueEntry, pixelsHigh: Int) -> Texture {
        let size = entry.size
        let height = max(16, pixelsHigh)
        switch entry.form {
        case .can, .bottle, .jar, .tub:
            let shape = TurnedShape(entry)
            let labelHeight = size.heightMM * Double(shape.labelTop - shape.labelBottom)
            let wrap = .pi * (size.widthMM + size.depthMM) / 2 * Double(LabelPainter.seenShare)
            let labelPixels = max(16, Int(Double(height) * labelHeight / size.heightMM))
            let width = max(16, Int(Double(labelPixels) * wrap / labelHeight))
            return Texture(paintedWrap(of: entry, width: width, height: labelPixels))
        case .box, .bag, .tube, .tray, .multipack, .hanging:
            let width = max(16, Int(Double(height) * size.widthMM / size.heightMM))
            var canvas = Canvas(width: min(width, height * 4), height: height)
            let whole = Panel(x: 0, y: 0, width: canvas.aspect, height: 1)
            switch entry.form {
            case .tray: paintTray(of: entry, on: &canvas)
            case .tube:
                // What is near the edges of a round body can hardly be read, so print keeps away from them.
                canvas.fill(.solid(Design(entry).ground))
                paintFront(of: entry, on: &canvas, whole.part(0.12, 0.05, 0.76, 0.95))
            case .hanging: paintHanging(of: entry, on: &canvas)
            default: paintFront(of: entry, on: &canvas, whole)
            }
            if entry.form == .bag { paintBag(of: entry, on: &canvas) }
            return Texture(canvas)
        }
    }

    private func paintedWrap(of entry: CatalogueEntry, width: Int, height: Int) -> Canvas {
        let design = Design(entry)
        var canvas = Canvas(width: width, height: height, design.ground)
        // The front is what one sees of a cylinder without turning it: a good third of its circumference.
        let front = canvas.aspect * 0.36 / LabelPainter.seenShare
        let left = (canvas.aspect - front) / 2
        paintFront(of: entry, on: &canvas, Panel(x: left, y: 0, width: front, height: 1))
        var random = Random(design.product.seed, 0x57A9)
        let room = Panel(x: left * 0.12, y: 0.08, width: left * 0.8, height: 0.84)
        paintSmallPrint(on: &canvas, room.part(0, 0, 1, 0.55), design.ground.legible, &random)
        paintBarcode(of: entry.gtin, on: &canvas, room.part(0.1, 0.66, 0.8, 0.3))
        paintNutrition(on: &canvas, room.part(canvas.aspect / room.width - 1.2, 0.05, 1, 0.6), &random)
        return canvas
    }

    /// The three designs of an entry's ancestors and the colours that follow from them.
    struct Design {
        let brand: BrandDesign
        let product: ProductDesign
        let variety: Variety
        let content: String
        let ground: Colour
        let second: Colour

        init(_ entry: CatalogueEntry) {
            let names = entry.path.names
            brand = BrandDesign(brand: names[2], department: names[0])
            product = ProductDesign(path: Array(names.prefix(4)), hasPhotographs: brand.hasPhotographs)
            let words = names[4].split(separator: " ")
            variety = Variety.named(words.dropLast(2).joined(separator: " "))
            content = words.suffix(2).joined(separator: " ")
            let palette = brand.palette
            let base = product.isSwapped ? palette.second : palette.main
            ground = brand.varietyPlace == .ground ? variety.colour.mixed(with: base, 0.25) : base
            second = (product.isSwapped ? palette.main : palette.second).mixed(with: product.hueShift, 0.25)
        }
    }
}
