import Foundation
import Retail

extension LabelPainter {
    /// The narrow side of a box: ground, small print, what it is made of, barcode.
    func side(of entry: CatalogueEntry, pixelsHigh: Int) -> Texture {
        let height = max(16, pixelsHigh)
        let width = max(8, Int(Double(height) * entry.size.depthMM / entry.size.heightMM))
        let design = Design(entry)
        var canvas = Canvas(width: min(width, height * 4), height: height, design.ground)
        let panel = Panel(x: 0, y: 0, width: canvas.aspect, height: 1)
        var random = Random(design.product.seed, 0x51DE)
        let title = panel.part(0.1, 0.06, 0.8, 0.16).fitted(entry.path.names[2], face(design.brand.logoFace))
        canvas.fill(title, design.ground.legible)
        paintSmallPrint(on: &canvas, panel.part(0.1, 0.28, 0.8, 0.2), design.ground.legible, &random)
        paintNutrition(on: &canvas, panel.part(0.1, 0.5, 0.8, 0.22), &random)
        paintBarcode(of: entry.gtin, on: &canvas, panel.part(0.15, 0.76, 0.7, 0.17))
        return Texture(canvas)
    }

    func paintSmallPrint(
        on canvas: inout Canvas, _ panel: Panel, _ ink: Colour, _ random: inout Random, lines: Int = 9
    ) {
        let step = 1 / Float(lines)
        var words = Path()
        for line in 0..<lines {
            var x: Float = 0
            while x < 0.9 {
                let word = random.uniform(0.05...0.2)
                words = words + panel.part(x, Float(line) * step, min(word, 1 - x), step * 0.5).path
                x += word + 0.04
            }
        }
        canvas.fill(words, ink, opacity: 0.6)
    }

    /// The table of what is in it: names at the left, numbers at the right, lines between.
    func paintNutrition(on canvas: inout Canvas, _ panel: Panel, _ random: inout Random) {
        canvas.fill(panel.path, .white)
        var ink = panel.part(0.06, 0.06, 0.6, 0.09).path
        for row in 0..<6 {
            let y = 0.22 + Float(row) * 0.125
            ink = ink + panel.part(0.06, y, random.uniform(0.2...0.5), 0.045).path
            ink = ink + panel.part(0.78, y, random.uniform(0.08...0.16), 0.045).path
            ink = ink + panel.part(0.04, y + 0.075, 0.92, 0.012).path
        }
        canvas.fill(ink, .black, opacity: 0.8)
    }

    func paintBarcode(of gtin: GTIN, on canvas: inout Canvas, _ panel: Panel) {
        canvas.fill(panel.path, .white)
        var random = Random(gtin.number)
        var bars = Path()
        var x: Float = 0.06
        while x < 0.92 {
            let bar = Float(random.whole(1...3)) * 0.011
            bars = bars + panel.part(x, 0.08, bar, 0.72).path
            x += bar + Float(random.whole(1...3)) * 0.011
        }
        canvas.fill(bars, .black)
    }
}
