import Foundation

/// What all products of one brand have in common: colours, type, mark and the places of things.
struct BrandDesign {
    enum Ground: Int, CaseIterable { case plain, fade, split, diagonal, curve, band, frame, glow, halves }
    enum Mark: Int, CaseIterable { case none, ellipse, ribbon, pill, circle, seal, shield, stroke, box }
    enum VarietyPlace: Int, CaseIterable { case band, pill, corner, ground, stripe, circle, word }

    let ground: Ground
    let mark: Mark
    let varietyPlace: VarietyPlace
    let main: Colour
    let second: Colour
    let accent: Colour
    let logoFace: Int
    let textFace: Int
    let isJapanese: Bool
    let isUpperCase: Bool
    let slant: Float
    let arch: Float
    let hasOutline: Bool
    /// Where the logo and the picture are, in shares of the front.
    let logo: SIMD4<Float>
    let picture: SIMD4<Float>
    let name: SIMD4<Float>
    let varietyY: Float
    let smallPrint: Int

    init(brand: String, department: String) {
        var random = Random(stableHash([department, brand]), 0xB4A2D)
        ground = random.pick(Ground.allCases)
        mark = random.pick(Mark.allCases)
        varietyPlace = random.pick(VarietyPlace.allCases)
        let hue = random.unit()
        let shift = random.pick([Float(0.04), 0.08, 0.33, 0.42, 0.5, 0.58, 0.15])
        switch random.whole(0...9) {
        case 0...3:
            main = Colour(hue: hue, saturation: random.uniform(0.7...1), value: random.uniform(0.6...0.98))
            second = Colour(
                hue: hue + shift, saturation: random.uniform(0.5...1), value: random.uniform(0.5...1))
        case 4, 5:
            main = Colour(hue: hue, saturation: random.uniform(0...0.12), value: random.uniform(0.9...1))
            second = Colour(
                hue: hue + shift, saturation: random.uniform(0.6...1), value: random.uniform(0.4...0.95))
        case 6, 7:
            main = Colour(hue: hue, saturation: random.uniform(0.3...0.9), value: random.uniform(0.08...0.32))
            second = Colour(
                hue: hue + shift, saturation: random.uniform(0.3...1), value: random.uniform(0.5...1))
        case 8:
            main = Colour(hue: hue, saturation: random.uniform(0.2...0.4), value: random.uniform(0.88...1))
            second = Colour(
                hue: hue + shift, saturation: random.uniform(0.3...0.7), value: random.uniform(0.7...1))
        default:
            main = Colour(0.76, 0.62, 0.44)
            second = Colour(hue: hue, saturation: 0.6, value: 0.35)
        }
        accent = Colour(hue: hue + random.pick([Float(0.5), 0.14, 0.66, 0.33]), saturation: 0.9, value: 0.95)
        logoFace = random.whole(0...8)
        textFace = random.whole(0...8)
        isJapanese = random.chance(0.35)
        isUpperCase = random.chance(0.4)
        slant = random.chance(0.3) ? random.uniform(0.1...0.3) : 0
        arch = random.chance(0.3) ? random.uniform(-0.35...0.35) : 0
        hasOutline = random.chance(0.35)
        let margin = random.uniform(0.02...0.12)
        let logoHeight = random.uniform(0.12...0.28)
        let width = 1 - 2 * margin
        let pictureHeight = random.uniform(0.3...0.5)
        switch random.whole(0...5) {
        case 0, 1, 2:
            logo = [margin, random.uniform(0.04...0.12), width, logoHeight]
            picture = [
                random.uniform(0...0.15), 0.95 - pictureHeight, random.uniform(0.7...0.95), pictureHeight,
            ]
            name = [0.1, logo.y + logoHeight + 0.02, 0.8, random.uniform(0.06...0.14)]
        case 3:
            logo = [margin, random.uniform(0.36...0.5), width, logoHeight]
            picture = [0.15, 0.03, 0.7, 0.33]
            name = [0.1, logo.y + logoHeight + 0.02, 0.8, random.uniform(0.06...0.13)]
        case 4:
            logo = [margin, random.uniform(0.66...0.76), width, logoHeight * 0.8]
            picture = [0.05, 0.14, 0.9, 0.5]
            name = [0.08, 0.03, 0.84, 0.1]
        default:
            logo = [0.02, 0.05, 0.62, logoHeight * 0.8]
            picture = [random.uniform(0.3...0.4), 0.3, 0.62, 0.55]
            name = [0.03, logo.y + logoHeight * 0.8 + 0.02, 0.6, 0.09]
        }
        varietyY = random.uniform(0.62...0.88)
        smallPrint = random.whole(0...5)
    }
}

/// What all SKUs of one product have in common beside the brand's design.
struct ProductDesign {
    let pattern: Pattern
    let patternScale: Float
    let patternOpacity: Float
    let motif: Motif
    let motifMain: Colour
    let motifSecond: Colour
    /// How far this product's second colour is turned from the brand's, and which of the brand's colours
    /// leads.
    let hueShift: Colour
    let isSwapped: Bool
    let seed: UInt64

    init(path: [String]) {
        seed = stableHash(path)
        var random = Random(seed, 0x9D0D)
        pattern = random.chance(0.35) ? .none : random.pick(Pattern.allCases)
        patternScale = random.unit()
        patternOpacity = random.uniform(0.12...0.7)
        motif = random.pick(Motif.allCases + [.heap, .bowl, .plate, .fruit])
        let hue = random.chance(0.5) ? random.uniform(-0.02...0.14) : random.unit()
        motifMain = Colour(
            hue: hue, saturation: random.uniform(0.5...0.95), value: random.uniform(0.5...0.98))
        motifSecond = Colour(
            hue: hue + random.uniform(0.05...0.4), saturation: random.uniform(0.5...0.9),
            value: random.uniform(0.4...0.9))
        hueShift = Colour(
            hue: random.unit(), saturation: random.uniform(0.5...1), value: random.uniform(0.4...1))
        isSwapped = random.chance(0.3)
    }
}
