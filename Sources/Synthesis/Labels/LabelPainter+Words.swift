import Foundation
import Retail

extension LabelPainter {
    /// The face for words in `script`; not every face has every script.
    func face(_ index: Int, _ script: Script = .latin) -> Typeface {
        switch script {
        case .latin: fonts.latin[index % fonts.latin.count]
        case .cyrillic, .greek: fonts.latin[index % 3]
        case .japanese: fonts.japanese
        }
    }

    func paintLogo(_ name: String, _ design: Design, on canvas: inout Canvas, _ panel: Panel) {
        let brand = design.brand
        let box = panel.part(brand.logo.x, brand.logo.y, brand.logo.z, brand.logo.w)
        let plate = brand.palette.accent.mixed(with: brand.palette.second, 0.3)
        let middle = box.center
        let half = Point(box.width, box.height) / 2
        let round = min(half.x, panel.height * 0.3)
        var ground = plate
        switch brand.mark {
        case .none: ground = design.ground
        case .ellipse:
            canvas.fill(.ellipse(middle, half), brand.palette.second.legible)
            canvas.fill(.ellipse(middle, half * 0.94), plate)
        case .ribbon:
            canvas.fill(
                .polygon([
                    box.point(-0.02, 0), box.point(1.02, 0), box.point(0.94, 0.5), box.point(1.02, 1),
                    box.point(-0.02, 1), box.point(0.06, 0.5),
                ]), plate)
        case .pill: canvas.fill(.rounded(box.x, box.y, box.width, box.height, radius: box.side / 2), plate)
        case .circle: canvas.fill(.ellipse(middle, Point(round, round) * 0.8), plate)
        case .seal: canvas.fill(.star(middle, outer: round * 0.95, inner: round * 0.85, points: 18), plate)
        case .shield:
            canvas.fill(
                .polygon([
                    box.point(0, 0), box.point(1, 0), box.point(1, 0.8), box.point(0.5, 1.25),
                    box.point(0, 0.8),
                ]), plate)
        case .stroke:
            canvas.fill(.leaf(from: box.point(-0.02, 1.05), to: box.point(1.02, 0.95), width: 0.05), plate)
            ground = design.ground
        case .box: canvas.fill(box.part(0, 0, 1, 1).path, plate)
        }
        let script: Script = brand.script == .japanese ? .latin : brand.script
        let word = script.spelled(name)
        let inner = brand.mark == .none ? box : box.part(0.09, 0.12, 0.82, 0.76)
        let letters = inner.fitted(
            brand.isUpperCase ? word.uppercased() : word, face(brand.logoFace, script), slant: brand.slant,
            arch: brand.arch)
        let second = brand.palette.second
        let ink = abs(ground.luma - second.luma) > 0.4 ? second : ground.legible
        if brand.hasOutline { canvas.fill(letters.stroked(box.height * 0.11), ink.legible) }
        canvas.fill(letters, ink)
    }

    func paintName(_ name: String, _ design: Design, on canvas: inout Canvas, _ panel: Panel) {
        let brand = design.brand
        let box = panel.part(brand.name.x, brand.name.y, brand.name.z, brand.name.w)
        let word = brand.script.spelled(name)
        let face = face(brand.textFace, brand.script)
        switch brand.nameStyle {
        case .small:
            var ink = design.ground.legible
            if brand.hasOutline {
                canvas.fill(box.path, design.second)
                ink = design.second.legible
            }
            canvas.fill(box.fitted(word, face, slant: brand.slant * 0.5), ink)
        case .large:
            paintDisplay(
                box.fitted(word, face, slant: brand.slant * 0.5, arch: brand.arch * 0.5), design,
                letter: min(box.height, box.width / max(1, face.width(of: word))), on: &canvas)
        case .upright:
            let letter = min(box.width, box.height / Float(max(1, word.count)))
            if brand.script == .japanese {
                paintDisplay(box.fittedUpright(word, face), design, letter: letter, on: &canvas)
            } else {
                paintDisplay(box.fitted(word, face), design, letter: box.height * 0.3, on: &canvas)
            }
        }
    }

    /// Large letters with one or two rims, as they shout from the shelf.
    private func paintDisplay(_ letters: Path, _ design: Design, letter: Float, on canvas: inout Canvas) {
        var random = Random(design.product.seed, 0xD15)
        let ground = design.ground
        let inks = [
            Colour.white, Colour(0.08, 0.07, 0.08), design.brand.palette.second, design.brand.palette.accent,
        ]
        let far = inks.filter { abs($0.luma - ground.luma) > 0.3 }
        let ink = far.isEmpty ? ground.legible : random.pick(far)
        let rim = ink.luma > 0.6 ? ground.mixed(with: .black, 0.75) : Colour(0.99, 0.98, 0.95)
        if random.chance(0.35) {
            canvas.fill(letters.stroked(letter * 0.3), rim.legible.mixed(with: ground, 0.3))
        }
        canvas.fill(letters.stroked(letter * 0.2), rim)
        // The stems of the only Japanese face are thin: display type is bold.
        canvas.fill(letters.stroked(letter * 0.07), ink)
        canvas.fill(letters, ink)
    }

    func paintVariety(_ design: Design, on canvas: inout Canvas, _ panel: Panel) {
        let brand = design.brand
        let colour = design.variety.colour
        let y = brand.varietyY
        var box = panel.part(0.14, y + 0.01, 0.72, 0.07)
        var ink = colour.legible
        switch brand.varietyPlace {
        case .band: canvas.fill(panel.part(0, y, 1, 0.09).path, colour)
        case .pill:
            canvas.fill(
                .rounded(box.x, box.y - 0.01, box.width, box.height + 0.02, radius: box.height), colour)
            box = box.part(0.1, 0, 0.8, 1)
        case .corner:
            canvas.fill(.polygon([panel.point(1, 0.55), panel.point(1, 1), panel.point(0.3, 1)]), colour)
            box = panel.part(0.52, 0.84, 0.45, 0.06)
        case .circle:
            let center = panel.point(0.74, 0.72)
            canvas.fill(.ellipse(center, Point(panel.side, panel.side) * 0.24), colour)
            box = Panel(
                x: center.x - panel.side * 0.2, y: center.y - panel.side * 0.08, width: panel.side * 0.4,
                height: panel.side * 0.16)
        case .stripe: break
        case .ground, .word: ink = brand.varietyPlace == .word ? colour : design.ground.legible
        }
        let isJapanese = brand.script == .japanese
        let word = isJapanese ? design.variety.japanese : brand.script.spelled(design.variety.word)
        let letters = box.fitted(word, face(brand.textFace, brand.script))
        let isBare = [.ground, .word, .stripe].contains(brand.varietyPlace)
        if isBare { canvas.fill(letters.stroked(box.height * 0.25), ink.legible) }
        if isJapanese { canvas.fill(letters.stroked(box.height * 0.06), ink) }
        canvas.fill(letters, ink)
    }

    /// A word in kana, made from a name.
    static func kana(for name: String) -> String {
        var random = Random(stableHash([name]))
        let syllables = Array(
            "アイウエオカキクケコサシスセソタチテトナニネノハヒフヘマミムメモヤユヨラリルレロワンガギグゴザジダデドバビブベボパピプ")
        let count = min(6, max(3, name.count - 2))
        var word = (0..<count).map { _ in random.pick(syllables) }
        if random.chance(0.4) { word.insert("ー", at: random.whole(1...count)) }
        return String(word)
    }
}
