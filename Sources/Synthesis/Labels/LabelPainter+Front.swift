import Foundation
import Retail

extension LabelPainter {
    /// All that a front shows: ground, ornament, picture, words.
    func paintFront(of entry: CatalogueEntry, on canvas: inout Canvas, _ panel: Panel) {
        canvas.paint(within: panel) { paintAll(of: entry, on: &$0, panel) }
    }

    private func paintAll(of entry: CatalogueEntry, on canvas: inout Canvas, _ panel: Panel) {
        let design = Design(entry)
        let brand = design.brand
        let product = design.product
        var random = Random(product.seed, 0xF407)
        paintGround(design, on: &canvas, panel)
        if product.pattern != .none {
            let path = product.pattern.path(in: panel, scale: product.patternScale, &random)
            canvas.fill(path, design.second.mixed(with: design.ground, 0.2), opacity: product.patternOpacity)
        }
        if brand.varietyPlace == .stripe {
            canvas.fill(panel.part(0, brand.varietyY, 1, 0.09).path, design.variety.colour)
        }
        paintPicture(design, on: &canvas, panel, &random)
        paintLogo(entry.path.names[2], design, on: &canvas, panel)
        paintName(entry.path.names[3], design, on: &canvas, panel)
        paintVariety(design, on: &canvas, panel)
        let content = panel.part(random.chance(0.5) ? 0.66 : 0.06, 0.92, 0.28, 0.055)
        let words = content.fitted(design.content, fonts.plain)
        let isOnPicture = brand.picture.y + brand.picture.w > 0.9
        if isOnPicture { canvas.fill(words.stroked(content.height * 0.3), design.ground) }
        canvas.fill(words, design.ground.legible)
        for index in 0..<brand.smallPrint where index < 3 {
            let line = panel.part(0.08, 0.87 - Float(index) * 0.03, 0.4, 0.014)
            paintSmallPrint(on: &canvas, line, design.ground.legible, &random, lines: 1)
        }
        if random.chance(0.55) { paintSlogan(design, on: &canvas, panel, &random) }
        if random.chance(0.4) { paintSticker(design, on: &canvas, panel, &random) }
    }

    private func paintGround(_ design: Design, on canvas: inout Canvas, _ panel: Panel) {
        let ground = design.ground
        let second = design.second
        // Print is never quite even: light falls off a little towards the lower edge.
        canvas.fill(
            panel.path,
            .linear(
                from: panel.point(0, 0), ground.mixed(with: .white, 0.06), to: panel.point(0.2, 1),
                ground.mixed(with: .black, 0.08)))
        switch design.brand.ground {
        case .plain: break
        case .fade:
            canvas.fill(
                panel.path,
                .linear(from: panel.point(0, 0.25), ground, to: panel.point(0, 1), second))
        case .split: canvas.fill(panel.part(0, 0.55, 1, 0.45).path, second)
        case .diagonal:
            canvas.fill(
                .polygon([panel.point(0, 0.75), panel.point(1, 0.35), panel.point(1, 1), panel.point(0, 1)]),
                .linear(
                    from: panel.point(0, 0.4), second, to: panel.point(1, 1), second.mixed(with: .black, 0.3))
            )
        case .curve:
            canvas.fill(
                .ellipse(panel.point(0.5, 1.05), Point(panel.width * 0.8, panel.height * 0.5)), second)
        case .band: canvas.fill(panel.part(0, 0.3, 1, 0.3).path, second)
        case .frame:
            canvas.fill(panel.path, second)
            let inset = panel.part(0.06, 0.04, 0.88, 0.92)
            canvas.fill(
                .rounded(inset.x, inset.y, inset.width, inset.height, radius: panel.side * 0.08), ground)
        case .glow:
            canvas.fill(
                panel.path,
                .radial(
                    center: panel.center, radius: panel.height * 0.6, inner: ground.mixed(with: .white, 0.6),
                    outer: ground))
        case .halves: canvas.fill(panel.part(0, 0, 0.38, 1).path, second)
        }
    }

    private func paintPicture(
        _ design: Design, on canvas: inout Canvas, _ panel: Panel, _ random: inout Random
    ) {
        let place = design.brand.picture
        let picture = panel.part(place.x, place.y, place.z, place.w)
        let tint = design.variety.colour
        switch design.product.picture {
        case .photograph(let photograph):
            let share = random.uniform(0...0.35)
            let colours = design.product.colours.map { $0.mixed(with: tint, share) }
            photograph.paint(on: &canvas, in: picture, colours, tint: tint, &random)
        case .drawing(let motif):
            if random.chance(0.3) {
                let radii = Point(picture.width, picture.height) * 0.52
                canvas.fill(.ellipse(picture.center, radii), random.chance(0.5) ? .white : design.second)
            }
            let own = design.product.hueShift
            let follows = random.chance(0.5)
            motif.paint(
                on: &canvas, in: picture, follows ? tint : own, follows ? own : design.second, &random)
        }
    }

    /// A strip with a few words, below the name or down one edge.
    private func paintSlogan(
        _ design: Design, on canvas: inout Canvas, _ panel: Panel, _ random: inout Random
    ) {
        let palette = design.brand.palette
        let colour = random.pick([palette.accent, palette.second, .white, Colour(0.8, 0.08, 0.1)])
        let words = Lexicon.slogan(design.brand.script, &random)
        let face = face(design.brand.textFace, design.brand.script)
        if design.brand.script == .japanese, random.chance(0.4) {
            let strip = panel.part(random.pick([0.02, 0.87]), random.uniform(0.2...0.4), 0.11, 0.42)
            canvas.fill(strip.path, colour)
            canvas.fill(strip.part(0.1, 0.04, 0.8, 0.92).fittedUpright(words, face), colour.legible)
        } else {
            let y = design.brand.name.y + design.brand.name.w
            let strip = panel.part(
                random.uniform(0...0.2), min(0.9, y + 0.015), random.uniform(0.5...0.8), 0.055)
            canvas.fill(strip.path, colour)
            canvas.fill(strip.part(0.04, 0.08, 0.92, 0.84).fitted(words, face), colour.legible)
        }
    }

    /// A burst or a round sticker with a word of praise.
    private func paintSticker(
        _ design: Design, on canvas: inout Canvas, _ panel: Panel, _ random: inout Random
    ) {
        let center = panel.point(random.pick([0.17, 0.83]), random.pick([0.3, 0.56, 0.84]))
        let radius = panel.side * random.uniform(0.1...0.17)
        let colour = random.pick([
            design.brand.palette.accent, .white, Colour(0.85, 0.08, 0.1), Colour(0.98, 0.8, 0.1),
            Colour(0.78, 0.62, 0.28),
        ])
        let points = random.whole(8...20)
        canvas.fill(
            .star(center, outer: radius, inner: radius * (points < 12 ? 0.78 : 0.9), points: points),
            .radial(center: center, radius: radius, inner: colour.mixed(with: .white, 0.25), outer: colour))
        canvas.fill(.ellipse(center, Point(radius, radius) * 0.72), colour.mixed(with: .black, 0.12))
        let box = Panel(
            x: center.x - radius * 0.62, y: center.y - radius * 0.3, width: radius * 1.24,
            height: radius * 0.6)
        if design.brand.script == .japanese, random.chance(0.7) {
            canvas.fill(box.fitted(Lexicon.slogan(.japanese, &random), fonts.japanese), colour.legible)
        } else {
            let word = random.pick(["NEW", "BIO", "+20%", "No 1", "ECO", "XL", "FREE", "-30%", "VEGAN"])
            canvas.fill(box.fitted(word, fonts.latin[0]), colour.legible)
        }
    }
}
