import Foundation
import Retail

extension LabelPainter {
    /// A tray from above: its rim, the goods under film, and a label or a sleeve over a part of it.
    func paintTray(of entry: CatalogueEntry, on canvas: inout Canvas) {
        let design = Design(entry)
        var random = Random(stableHash(Array(entry.path.names.prefix(3))), 0x72A1)
        let panel = Panel(x: 0, y: 0, width: canvas.aspect, height: 1)
        let plastic = random.pick([
            Colour(0.09, 0.09, 0.1), .white, Colour(0.82, 0.86, 0.88), Colour(0.2, 0.3, 0.22),
        ])
        canvas.fill(.linear(from: .zero, plastic.mixed(with: .white, 0.25), to: panel.point(1, 1), plastic))
        let rim = min(0.05, panel.side * 0.07)
        let inner = Panel(x: rim, y: rim, width: panel.width - rim * 2, height: 1 - rim * 2)
        let goods = contents(design, center: inner.center, radius: inner.width / 2)
        canvas.fill(.rounded(inner.x, inner.y, inner.width, inner.height, radius: rim * 2), .food(goods))
        let place: Panel =
            switch random.whole(0...3) {
            case 0: panel.part(0, 0, 1, random.uniform(0.4...0.6))
            case 1: panel.part(random.uniform(0.05...0.2), 0, random.uniform(0.45...0.6), 1)
            case 2: panel.part(0, 0, 1, 1).part(0.08, 0.1, 0.84, 0.5)
            default: panel.part(0, 0.3, 1, 0.7)
            }
        canvas.fill(place.part(0.01, 0.015, 1, 1).path, .black, opacity: 0.35)
        paintFront(of: entry, on: &canvas, place)
        paintFilm(on: &canvas, &random)
    }

    /// Broad soft streaks of light, as stretched film throws them.
    func paintFilm(on canvas: inout Canvas, _ random: inout Random) {
        for _ in 0..<random.whole(2...4) {
            let start = Point(random.unit() * canvas.aspect, random.unit())
            let end = start + Path.direction(random.uniform(0.05...0.2)) * random.uniform(0.2...0.6)
            canvas.fill(
                .leaf(from: start, to: end, width: random.uniform(0.05...0.15)), .white,
                opacity: random.uniform(0.08...0.3))
        }
    }

    /// A card or a bag with a header that has the hole for the peg.
    func paintHanging(of entry: CatalogueEntry, on canvas: inout Canvas) {
        let design = Design(entry)
        let shape = HangingShape(entry)
        let panel = Panel(x: 0, y: 0, width: canvas.aspect, height: 1)
        let head = shape.headerShare
        canvas.fill(panel.path, design.ground)
        paintFront(
            of: entry, on: &canvas, shape.isBag ? panel.part(0, head, 1, 1 - head) : panel.part(0, 0, 1, head)
        )
        if shape.isBag {
            canvas.fill(panel.part(0, 0, 1, head).path, design.second)
            let script: Script = design.brand.script == .japanese ? .latin : design.brand.script
            let word = panel.part(0.15, head * 0.52, 0.7, head * 0.4)
                .fitted(script.spelled(entry.path.names[2]), face(design.brand.logoFace, script))
            canvas.fill(word, design.second.legible)
            var random = Random(entry.gtin.number, 0xF011)
            paintFolds(on: &canvas, seed: entry.gtin.number, gloss: 0.7, &random)
        }
        if !shape.isBag {
            var random = Random(entry.gtin.number, 0xCA2D)
            let strip = panel.part(0.04, head + 0.03, 0.05, 0.9 - head)
            paintSmallPrint(on: &canvas, strip, design.ground.legible, &random)
        }
        paintEuroHole(
            on: &canvas, at: panel.point(0.5, min(head * 0.3, 0.07)), size: min(panel.width * 0.3, 0.16))
    }

    /// The slot with a bulge in its middle that every display peg fits.
    private func paintEuroHole(on canvas: inout Canvas, at place: Point, size: Float) {
        let slot = Path.rounded(
            place.x - size / 2, place.y - size * 0.07, size, size * 0.14, radius: size * 0.07)
        let bulge = Path.ellipse(place - Point(0, size * 0.05), Point(size * 0.14, size * 0.14), sides: 14)
        for part in [slot, bulge] { canvas.fill(part, Colour(0.13, 0.12, 0.12)) }
    }
}
