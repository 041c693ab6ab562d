/// The colours of a brand as printers mix them: much white, red, yellow, black, gold and brown.
struct Palette: Sendable {
    let main: Colour
    let second: Colour
    let accent: Colour

    private static let white = Colour(0.97, 0.96, 0.94)
    private static let cream = Colour(0.96, 0.91, 0.78)
    private static let red = Colour(0.83, 0.07, 0.1)
    private static let wine = Colour(0.5, 0.06, 0.13)
    private static let orange = Colour(0.94, 0.45, 0.08)
    private static let yellow = Colour(0.99, 0.82, 0.1)
    private static let gold = Colour(0.79, 0.63, 0.3)
    private static let kraft = Colour(0.74, 0.58, 0.39)
    private static let brown = Colour(0.36, 0.2, 0.11)
    private static let black = Colour(0.09, 0.08, 0.09)
    private static let navy = Colour(0.08, 0.13, 0.36)
    private static let blue = Colour(0.1, 0.36, 0.72)
    private static let sky = Colour(0.55, 0.78, 0.92)
    private static let green = Colour(0.1, 0.46, 0.22)
    private static let forest = Colour(0.07, 0.26, 0.17)
    private static let lime = Colour(0.6, 0.76, 0.2)
    private static let pink = Colour(0.95, 0.62, 0.72)
    private static let magenta = Colour(0.78, 0.1, 0.42)
    private static let purple = Colour(0.36, 0.17, 0.48)
    private static let silver = Colour(0.78, 0.79, 0.81)

    /// For what is eaten; the first ones are met most often.
    private static let foods: [Palette] = [
        Palette(main: red, second: white, accent: yellow), Palette(main: white, second: red, accent: gold),
        Palette(main: yellow, second: red, accent: white), Palette(main: red, second: yellow, accent: black),
        Palette(main: white, second: green, accent: red), Palette(main: cream, second: brown, accent: red),
        Palette(main: black, second: gold, accent: red), Palette(main: yellow, second: brown, accent: red),
        Palette(main: white, second: blue, accent: yellow), Palette(main: brown, second: cream, accent: gold),
        Palette(main: orange, second: white, accent: red),
        Palette(main: green, second: cream, accent: yellow),
        Palette(main: kraft, second: forest, accent: cream), Palette(main: wine, second: gold, accent: white),
        Palette(main: navy, second: white, accent: red), Palette(main: forest, second: gold, accent: white),
        Palette(main: black, second: red, accent: white), Palette(main: blue, second: yellow, accent: red),
        Palette(main: kraft, second: black, accent: white),
        Palette(main: cream, second: green, accent: orange),
        Palette(main: orange, second: yellow, accent: brown),
        Palette(main: purple, second: white, accent: gold),
        Palette(main: pink, second: white, accent: magenta),
        Palette(main: white, second: black, accent: gold),
    ]
    /// For what cleans and cares.
    private static let cares: [Palette] = [
        Palette(main: white, second: blue, accent: lime), Palette(main: blue, second: white, accent: orange),
        Palette(main: white, second: sky, accent: navy), Palette(main: sky, second: white, accent: blue),
        Palette(main: white, second: pink, accent: magenta),
        Palette(main: green, second: white, accent: yellow),
        Palette(main: white, second: green, accent: sky), Palette(main: navy, second: silver, accent: red),
        Palette(main: silver, second: black, accent: red), Palette(main: pink, second: white, accent: purple),
        Palette(main: purple, second: pink, accent: white),
        Palette(main: orange, second: blue, accent: white),
        Palette(main: black, second: silver, accent: blue), Palette(main: yellow, second: blue, accent: red),
        Palette(main: white, second: gold, accent: black), Palette(main: lime, second: white, accent: green),
    ]

    /// One of the usual ones, each brand with a shade of its own; now and then colours that no one else has.
    static func make(isFood: Bool, _ random: inout Random) -> Palette {
        let list = isFood ? foods : cares
        let first = list[Int(random.unit() * random.uniform(0.5...1) * Float(list.count))]
        func shade(_ colour: Colour) -> Colour {
            let own = Colour(hue: random.unit(), saturation: 0.8, value: random.uniform(0.2...0.9))
            return colour.mixed(with: own, random.uniform(0...0.14))
        }
        guard random.chance(0.12) else {
            return Palette(main: shade(first.main), second: shade(first.second), accent: shade(first.accent))
        }
        let hue = random.unit()
        return Palette(
            main: Colour(hue: hue, saturation: random.uniform(0.3...0.9), value: random.uniform(0.3...0.95)),
            second: shade(first.second), accent: Colour(hue: hue + 0.5, saturation: 0.8, value: 0.9))
    }
}
