import Foundation

extension PackageBuilder {
    /// Cans, bottles, jars and tubs; what is at heights within `hidden` (shares of the whole) is left out.
    ///
    /// `columns` is how finely the round is drawn.
    func turned(hidden: ClosedRange<Float>? = nil, columns: Int = 11) -> [Mesh] {
        let whole = TurnedShape(entry)
        let shape = hidden.map(whole.cut) ?? whole
        var label = Mesh(texture: front(), gloss: shape.labelGloss, sharpness: shape.labelSharpness)
        var body = Mesh(texture: bodyTexture(shape), gloss: 0.8, sharpness: 40)
        var cap = Mesh(texture: Texture(shape.capColour), gloss: 0.5, sharpness: 18)
        for (lower, upper) in zip(shape.rings, shape.rings.dropFirst()) {
            if let hidden, hidden.contains(lower.height), hidden.contains(upper.height) { continue }
            switch shape.part(from: lower.height, to: upper.height) {
            case .label:
                let span = shape.labelTop - shape.labelBottom
                let top = 1 - (upper.height - shape.labelBottom) / span
                let bottom = 1 - (lower.height - shape.labelBottom) / span
                addBelt(&label, shape, lower, upper, columns: columns, top...max(top, bottom))
            case .cap: addBelt(&cap, shape, lower, upper, columns: columns, 0...1)
            case .base, .shoulder:
                addBelt(&body, shape, lower, upper, columns: columns, 1 - upper.height...1 - lower.height)
            }
        }
        var lid = Mesh(texture: Texture(shape.capColour.mixed(with: .black, 0.08)), gloss: 0.5)
        if shape.hasTrigger {
            addTrigger(&cap)
        } else {
            addLid(&lid, shape)
        }
        return [label, body, cap, lid].filter { !$0.triangles.isEmpty }
    }

    /// The surface between two rings, as far round as it can be seen; `v` is its part of the texture.
    private func addBelt(
        _ mesh: inout Mesh, _ shape: TurnedShape, _ lower: TurnedShape.Ring, _ upper: TurnedShape.Ring,
        columns: Int, _ v: ClosedRange<Float>
    ) {
        let radii = SIMD2(width, depth) / 2
        let slope = (lower.radius - upper.radius) * radii.x
        let rise = max(0.001, (upper.height - lower.height) * height)
        mesh.addGrid(columns: columns, rows: 1) { u, down in
            // u = 0.5 faces the front; the angle runs the way the print reads.
            let angle = (u - 0.5) * 2 * .pi * LabelPainter.seenShare
            let edge = down < 0.5 ? upper : lower
            let place = PackageBuilder.around(angle, shape.squareness)
            let facing = PackageBuilder.facing(angle, shape.squareness)
            return Mesh.Vertex(
                position: [
                    place.x * radii.x * edge.radius, edge.height * height,
                    place.y * radii.y * edge.radius - radii.y,
                ],
                normal: Vector(facing.x * rise, slope, facing.y * rise).normalized,
                uv: [u, v.lowerBound + (v.upperBound - v.lowerBound) * down])
        }
    }

    private func addLid(_ mesh: inout Mesh, _ shape: TurnedShape) {
        let radii = SIMD2(width, depth) / 2 * (shape.rings.last?.radius ?? 1)
        mesh.addGrid(columns: 14, rows: 1) { u, v in
            let place = PackageBuilder.around((u - 0.5) * 2 * .pi, shape.squareness) * radii * v
            return Mesh.Vertex(
                position: [place.x, height, place.y - depth / 2], normal: [0, 1, 0], uv: [u, v])
        }
    }

    /// The head of a spray bottle: a block with a nozzle at one side and a lever below it.
    private func addTrigger(_ mesh: inout Mesh) {
        let middle = -depth / 2
        let thick = depth * 0.2
        block(
            &mesh, low: [-width * 0.42, height * 0.92, middle - thick],
            high: [width * 0.26, height, middle + thick])
        block(
            &mesh, low: [-width * 0.5, height * 0.94, middle - thick * 0.5],
            high: [-width * 0.42, height * 0.985, middle + thick * 0.5])
        block(
            &mesh, low: [-width * 0.36, height * 0.8, middle - thick * 0.5],
            high: [-width * 0.26, height * 0.92, middle + thick * 0.5])
    }

    /// A point of the unit circle, or of a squarer curve of the same width.
    private static func around(_ angle: Float, _ squareness: Float) -> SIMD2<Float> {
        let arm = SIMD2(sin(angle), cos(angle))
        guard squareness > 2 else { return arm }
        let reach = pow(abs(arm.x), squareness) + pow(abs(arm.y), squareness)
        return arm * pow(reach, -1 / squareness)
    }

    /// Where that curve faces.
    private static func facing(_ angle: Float, _ squareness: Float) -> SIMD2<Float> {
        let arm = SIMD2(sin(angle), cos(angle))
        guard squareness > 2 else { return arm }
        func bent(_ value: Float) -> Float { (value < 0 ? -1 : 1) * pow(abs(value), squareness - 1) }
        let out = SIMD2(bent(arm.x), bent(arm.y))
        return out / max(1e-6, (out * out).sum().squareRoot())
    }

    /// What glass, plastic and metal show: the contents, bright upright streaks of lamps, and dark edges where
    /// light is bent away.
    private func bodyTexture(_ shape: TurnedShape) -> Texture {
        var random = Random(design.product.seed, 0x61A55)
        let colour = shape.bodyColour
        var canvas = Canvas(width: 72, height: 72, colour)
        let panel = Panel(x: 0, y: 0, width: 1, height: 1)
        switch shape.material {
        case .metal, .plastic: break
        case .liquid(let level):
            // Above the level one sees through to what is behind, which is dim.
            let empty = panel.part(0, 0, 1, 1 - level)
            canvas.fill(empty.path, Colour(0.62, 0.65, 0.66).mixed(with: colour, 0.15))
            canvas.fill(panel.part(0, 1 - level, 1, 0.012).path, colour.mixed(with: .white, 0.5))
            canvas.fill(
                panel.part(0, 1 - level, 1, level).path,
                .linear(
                    from: panel.point(0, 1 - level), colour.mixed(with: .white, 0.15), to: panel.point(0, 1),
                    colour.mixed(with: .black, 0.3)))
        case .goods:
            canvas.fill(panel.path, .food(painter.contents(design, center: [0.5, 0.4], radius: 0.5)))
        }
        if shape.hasRibs {
            var ribs = Path()
            for rib in 0..<14 { ribs = ribs + panel.part(0, 0.3 + Float(rib) * 0.05, 1, 0.014).path }
            canvas.fill(ribs, .black, opacity: 0.22)
            canvas.fill(ribs.moved([0, 0.014]), .white, opacity: 0.25)
        }
        let depth = random.uniform(0.2...0.6)
        for edge in [Float(0), 1] {
            canvas.fill(
                panel.path,
                .linear(
                    from: [edge, 0], colour.mixed(with: .black, 0.85), to: [0.5, 0], colour),
                opacity: depth * 0.35)
        }
        for _ in 0..<random.whole(1...3) {
            let place = random.uniform(0.22...0.78)
            let streak = panel.part(place, 0, random.uniform(0.012...0.045), 1)
            canvas.fill(streak.path, .white, opacity: random.uniform(0.15...0.7))
        }
        return Texture(canvas)
    }
}
