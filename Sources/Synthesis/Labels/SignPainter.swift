import Foundation

/// Paints what shops print: signs and rail panels, and what is printed on shipping cartons.
struct SignPainter {
    let fonts: FontBook

    /// The colour of a carton: mostly brown, sometimes white or printed all over.
    static func card(_ random: inout Random) -> Colour {
        if random.chance(0.7) {
            return Colour(
                hue: random.uniform(0.07...0.1), saturation: random.uniform(0.25...0.5),
                value: random.uniform(0.5...0.85))
        }
        return Colour(
            hue: random.unit(), saturation: random.chance(0.4) ? 0.05 : random.uniform(0.3...0.9),
            value: random.uniform(0.4...0.97))
    }

    /// A carton's face: words, arrows, boxes with numbers, a barcode, a strip of tape.
    func carton(aspect: Float, _ card: Colour, _ random: inout Random) -> Texture {
        var canvas = SignPainter.canvas(aspect: aspect, high: 96, card)
        let panel = Panel(x: 0, y: 0, width: canvas.aspect, height: 1)
        let ink =
            random.chance(0.6)
            ? card.mixed(with: .black, 0.75)
            : Colour(hue: random.unit(), saturation: 0.7, value: random.uniform(0.25...0.6))
        if random.chance(0.3) {
            canvas.fill(panel.part(0, random.uniform(0.4...0.75), 1, 0.3).path, ink, opacity: 0.85)
        }
        canvas.fill(
            panel.part(0.08, random.uniform(0.08...0.4), 0.84, random.uniform(0.14...0.34))
                .fitted(word(&random), random.pick(fonts.latin)), ink)
        for _ in 0..<random.whole(1...4) {
            let box = panel.part(
                random.uniform(0.03...0.7), random.uniform(0.05...0.8), random.uniform(0.1...0.3),
                random.uniform(0.05...0.16))
            canvas.fill(box.fitted(String(random.whole(10...99_999)), fonts.plain), ink, opacity: 0.9)
        }
        if random.chance(0.6) {
            let box = panel.part(random.uniform(0.05...0.7), random.uniform(0.55...0.8), 0.22, 0.16)
            canvas.fill(box.path, .white, opacity: random.chance(0.4) ? 1 : 0)
            var x: Float = 0
            while x < 1 {
                canvas.fill(box.part(x, 0.05, 0.03, 0.8).path, card.mixed(with: .black, 0.85))
                x += Float(random.whole(2...4)) * 0.03
            }
        }
        if random.chance(0.5) {
            canvas.fill(
                panel.part(random.uniform(0.3...0.6), 0, random.uniform(0.06...0.14), 1).path, .white,
                opacity: random.uniform(0.1...0.35))
        }
        if random.chance(0.5) {
            canvas.fill(panel.part(0, random.uniform(0.45...0.55), 1, 0.012).path, .black, opacity: 0.35)
        }
        return Texture(canvas)
    }

    /// A sign of any kind: a ground, pictures, words, a price.
    func sheet(aspect: Float, isPanel: Bool, _ random: inout Random) -> Texture {
        let ground = Colour(
            hue: random.unit(), saturation: random.chance(0.5) ? random.uniform(0...0.15) : random.unit(),
            value: random.chance(0.2) ? random.uniform(0.03...0.2) : random.uniform(0.4...1))
        var canvas = SignPainter.canvas(aspect: aspect, high: isPanel ? 40 : 128, ground)
        let panel = Panel(x: 0, y: 0, width: canvas.aspect, height: 1)
        let other = Colour(hue: random.unit(), saturation: random.unit(), value: random.uniform(0.2...1))
        if random.chance(0.5) {
            let pattern = random.pick(Pattern.allCases)
            canvas.fill(
                pattern.path(in: panel, scale: random.unit(), &random), other,
                opacity: random.uniform(0.2...1))
        }
        for _ in 0..<random.whole(0...Int(min(9, 1 + aspect))) {
            let side = random.uniform(0.4...0.95)
            let motif = random.pick(Motif.allCases)
            let place = panel.part(
                random.unit() * 0.9, random.uniform(0...(1 - side)), side / max(1, aspect), side)
            motif.paint(
                on: &canvas, in: place,
                Colour(hue: random.unit(), saturation: random.uniform(0.3...1), value: random.unit()),
                Colour(hue: random.unit(), saturation: random.uniform(0.3...1), value: random.unit()), &random
            )
        }
        for _ in 0..<random.whole(0...(isPanel ? 2 : 4)) {
            let line = panel.part(
                random.uniform(0.02...0.5), random.uniform(0.02...0.7), random.uniform(0.25...0.6),
                random.uniform(0.1...0.5))
            let ink = random.chance(0.5) ? ground.legible : other
            let text = random.chance(0.3) ? String(random.whole(9...999)) : word(&random)
            canvas.fill(
                line.fitted(text, text.first?.isNumber == true ? fonts.plain : random.pick(fonts.latin)), ink)
        }
        if random.chance(0.3) {
            for edge in [(0, 0, 1, 0.06), (0, 0.94, 1, 0.06)] as [(Float, Float, Float, Float)] {
                canvas.fill(panel.part(edge.0, edge.1, edge.2, edge.3).path, other)
            }
        }
        return Texture(canvas)
    }

    /// Planks with a grain.
    func wood(_ colour: Colour, _ random: inout Random) -> Texture {
        var canvas = Canvas(width: 128, height: 64, colour)
        let panel = Panel(x: 0, y: 0, width: canvas.aspect, height: 1)
        for _ in 0..<60 {
            let line = panel.part(
                random.unit() - 0.2, random.unit(), random.uniform(0.1...0.6), random.uniform(0.008...0.03))
            canvas.fill(
                line.path, colour.mixed(with: random.chance(0.6) ? .black : .white, 0.5),
                opacity: random.uniform(0.1...0.5))
        }
        return Texture(canvas)
    }

    /// A word that nobody knows.
    private func word(_ random: inout Random) -> String {
        var names = NameMaker()
        let name = names.make(&random)
        return random.chance(0.4) ? name.uppercased() : name
    }

    private static func canvas(aspect: Float, high: Int, _ ground: Colour) -> Canvas {
        let width = max(12, min(640, Int(Float(high) * aspect)))
        // A very long sheet gets fewer pixels, not a wrong shape.
        let height = max(8, min(high, Int(Float(width) / max(0.05, aspect))))
        return Canvas(width: width, height: height, ground)
    }
}
