import Foundation
import Retail

/// A price tag: paper or electronic, with a name, a price and small print, none of them the product's own.
struct TagModel {
    let fonts: FontBook

    /// Heights that tags are printed in, in pixels.
    private static let resolutions = [12, 20, 32, 48, 64]

    /// The tag's body; what the shop has not printed yet is added to `prints`.
    func mesh(of tag: Scene.Tag, pixelsHigh: Int, _ prints: inout Prints) -> Mesh {
        let rect = tag.rect
        let resolution = TagModel.resolutions.first { $0 >= pixelsHigh } ?? 64
        let texture = prints.texture(
            .tag, tag.print, style: tag.style, aspect: Float(rect.widthMM / rect.heightMM),
            pixelsHigh: resolution
        ) { self.texture(style: tag.style, aspect: $0, pixelsHigh: resolution, &$1) }
        var mesh = Mesh(texture: texture, gloss: 0.06)
        mesh.addQuad(
            origin: [Float(rect.xMM), Float(rect.yMM), tag.zMM], right: [Float(rect.widthMM), 0, 0],
            up: [0, Float(rect.heightMM), 0])
        return mesh
    }

    private func texture(style: Int, aspect: Float, pixelsHigh: Int, _ random: inout Random) -> Texture {
        let price = random.whole(39...1999)
        var names = NameMaker()
        let name = names.make(&random)
        let paper: Colour
        var ink = Colour(0.05, 0.05, 0.06)
        let isElectronic = style >= 6
        switch style {
        case 0, 1, 2: paper = Colour(0.96, 0.96, 0.95)
        case 3: paper = Colour(0.80, 0.82, 0.80)
        case 4:
            paper = Colour(0.98, 0.86, 0.2)
            ink = Colour(0.75, 0.05, 0.05)
        case 5:
            paper = Colour(0.85, 0.1, 0.1)
            ink = .white
        default: paper = Colour(repeating: random.uniform(0.58...0.85))
        }
        var canvas = Canvas(width: Int(Float(pixelsHigh) * aspect), height: pixelsHigh, paper)
        let panel = Panel(x: 0, y: 0, width: canvas.aspect, height: 1)
        if isElectronic {
            let bezel = Colour(repeating: style == 6 ? 0.93 : 0.2)
            for edge in [(0, 0, 1, 0.07), (0, 0.9, 1, 0.1), (0, 0, 0.04, 1), (0.96, 0, 0.04, 1)]
                as [(Float, Float, Float, Float)]
            {
                canvas.fill(panel.part(edge.0, edge.1, edge.2, edge.3).path, bezel)
            }
        } else if random.chance(0.3) {
            canvas.fill(
                panel.part(0, 0, 1, 0.26).path, Colour(hue: random.unit(), saturation: 0.7, value: 0.7))
        }
        canvas.fill(
            panel.part(0.04, 0.07, 0.8, 0.16).fitted(LabelPainter.kana(for: name), fonts.japanese), ink)
        let cents = style % 2 == 0 ? String(price) : "\(price / 100).\(price % 100 / 10)9"
        let right = random.chance(0.6)
        canvas.fill(
            panel.part(right ? 0.42 : 0.06, 0.34, 0.52, 0.4).fitted(cents, fonts.latin[0]),
            isElectronic && random.chance(0.5) ? Colour(0.75, 0.08, 0.08) : ink)
        for line in 0..<3 {
            let box = panel.part(right ? 0.05 : 0.64, 0.45 + Float(line) * 0.12, 0.28, 0.05)
            canvas.fill(box.path, ink, opacity: 0.55)
        }
        var x: Float = 0.5
        while x < 0.92 {
            canvas.fill(panel.part(x, 0.8, 0.012, 0.14).path, ink)
            x += Float(random.whole(2...4)) * 0.012
        }
        return Texture(canvas)
    }
}
