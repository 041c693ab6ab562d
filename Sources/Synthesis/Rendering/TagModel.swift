import Foundation
import Retail

/// A price tag: paper or electronic, with a name, a price and small print.
struct TagModel {
    let fonts: FontBook

    func mesh(of tag: Scene.Tag, pixelsHigh: Int) -> Mesh {
        let rect = tag.rect
        var mesh = Mesh(texture: texture(of: tag, pixelsHigh: max(8, min(64, pixelsHigh))), gloss: 0.06)
        mesh.addQuad(
            origin: [Float(rect.xMM), Float(rect.yMM), tag.zMM], right: [Float(rect.widthMM), 0, 0],
            up: [0, Float(rect.heightMM), 0])
        return mesh
    }

    private func texture(of tag: Scene.Tag, pixelsHigh: Int) -> Texture {
        var random = Random(stableHash([tag.name]), UInt64(tag.price), 0x7A6)
        let aspect = tag.rect.widthMM / tag.rect.heightMM
        let paper: Colour
        var ink = Colour(0.05, 0.05, 0.06)
        let isElectronic = tag.style >= 6
        switch tag.style {
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
        var canvas = Canvas(width: Int(Double(pixelsHigh) * aspect), height: pixelsHigh, paper)
        let panel = Panel(x: 0, y: 0, width: canvas.aspect, height: 1)
        if isElectronic {
            let bezel = Colour(repeating: tag.style == 6 ? 0.93 : 0.2)
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
            panel.part(0.04, 0.07, 0.8, 0.16).fitted(LabelPainter.kana(for: tag.name), fonts.japanese), ink)
        let cents = tag.style % 2 == 0 ? String(tag.price) : "\(tag.price / 100).\(tag.price % 100 / 10)9"
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
