import Foundation
import Retail

extension LabelPainter {
    /// What makes a front a bag: a window, welded seams, and folds that no mesh is fine enough for.
    func paintBag(of entry: CatalogueEntry, on canvas: inout Canvas) {
        let design = Design(entry)
        var random = Random(entry.gtin.number, 0xF011)
        if design.product.hasWindow { paintWindow(design, on: &canvas) }
        let style = BagStyle(entry)
        for (y, height) in [(Float(0), style.topSeam), (1 - style.bottomSeam, style.bottomSeam)]
        where height > 0 {
            let seam = Panel(x: 0, y: y, width: canvas.aspect, height: height)
            canvas.fill(seam.path, design.ground.mixed(with: .white, 0.35), opacity: 0.6)
            var ribs = Path()
            for rib in 0..<4 { ribs = ribs + seam.part(0, Float(rib) / 4, 1, 0.12).path }
            canvas.fill(ribs, .black, opacity: 0.25)
        }
        paintFolds(on: &canvas, seed: entry.gtin.number, gloss: style.gloss, &random)
    }

    /// Light and shade of crumpled foil, `gloss` 0...1.
    func paintFolds(on canvas: inout Canvas, seed: UInt64, gloss: Float, _ random: inout Random) {
        let crinkle = Crinkle(seed: seed, aspect: canvas.aspect, random: &random)
        let depth = random.uniform(0.25...0.6) * (0.5 + 0.5 * gloss)
        canvas.shade { point in
            let slope = crinkle.slope(at: point)
            let shine = max(0, slope - 0.32) * gloss * 1.1
            return (1 + max(-0.65, min(0.5, slope * depth)), min(0.6, shine))
        }
    }

    /// A clear part of the foil through which the contents are seen.
    private func paintWindow(_ design: Design, on canvas: inout Canvas) {
        var random = Random(design.product.seed, 0x31D0)
        let panel = Panel(x: 0, y: 0, width: canvas.aspect, height: 1)
        let box = panel.part(
            random.uniform(0.1...0.3), random.uniform(0.5...0.62), 0.6, random.uniform(0.24...0.32))
        let path =
            random.chance(0.5)
            ? Path.ellipse(box.center, Point(box.width, box.height) / 2)
            : Path.rounded(box.x, box.y, box.width, box.height, radius: box.side * 0.2)
        canvas.fill(path.stroked(0.015), design.brand.palette.accent)
        canvas.fill(path, .food(contents(design, center: box.center, radius: box.width)))
    }

    /// The goods themselves, as they lie behind glass or film.
    func contents(_ design: Design, center: Point, radius: Float) -> FoodSurface {
        var random = Random(design.product.seed, 0xC0E7)
        let colours = design.product.colours.map { $0.mixed(with: design.variety.colour, 0.25) }
        return FoodSurface(
            kind: random.pick(FoodSurface.Kind.allCases), colours: colours,
            scale: random.uniform(5...16) / max(0.1, radius * 2),
            seed: UInt32(truncatingIfNeeded: design.product.seed), center: center,
            radius: max(0.1, radius * 1.3))
    }
}
