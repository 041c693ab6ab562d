/// What all products of one brand have in common: colours, type, mark and the places of things.
struct BrandDesign {
    enum Ground: Int, CaseIterable { case plain, fade, split, diagonal, curve, band, frame, glow, halves }
    enum Mark: Int, CaseIterable { case none, ellipse, ribbon, pill, circle, seal, shield, stroke, box }
    enum VarietyPlace: Int, CaseIterable { case band, pill, corner, ground, stripe, circle, word }
    /// Where the product's name stands: in its box, or in large letters over the front, across or down.
    enum NameStyle { case small, large, upright }

    let ground: Ground
    let mark: Mark
    let varietyPlace: VarietyPlace
    let palette: Palette
    let script: Script
    let nameStyle: NameStyle
    let logoFace: Int
    let textFace: Int
    let isUpperCase: Bool
    let slant: Float
    let arch: Float
    let hasOutline: Bool
    /// Where the logo, the picture and the name are, in shares of the front.
    let logo: SIMD4<Float>
    let picture: SIMD4<Float>
    let name: SIMD4<Float>
    let varietyY: Float
    let smallPrint: Int
    /// Whether products are shown as photographs rather than drawings.
    let hasPhotographs: Bool

    /// Departments of what is neither eaten nor drunk.
    private static let careDepartments = ["Household", "Care", "Health and Baby", "Pets and Home"]

    init(brand: String, department: String) {
        var random = Random(stableHash([department, brand]), 0xB4A2D)
        let isFood = !BrandDesign.careDepartments.contains(department)
        ground = random.pick(Ground.allCases)
        mark = random.pick(Mark.allCases)
        varietyPlace = random.pick(VarietyPlace.allCases)
        palette = Palette.make(isFood: isFood, &random)
        hasPhotographs = random.chance(isFood ? 0.8 : 0.2)
        logoFace = random.whole(0...8)
        textFace = random.whole(0...8)
        script = random.pick([
            .latin, .latin, .latin, .latin, .japanese, .japanese, .japanese, .cyrillic, .greek,
        ])
        isUpperCase = random.chance(0.4)
        slant = random.chance(0.3) ? random.uniform(0.1...0.3) : 0
        arch = random.chance(0.3) ? random.uniform(-0.35...0.35) : 0
        hasOutline = random.chance(0.4)
        switch script {
        case .japanese: nameStyle = random.pick([.large, .large, .upright, .upright, .small])
        default: nameStyle = random.chance(0.35) ? .large : .small
        }
        let places = Places(nameStyle, &random)
        logo = places.logo
        picture = places.picture
        name = places.name
        // Below the words if there is room.
        let lowest = nameStyle == .upright ? 0 : max(name.y + name.w, logo.y + logo.w)
        varietyY = min(0.88, max(random.uniform(0.62...0.88), lowest + 0.02))
        smallPrint = random.whole(0...5)
    }

    /// One of the usual ways to part a front.
    private struct Places {
        let logo: SIMD4<Float>
        let picture: SIMD4<Float>
        let name: SIMD4<Float>

        init(_ style: NameStyle, _ random: inout Random) {
            let margin = random.uniform(0.02...0.12)
            let height = random.uniform(0.12...0.28)
            let width = 1 - 2 * margin
            let deep = random.uniform(0.34...0.55)
            switch style {
            case .large:
                let small = height * 0.5
                logo = [margin + width * 0.15, random.uniform(0.03...0.08), width * 0.7, small]
                name = [0.04, logo.y + small + 0.03, 0.92, random.uniform(0.16...0.28)]
                picture = [random.uniform(-0.05...0.08), 0.97 - deep, random.uniform(0.88...1.08), deep]
            case .upright:
                let isRight = random.chance(0.6)
                logo = [isRight ? 0.05 : 0.4, 0.04, 0.55, height * 0.5]
                name = [isRight ? 0.62 : 0.05, random.uniform(0.06...0.16), 0.32, random.uniform(0.5...0.7)]
                picture = [random.uniform(-0.04...0.06), 0.97 - deep, random.uniform(0.8...1), deep]
            case .small:
                switch random.whole(0...5) {
                case 0, 1, 2:
                    logo = [margin, random.uniform(0.04...0.12), width, height]
                    picture = [random.uniform(0...0.15), 0.95 - deep, random.uniform(0.7...0.95), deep]
                    name = [0.1, logo.y + height + 0.02, 0.8, random.uniform(0.06...0.14)]
                case 3:
                    logo = [margin, random.uniform(0.36...0.5), width, height]
                    picture = [0.1, 0.03, 0.8, 0.33]
                    name = [0.1, logo.y + height + 0.02, 0.8, random.uniform(0.06...0.13)]
                case 4:
                    logo = [margin, random.uniform(0.66...0.76), width, height * 0.8]
                    picture = [0.02, 0.14, 0.96, 0.52]
                    name = [0.08, 0.03, 0.84, 0.1]
                default:
                    logo = [0.02, 0.05, 0.62, height * 0.8]
                    picture = [random.uniform(0.3...0.4), 0.3, 0.62, 0.55]
                    name = [0.03, logo.y + height * 0.8 + 0.02, 0.6, 0.09]
                }
            }
        }
    }
}
