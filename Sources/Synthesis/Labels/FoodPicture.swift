import Foundation

/// A picture of what is in the package that passes for a photograph at arm's length.
enum FoodPicture: Int, CaseIterable, Sendable {
    case bowl, plate, heap, cutout, fruit, glass, slices, spoon

    /// Natural colours of food, most frequent first.
    static let palettes: [[Colour]] = [
        [Colour(0.78, 0.42, 0.14), Colour(0.9, 0.66, 0.3), Colour(0.45, 0.2, 0.08)],
        [Colour(0.72, 0.16, 0.08), Colour(0.88, 0.4, 0.16), Colour(0.3, 0.42, 0.12)],
        [Colour(0.94, 0.86, 0.66), Colour(0.86, 0.68, 0.36), Colour(0.34, 0.5, 0.16)],
        [Colour(0.36, 0.2, 0.1), Colour(0.55, 0.34, 0.18), Colour(0.22, 0.1, 0.06)],
        [Colour(0.96, 0.76, 0.26), Colour(0.9, 0.5, 0.14), Colour(0.36, 0.52, 0.2)],
        [Colour(0.4, 0.55, 0.18), Colour(0.62, 0.72, 0.3), Colour(0.86, 0.3, 0.16)],
        [Colour(0.93, 0.9, 0.84), Colour(0.82, 0.74, 0.6), Colour(0.62, 0.46, 0.28)],
        [Colour(0.86, 0.46, 0.36), Colour(0.94, 0.72, 0.6), Colour(0.5, 0.6, 0.28)],
        [Colour(0.55, 0.1, 0.16), Colour(0.78, 0.14, 0.2), Colour(0.24, 0.05, 0.2)],
    ]

    /// Paints into `panel`; `tint` is the variety's colour, which some of the food takes on.
    func paint(
        on canvas: inout Canvas, in panel: Panel, _ colours: [Colour], tint: Colour, _ random: inout Random
    ) {
        let size = panel.side / 2
        let middle = panel.center
        let pieces = random.uniform(3.5...9) / max(0.05, size)
        let kind = random.pick(FoodSurface.Kind.allCases + [.pieces, .pieces])
        let seed = UInt32(truncatingIfNeeded: random.next())
        func food(_ center: Point, _ radius: Float, _ kind: FoodSurface.Kind, scale: Float) -> Paint {
            .food(
                FoodSurface(
                    kind: kind, colours: colours, scale: kind == .grains ? scale * 1.8 : scale, seed: seed,
                    center: center, radius: radius))
        }
        switch self {
        case .bowl, .plate:
            let isFlat = self == .plate
            let reach = min(panel.width * 0.5, panel.height * 0.85)
            let rim = Point(reach, reach * (isFlat ? 0.64 : 0.42))
            let size = reach * 0.82
            let dish = random.pick([Colour.white, Colour(0.12, 0.1, 0.1), Colour(0.9, 0.87, 0.8), tint])
            let center = middle - Point(0, isFlat ? 0 : size * 0.2)
            canvas.fill(
                .ellipse(middle + Point(0, size * 0.62), rim * Point(0.8, 0.35)), .black, opacity: 0.25)
            if !isFlat {
                let side = Path.wedge(center, radius: 1, from: 0, to: 0.5).map {
                    center + ($0 - center) * Point(rim.x, size * 0.95)
                }
                canvas.fill(
                    side,
                    .linear(
                        from: center - Point(rim.x, 0), dish.mixed(with: .white, 0.3),
                        to: center + Point(rim.x, 0),
                        dish.mixed(with: .black, 0.5)))
            }
            canvas.fill(
                .ellipse(center, rim),
                .linear(
                    from: center - rim, dish.mixed(with: .white, 0.6), to: center + rim,
                    dish.mixed(with: .black, 0.3)))
            canvas.fill(.ellipse(center, rim * 0.87), dish.mixed(with: .black, 0.3))
            canvas.fill(
                .blob(center - Point(0, size * 0.04), rim * 0.83, roughness: 0.03, &random),
                food(center, rim.x, kind, scale: pieces))
            garnish(on: &canvas, center, size, colours, &random)
        case .heap:
            let path = Path.blob(
                middle + Point(0, size * 0.15), Point(panel.width * 0.52, panel.height * 0.46),
                roughness: 0.12,
                &random)
            canvas.fill(path, food(middle - Point(0, size * 0.3), panel.width * 0.6, kind, scale: pieces))
        case .cutout:
            // The food fills the foot of the front; its upper edge is a bow.
            let bow = (0...10).map { step in
                let share = Float(step) / 10
                return panel.point(share * 1.2 - 0.1, 0.22 - 0.22 * sin(share * .pi))
            }
            let path = Path.polygon(bow + [panel.point(1.1, 1.2), panel.point(-0.1, 1.2)])
            canvas.fill(path, food(middle, max(panel.width, panel.height) * 0.7, kind, scale: pieces))
        case .fruit:
            for _ in 0..<random.whole(2...5) {
                let place =
                    middle
                    + Point(
                        random.uniform(-0.3...0.3) * panel.width, random.uniform(-0.2...0.3) * panel.height)
                sphere(on: &canvas, place, size * random.uniform(0.4...0.62), tint, &random)
            }
        case .glass:
            glass(on: &canvas, panel, tint, &random)
        case .slices:
            for index in 0..<random.whole(3...5) {
                let place =
                    middle + Point(size * (Float(index) * 0.42 - 0.8), size * random.uniform(-0.2...0.3))
                let radii = Point(size * 0.5, size * random.uniform(0.4...0.55))
                canvas.fill(.ellipse(place + Point(0.02, 0.03) * size * 2, radii), .black, opacity: 0.3)
                canvas.fill(.ellipse(place, radii), colours[1 % colours.count].mixed(with: .black, 0.25))
                canvas.fill(
                    .ellipse(place, radii * 0.9), food(place, size * 0.6, .crumb, scale: pieces * 1.4))
            }
        case .spoon:
            let path = Path.blob(middle, Point(panel.width * 0.46, size * 0.62), roughness: 0.1, &random)
            canvas.fill(path, food(middle, panel.width * 0.6, .sauce, scale: pieces * 0.6))
            let tip = middle + Point(size * 0.9, -size * 0.9)
            canvas.fill(
                .leaf(from: middle - Point(size * 0.5, -size * 0.3), to: tip, width: 0.13, belly: 0.2),
                .linear(from: middle, Colour(0.55, 0.56, 0.58), to: tip, .white))
        }
    }

    /// Herbs, an egg or a highlight on the dish.
    private func garnish(
        on canvas: inout Canvas, _ center: Point, _ size: Float, _ colours: [Colour], _ random: inout Random
    ) {
        let leaf = Colour(0.25, random.uniform(0.45...0.62), 0.14)
        for _ in 0..<random.whole(0...6) {
            let place = center + Path.direction(random.unit()) * size * random.uniform(0...0.35)
            let tip = place + Path.direction(random.unit()) * size * random.uniform(0.12...0.3)
            canvas.fill(
                .leaf(from: place, to: tip, width: 0.25),
                .linear(from: place, leaf, to: tip, leaf.mixed(with: .white, 0.3)))
        }
        if random.chance(0.25) {
            let place = center + Point(size * random.uniform(-0.4...0.4), -size * 0.08)
            canvas.fill(.ellipse(place, Point(0.3, 0.22) * size), Colour(0.98, 0.96, 0.9))
            canvas.fill(
                .ellipse(place, Point(0.16, 0.13) * size),
                .radial(
                    center: place - Point(0.05, 0.05) * size, radius: size * 0.2,
                    inner: Colour(1, 0.85, 0.35),
                    outer: Colour(0.92, 0.5, 0.08)))
        }
    }

    private func sphere(
        on canvas: inout Canvas, _ place: Point, _ radius: Float, _ tint: Colour, _ random: inout Random
    ) {
        canvas.fill(
            .ellipse(place + Point(radius * 0.1, radius * 0.8), Point(radius * 0.9, radius * 0.3)), .black,
            opacity: 0.3)
        canvas.fill(
            .blob(place, Point(radius, radius * random.uniform(0.85...1.1)), roughness: 0.03, &random),
            .radial(
                center: place - Point(radius, radius) * 0.35, radius: radius * 1.45,
                inner: tint.mixed(with: .white, 0.45), outer: tint.mixed(with: .black, 0.5)))
        canvas.fill(
            .ellipse(place - Point(radius * 0.4, radius * 0.45), Point(radius * 0.22, radius * 0.13)), .white,
            opacity: 0.75)
        if random.chance(0.6) {
            let green = Colour(0.3, 0.52, 0.15)
            canvas.fill(
                .leaf(
                    from: place - Point(0, radius * 0.85), to: place + Point(radius * 0.9, -radius * 1.3),
                    width: 0.28),
                .linear(
                    from: place - Point(0, radius), green.mixed(with: .black, 0.35),
                    to: place + Point(radius, -radius), green.mixed(with: .white, 0.25)))
        }
    }

    private func glass(on canvas: inout Canvas, _ panel: Panel, _ tint: Colour, _ random: inout Random) {
        let box = panel.part(0.25, 0.05, 0.5, 0.9)
        func side(_ top: Float, _ bottom: Float) -> Path {
            .polygon([
                box.point(top * 0.1, top), box.point(1 - top * 0.1, top), box.point(1 - bottom * 0.1, bottom),
                box.point(bottom * 0.1, bottom),
            ])
        }
        canvas.fill(side(0, 1), .white, opacity: 0.45)
        canvas.fill(
            side(0.18, 0.97),
            .linear(
                from: box.point(0, 0.2), tint.mixed(with: .white, 0.35), to: box.point(1, 1),
                tint.mixed(with: .black, 0.4)))
        canvas.fill(
            .ellipse(box.point(0.5, 0.18), Point(box.width * 0.48, box.height * 0.05)),
            tint.mixed(with: .white, 0.6)
        )
        for _ in 0..<random.whole(2...4) {
            let ice = box.point(random.uniform(0.2...0.7), random.uniform(0.2...0.5))
            let cube = Path.rectangle(ice.x, ice.y, box.width * 0.22, box.width * 0.22)
            canvas.fill(cube.turned(random.unit(), about: ice), .white, opacity: 0.35)
        }
        canvas.fill(box.part(0.14, 0.1, 0.08, 0.8).path, .white, opacity: 0.6)
    }
}
