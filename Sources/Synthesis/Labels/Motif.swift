import Foundation

/// The picture on a package, made of simple shapes.
enum Motif: Int, CaseIterable, Sendable {
    case fruit, halves, leaves, sun, mountain, bowl, wheat, cup, heart, star, drops, flower, beans, biscuit,
        heap
    case splash, fish, bars, plate, face

    /// Paints the picture into `panel`; `main` and `second` are its colours.
    func paint(
        on canvas: inout Canvas, in panel: Panel, _ main: Colour, _ second: Colour, _ random: inout Random
    ) {
        let center = panel.center
        let size = panel.side / 2
        func at(_ x: Float, _ y: Float) -> Point { center + Point(x, y) * size }
        let dark = main.mixed(with: .black, 0.45)
        let light = main.mixed(with: .white, 0.55)
        switch self {
        case .fruit:
            for _ in 0..<random.whole(1...3) {
                let place = at(random.uniform(-0.45...0.45), random.uniform(-0.3...0.4))
                let radius = size * random.uniform(0.4...0.6)
                canvas.fill(
                    .blob(place, Point(radius, radius), roughness: 0.05, &random),
                    .radial(
                        center: place - Point(radius, radius) * 0.35, radius: radius * 1.5, inner: light,
                        outer: dark))
                canvas.fill(
                    .leaf(
                        from: place - Point(0, radius * 0.9), to: place + Point(radius, -radius * 1.3),
                        width: 0.3),
                    second)
            }
        case .halves:
            for side in [Float(-0.4), 0.4] {
                let place = at(side, side * 0.4)
                canvas.fill(.ellipse(place, Point(size, size) * 0.56), main)
                canvas.fill(.ellipse(place, Point(size, size) * 0.48), light)
                for index in 0..<8 {
                    let turn = Float(index) / 8
                    canvas.fill(.wedge(place, radius: size * 0.44, from: turn + 0.012, to: turn + 0.11), main)
                }
            }
        case .leaves:
            let count = random.whole(3...7)
            for index in 0..<count {
                let tip = Path.direction(0.55 + Float(index) / Float(count - 1) * 0.4) * size * 0.95
                canvas.fill(
                    .leaf(from: at(0, 0.7), to: at(0, 0.2) + tip, width: 0.22), index % 2 == 0 ? main : second
                )
            }
        case .sun:
            canvas.fill(.star(center, outer: size, inner: size * 0.62, points: random.whole(9...18)), light)
            canvas.fill(
                .ellipse(center, Point(size, size) * 0.55),
                .radial(center: center, radius: size * 0.6, inner: light, outer: main))
        case .mountain:
            canvas.fill(.ellipse(at(0.4, -0.4), Point(size, size) * 0.3), second)
            canvas.fill(.polygon([at(-1, 0.8), at(-0.3, -0.6), at(0.5, 0.8)]), dark)
            canvas.fill(.polygon([at(-0.3, 0.8), at(0.35, -0.25), at(1, 0.8)]), main)
            canvas.fill(
                .polygon([at(-0.47, -0.25), at(-0.3, -0.6), at(-0.1, -0.25), at(-0.3, -0.1)]), .white)
        case .bowl, .plate:
            let isFlat = self == .plate
            let rim = Point(size * 0.95, size * (isFlat ? 0.62 : 0.36))
            if !isFlat { canvas.fill(.wedge(at(0, 0.05), radius: size * 0.92, from: 0, to: 0.5), dark) }
            canvas.fill(.ellipse(at(0, 0), rim), isFlat ? .white : dark.mixed(with: .black, 0.3))
            heap(on: &canvas, center: at(0, -0.03), rim * 0.8, [main, second, light], &random)
        case .heap:
            heap(
                on: &canvas, center: center, Point(panel.width, panel.height) * 0.48,
                [main, second, dark, light], &random)
        case .wheat:
            for stem in [Float(-0.4), 0, 0.4] {
                canvas.fill(.leaf(from: at(stem * 0.4, 1), to: at(stem, -0.9), width: 0.02), dark)
                for index in 0..<6 {
                    let height = -0.8 + Float(index) * 0.2
                    for side in [Float(-1), 1] {
                        canvas.fill(
                            .leaf(
                                from: at(stem, height + 0.2), to: at(stem + side * 0.2, height - 0.05),
                                width: 0.4),
                            side < 0 ? main : second)
                    }
                }
            }
        case .cup:
            canvas.fill(.ellipse(at(0, 0.7), Point(size * 0.9, size * 0.18)), light)
            canvas.fill(.ellipse(at(0.6, 0.15), Point(size, size) * 0.28), main)
            canvas.fill(.polygon([at(-0.65, -0.2), at(0.65, -0.2), at(0.45, 0.7), at(-0.45, 0.7)]), main)
            canvas.fill(.ellipse(at(0, -0.2), Point(size * 0.65, size * 0.17)), second)
            for x in [Float(-0.2), 0.15] {
                canvas.fill(
                    .leaf(from: at(x, -0.4), to: at(x + 0.15, -0.95), width: 0.15), .white, opacity: 0.7)
            }
        case .heart:
            canvas.fill(.heart(center, size * 0.9), .linear(from: at(0, -1), light, to: at(0, 1), main))
        case .star:
            canvas.fill(
                .star(center, outer: size, inner: size * 0.42, points: random.whole(5...7), turn: 0.75), main)
            canvas.fill(.star(center, outer: size * 0.55, inner: size * 0.25, points: 5, turn: 0.75), second)
        case .drops:
            for _ in 0..<random.whole(3...6) {
                let place = at(random.uniform(-0.7...0.7), random.uniform(-0.6...0.4))
                canvas.fill(
                    .leaf(
                        from: place - Point(0, size * 0.4), to: place + Point(0, size * 0.3), width: 0.5,
                        belly: 0.75),
                    .linear(
                        from: place - Point(size, size) * 0.3, light, to: place + Point(size, size) * 0.3,
                        main))
            }
        case .flower:
            let petals = random.whole(5...9)
            for index in 0..<petals {
                let tip = Path.direction(Float(index) / Float(petals)) * size
                canvas.fill(
                    .leaf(from: center, to: center + tip, width: 0.35, belly: 0.62),
                    index % 2 == 0 ? main : light)
            }
            canvas.fill(.ellipse(center, Point(size, size) * 0.25), second)
        case .beans:
            for _ in 0..<random.whole(4...9) {
                let place = at(random.uniform(-0.7...0.7), random.uniform(-0.7...0.7))
                let bean = Path.ellipse(place, Point(size * 0.3, size * 0.2), sides: 20)
                let turn = random.unit()
                canvas.fill(bean.turned(turn, about: place), dark)
                let crease = Path.leaf(
                    from: place - Point(size * 0.25, 0), to: place + Point(size * 0.25, 0), width: 0.1)
                canvas.fill(crease.turned(turn, about: place), light)
            }
        case .biscuit:
            for side in [Float(-0.3), 0.3] {
                let place = at(side, -side * 0.7)
                canvas.fill(.star(place, outer: size * 0.62, inner: size * 0.57, points: 20), main)
                for _ in 0..<9 {
                    let chip = place + Path.direction(random.unit()) * size * random.uniform(0.05...0.48)
                    canvas.fill(.ellipse(chip, Point(size, size) * 0.07, sides: 10), dark)
                }
            }
        case .splash:
            canvas.fill(
                .star(
                    center, outer: size, inner: size * 0.45, points: random.whole(6...11), turn: random.unit()
                ), main)
            canvas.fill(.blob(center, Point(size, size) * 0.6, roughness: 0.2, &random), second)
            canvas.fill(.blob(at(-0.1, -0.1), Point(size, size) * 0.3, roughness: 0.2, &random), light)
        case .fish:
            canvas.fill(.polygon([at(0.5, 0), at(1, -0.45), at(1, 0.45)]), dark)
            canvas.fill(
                .leaf(from: at(-1, 0), to: at(0.7, 0), width: 0.42),
                .linear(from: at(0, -0.5), dark, to: at(0, 0.5), light))
            canvas.fill(.ellipse(at(-0.65, -0.06), Point(size, size) * 0.06, sides: 12), .black)
        case .bars:
            for index in 0..<5 {
                let x = -0.9 + Float(index) * 0.38
                let height = random.uniform(0.4...1.6)
                canvas.fill(
                    .rounded(
                        at(x, 0).x, at(0, 0.85 - height).y, size * 0.28, size * height, radius: size * 0.08),
                    index % 2 == 0 ? main : second)
            }
        case .face:
            canvas.fill(.ellipse(center, Point(size * 0.8, size * 0.85)), main)
            for side in [Float(-1), 1] {
                canvas.fill(.leaf(from: at(side * 0.45, -0.4), to: at(side * 0.8, -1), width: 0.4), main)
                canvas.fill(
                    .ellipse(at(side * 0.3, -0.15), Point(size * 0.13, size * 0.18), sides: 14), .white)
                canvas.fill(.ellipse(at(side * 0.28, -0.12), Point(size, size) * 0.08, sides: 12), .black)
            }
            canvas.fill(.wedge(at(0, 0.25), radius: size * 0.32, from: 0, to: 0.5), second)
        }
    }

    /// Food as photographs show it: many small pieces, each lit from above.
    private func heap(
        on canvas: inout Canvas, center: Point, _ radii: Point, _ colours: [Colour], _ random: inout Random
    ) {
        canvas.fill(.ellipse(center, radii), colours[0].mixed(with: .black, 0.35))
        for _ in 0..<34 {
            let place = center + Path.direction(random.unit()) * radii * random.unit().squareRoot() * 0.85
            let colour = random.pick(colours).mixed(
                with: random.chance(0.5) ? .black : .white, random.uniform(0...0.3))
            let size = radii.min() * random.uniform(0.12...0.3)
            canvas.fill(
                Path.ellipse(place, Point(size, size * random.uniform(0.35...1)), sides: 12).turned(
                    random.unit(), about: place),
                .linear(
                    from: place - Point(0, size), colour.mixed(with: .white, 0.35),
                    to: place + Point(0, size),
                    colour.mixed(with: .black, 0.3)))
        }
    }
}
