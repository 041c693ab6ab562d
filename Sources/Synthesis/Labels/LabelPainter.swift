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

    /// The printed surface of a package at `pixelsHigh` pixels of height.
    ///
    /// For cans and bottles it is the whole wrap, whose middle faces the front; for boxes and bags the front.
    func front(of entry: CatalogueEntry, pixelsHigh: Int) -> Texture {
        let size = entry.size
        let height = max(16, pixelsHigh)
        switch entry.form {
        case .box, .bag, .tray, .multipack, .hanging:
            let width = max(16, Int(Double(height) * size.widthMM / size.heightMM))
            var canvas = Canvas(width: min(width, height * 4), height: height)
            paintFront(of: entry, on: &canvas, Panel(x: 0, y: 0, width: canvas.aspect, height: 1))
            if entry.form == .bag { paintFoil(of: entry, on: &canvas) }
            return Texture(canvas)
        case .can, .bottle, .jar, .tub, .tube:
            let shape = BottleShape(entry)
            let labelHeight = size.heightMM * Double(shape.labelTop - shape.labelBottom)
            let wrap = .pi * (size.widthMM + size.depthMM) / 2
            let labelPixels = max(16, Int(Double(height) * labelHeight / size.heightMM))
            let width = max(16, Int(Double(labelPixels) * wrap / labelHeight))
            return Texture(paintedWrap(of: entry, width: width, height: labelPixels))
        }
    }

    /// The narrow side of a box: ground, small print, barcode.
    func side(of entry: CatalogueEntry, pixelsHigh: Int) -> Texture {
        let height = max(16, pixelsHigh)
        let width = max(8, Int(Double(height) * entry.size.depthMM / entry.size.heightMM))
        let design = Design(entry)
        var canvas = Canvas(width: min(width, height * 4), height: height, design.ground)
        let panel = Panel(x: 0, y: 0, width: canvas.aspect, height: 1)
        var random = Random(design.product.seed, 0x51DE)
        let title = panel.part(0.1, 0.06, 0.8, 0.16).fitted(entry.path.names[2], face(design.brand.logoFace))
        canvas.fill(title, design.ground.legible)
        paintSmallPrint(on: &canvas, panel.part(0.1, 0.3, 0.8, 0.34), design.ground.legible, &random)
        paintBarcode(of: entry.gtin, on: &canvas, panel.part(0.15, 0.72, 0.7, 0.2))
        return Texture(canvas)
    }

    private func paintedWrap(of entry: CatalogueEntry, width: Int, height: Int) -> Canvas {
        let design = Design(entry)
        var canvas = Canvas(width: width, height: height, design.ground)
        let aspect = canvas.aspect
        // The front is what one sees of a cylinder without turning it: a good third of its circumference.
        let front = aspect * 0.36
        for place in [aspect * 0.5 - front * 0.5, -front * 0.5, aspect - front * 0.5] {
            paintFront(of: entry, on: &canvas, Panel(x: place, y: 0, width: front, height: 1), isWrap: true)
        }
        var random = Random(design.product.seed, 0x57A9)
        for place in [aspect * 0.25, aspect * 0.75] {
            let panel = Panel(x: place - front * 0.17, y: 0.1, width: front * 0.34, height: 0.8)
            paintSmallPrint(on: &canvas, panel.part(0, 0, 1, 0.6), design.ground.legible, &random)
            paintBarcode(of: entry.gtin, on: &canvas, panel.part(0.1, 0.68, 0.8, 0.3))
        }
        return canvas
    }

    /// The three designs of an entry's ancestors and the colours that follow from them.
    struct Design {
        let brand: BrandDesign
        let product: ProductDesign
        let variety: String
        let content: String
        let varietyColour: Colour
        let ground: Colour
        let second: Colour

        init(_ entry: CatalogueEntry) {
            let names = entry.path.names
            brand = BrandDesign(brand: names[2], department: names[0])
            product = ProductDesign(path: Array(names.prefix(4)))
            let words = names[4].split(separator: " ")
            variety = words.dropLast(2).joined(separator: " ")
            content = words.suffix(2).joined(separator: " ")
            varietyColour = Variety.named(variety).colour
            let base = product.isSwapped ? brand.second : brand.main
            ground = brand.varietyPlace == .ground ? varietyColour.mixed(with: base, 0.25) : base
            second = (product.isSwapped ? brand.main : brand.second).mixed(with: product.hueShift, 0.45)
        }
    }

    func face(_ index: Int) -> Typeface { fonts.latin[index % fonts.latin.count] }

    private func paintFront(
        of entry: CatalogueEntry, on canvas: inout Canvas, _ panel: Panel, isWrap: Bool = false
    ) {
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
            canvas.fill(panel.part(-0.5, brand.varietyY - 0.3, 2, 0.1).path, design.varietyColour)
        }
        let picture = panel.part(brand.picture.x, brand.picture.y, brand.picture.z, brand.picture.w)
        if random.chance(0.3) {
            let radii = Point(picture.width, picture.height) * 0.52
            canvas.fill(.ellipse(picture.center, radii), random.chance(0.5) ? .white : design.second)
        }
        let tint = design.varietyColour
        let follows = random.chance(0.5)
        product.motif.paint(
            on: &canvas, in: picture, follows ? tint : product.motifMain,
            follows ? product.motifMain : product.motifSecond,
            &random)
        paintLogo(entry.path.names[2], design, on: &canvas, panel)
        paintName(entry.path.names[3], design, on: &canvas, panel)
        paintVariety(design, on: &canvas, panel, &random)
        let content = panel.part(random.chance(0.5) ? 0.66 : 0.06, 0.92, 0.28, 0.055)
        canvas.fill(content.fitted(design.content, fonts.plain), design.ground.legible)
        for index in 0..<brand.smallPrint where index < 3 {
            let line = panel.part(0.08, 0.87 - Float(index) * 0.03, 0.4, 0.014)
            paintSmallPrint(on: &canvas, line, design.ground.legible, &random, lines: 1)
        }
        if random.chance(0.25) { paintSeal(design, on: &canvas, panel, &random) }
    }

    private func paintGround(_ design: Design, on canvas: inout Canvas, _ panel: Panel) {
        let ground = design.ground
        let second = design.second
        canvas.fill(panel.path, ground)
        switch design.brand.ground {
        case .plain: break
        case .fade:
            canvas.fill(panel.path, .linear(from: panel.point(0, 0), ground, to: panel.point(0, 1), second))
        case .split: canvas.fill(panel.part(0, 0.55, 1, 0.45).path, second)
        case .diagonal:
            canvas.fill(
                .polygon([panel.point(0, 0.75), panel.point(1, 0.35), panel.point(1, 1), panel.point(0, 1)]),
                second)
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

    private func paintLogo(_ name: String, _ design: Design, on canvas: inout Canvas, _ panel: Panel) {
        let brand = design.brand
        let box = panel.part(brand.logo.x, brand.logo.y, brand.logo.z, brand.logo.w)
        let plate = brand.accent.mixed(with: design.brand.second, 0.5)
        let middle = box.center
        let half = Point(box.width, box.height) / 2
        var ground = plate
        switch brand.mark {
        case .none: ground = design.ground
        case .ellipse: canvas.fill(.ellipse(middle, half), plate)
        case .ribbon:
            canvas.fill(
                .polygon([
                    box.point(-0.02, 0), box.point(1.02, 0), box.point(0.94, 0.5), box.point(1.02, 1),
                    box.point(-0.02, 1), box.point(0.06, 0.5),
                ]), plate)
        case .pill: canvas.fill(.rounded(box.x, box.y, box.width, box.height, radius: box.side / 2), plate)
        case .circle: canvas.fill(.ellipse(middle, Point(half.x, half.x) * 0.8), plate)
        case .seal: canvas.fill(.star(middle, outer: half.x * 0.95, inner: half.x * 0.85, points: 18), plate)
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
        let text = brand.isUpperCase ? name.uppercased() : name
        let inner = brand.mark == .none ? box : box.part(0.09, 0.12, 0.82, 0.76)
        let letters = inner.fitted(text, face(brand.logoFace), slant: brand.slant, arch: brand.arch)
        let ink = abs(ground.luma - brand.second.luma) > 0.45 ? brand.second : ground.legible
        if brand.hasOutline {
            let shade = ink.luma > 0.5 ? Colour(0.05, 0.05, 0.1) : .white
            let offset = box.height * 0.045
            for shift in [Point(offset, offset), Point(-offset, 0), Point(0, -offset)] {
                canvas.fill(letters.moved(shift), shade)
            }
        }
        canvas.fill(letters, ink)
    }

    private func paintName(_ name: String, _ design: Design, on canvas: inout Canvas, _ panel: Panel) {
        let brand = design.brand
        let box = panel.part(brand.name.x, brand.name.y, brand.name.z, brand.name.w)
        var ink = design.ground.legible
        if brand.hasOutline {
            canvas.fill(box.path, design.second)
            ink = design.second.legible
        }
        if brand.isJapanese {
            canvas.fill(box.fitted(LabelPainter.kana(for: name), fonts.japanese, slant: brand.slant), ink)
        } else {
            canvas.fill(box.fitted(name, face(brand.textFace), slant: brand.slant * 0.5), ink)
        }
    }

    private func paintVariety(
        _ design: Design, on canvas: inout Canvas, _ panel: Panel, _ random: inout Random
    ) {
        let colour = design.varietyColour
        let y = design.brand.varietyY
        let textFace = face(design.brand.textFace)
        var box = panel.part(0.14, y + 0.01, 0.72, 0.07)
        var ink = colour.legible
        switch design.brand.varietyPlace {
        case .band: canvas.fill(panel.part(-0.02, y, 1.04, 0.09).path, colour)
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
        case .stripe: box = panel.part(0.1, y - 0.285, 0.8, 0.07)
        case .ground, .word: ink = design.brand.varietyPlace == .word ? colour : design.ground.legible
        }
        canvas.fill(box.fitted(design.variety, textFace), ink)
    }

    private func paintSeal(
        _ design: Design, on canvas: inout Canvas, _ panel: Panel, _ random: inout Random
    ) {
        let center = panel.point(random.pick([0.16, 0.84]), random.pick([0.3, 0.6, 0.86]))
        let radius = panel.side * random.uniform(0.09...0.15)
        let colour = random.pick([design.brand.accent, .white, Colour(0.9, 0.1, 0.1), Colour(0.98, 0.8, 0.1)])
        canvas.fill(.star(center, outer: radius, inner: radius * 0.88, points: 14), colour)
        let box = Panel(
            x: center.x - radius * 0.6, y: center.y - radius * 0.3, width: radius * 1.2, height: radius * 0.6)
        canvas.fill(
            box.fitted(random.pick(["NEW", "BIO", "+20%", "No 1", "ECO", "XL"]), fonts.plain), colour.legible)
    }

    /// A bag's welded seams, and the light and dark creases of its foil, which no mesh is fine enough for.
    private func paintFoil(of entry: CatalogueEntry, on canvas: inout Canvas) {
        var random = Random(entry.gtin.number, 0xF011)
        let shine = random.uniform(0.1...0.5)
        for index in 0..<14 {
            let start = Point(random.unit() * canvas.aspect, random.pick([0.04, 0.96, random.unit()]))
            let length = random.uniform(0.08...0.35)
            let turn = random.uniform(0.1...0.4) + (random.chance(0.5) ? 0.5 : 0)
            let crease = Path.leaf(
                from: start, to: start + Path.direction(turn) * length, width: random.uniform(0.04...0.16))
            canvas.fill(crease, index % 3 == 0 ? .black : .white, opacity: random.unit() * shine)
        }
        for y in [Float(0), 0.965] {
            canvas.fill(.rectangle(0, y, canvas.aspect, 0.035), Colour(0.85, 0.85, 0.87), opacity: 0.35)
        }
    }

    func paintSmallPrint(
        on canvas: inout Canvas, _ panel: Panel, _ ink: Colour, _ random: inout Random, lines: Int = 9
    ) {
        let step = 1 / Float(lines)
        for line in 0..<lines {
            var x: Float = 0
            while x < 0.9 {
                let word = random.uniform(0.05...0.2)
                let box = panel.part(x, Float(line) * step, min(word, 1 - x), step * 0.5)
                canvas.fill(box.path, ink, opacity: 0.6)
                x += word + 0.04
            }
        }
    }

    func paintBarcode(of gtin: GTIN, on canvas: inout Canvas, _ panel: Panel) {
        canvas.fill(panel.path, .white)
        var random = Random(gtin.number)
        var x: Float = 0.06
        while x < 0.92 {
            let bar = Float(random.whole(1...3)) * 0.011
            canvas.fill(panel.part(x, 0.08, bar, 0.72).path, .black)
            x += bar + Float(random.whole(1...3)) * 0.011
        }
    }

    /// A word in kana, made from a name.
    static func kana(for name: String) -> String {
        var random = Random(stableHash([name]))
        let scalars = (0..<min(6, max(3, name.count - 1))).compactMap { _ in
            Unicode.Scalar(UInt32(0x30A2 + random.whole(0...80)))
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
