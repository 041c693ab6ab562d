/// What all SKUs of one product have in common beside the brand's design.
struct ProductDesign {
    enum Picture { case drawing(Motif), photograph(FoodPicture) }

    let pattern: Pattern
    let patternScale: Float
    let patternOpacity: Float
    let picture: Picture
    let colours: [Colour]
    /// How far this product's second colour is turned from the brand's, and which of the brand's colours
    /// leads.
    let hueShift: Colour
    let isSwapped: Bool
    let hasWindow: Bool
    let seed: UInt64

    init(path: [String], hasPhotographs: Bool) {
        seed = stableHash(path)
        var random = Random(seed, 0x9D0D)
        pattern = random.chance(hasPhotographs ? 0.65 : 0.4) ? .none : random.pick(Pattern.allCases)
        patternScale = random.unit()
        patternOpacity = random.uniform(0.1...0.45)
        let photograph = random.pick(FoodPicture.allCases + [.bowl, .plate, .bowl, .heap])
        let motif = random.pick(Motif.allCases)
        picture = hasPhotographs ? .photograph(photograph) : .drawing(motif)
        colours = random.pick(FoodPicture.palettes).map { colour in
            let own = Colour(
                hue: random.uniform(-0.02...0.2), saturation: 0.7, value: random.uniform(0.3...0.9))
            return colour.mixed(with: own, random.uniform(0...0.25))
        }
        hueShift = Colour(
            hue: random.unit(), saturation: random.uniform(0.4...0.9), value: random.uniform(0.3...0.95))
        isSwapped = random.chance(0.3)
        hasWindow = random.chance(0.22)
    }
}
