/// How one shop builds its shelves and keeps them.
struct Rack {
    let thicknessMM: Float
    let habits: ShelfFill.Habits
    let furnishing: Furnishing
    let tagStyle: Int
    private let settings: SceneSettings.Shelves

    init(_ settings: SceneSettings, longestRun: Int?, _ random: inout Random) {
        self.settings = settings.shelf
        thicknessMM = random.uniform(settings.shelf.boardMM.range)
        habits = ShelfFill.Habits(settings.goods, longestRun: longestRun, &random)
        furnishing = Furnishing(settings.furnishing, &random)
        tagStyle = random.whole(0...8)
    }

    /// Shelving without boards yet, from `left` to `right` in millimetres.
    func shelving(left: Float, right: Float, _ random: inout Random) -> Shelving {
        let isPale = random.chance(settings.pale)
        func metal() -> Colour {
            Colour(
                hue: random.unit(),
                saturation: random.chance(settings.grey)
                    ? random.uniform(0...0.1) : random.uniform(0.1...0.8),
                value: isPale ? random.uniform(0.7...1) : random.uniform(0.08...0.6))
        }
        let bay = random.uniform(800...1400)
        let first = random.uniform(-bay...0)
        let count = Int((right - left) / bay) + 3
        let uprights = (-count...count).map { first + Float($0) * bay }.filter { $0 > left && $0 < right }
        return Shelving(
            boards: [], leftMM: left, rightMM: right, depthMM: random.uniform(settings.depthMM.range),
            topMM: 2000, railBelowMM: random.uniform(settings.railMM.range),
            lipMM: random.chance(0.5) ? 0 : random.uniform(2...26), railProudMM: random.uniform(4...28),
            boardColour: metal(), railColour: metal(), railStripe: metal(),
            backColour: metal().mixed(with: .black, random.uniform(0...0.6)), uprightColour: metal(),
            uprightsMM: random.chance(settings.uprights) ? uprights : [],
            uprightWidthMM: random.uniform(20...60), style: random.whole(0...59), wallSeed: random.next())
    }
}
