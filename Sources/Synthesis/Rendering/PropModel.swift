import Foundation

/// The bodies of what stands, hangs and sticks about a shelf.
struct PropModel {
    let fonts: FontBook

    /// The bodies of `prop`; what the shop has not printed yet is added to `prints`.
    func meshes(of prop: Prop, _ prints: inout Prints) -> [Mesh] {
        var random = Random(prop.seed, 0x9409)
        switch prop.kind {
        case .carton: return carton(prop, &prints)
        case .tray: return tray(prop, &random, &prints)
        case .divider: return divider(prop, &random)
        case .railPanel, .sheet: return [sheet(prop, &random, &prints)]
        case .guardStrip: return [pane(prop, &prints)]
        case .glassDoor: return glassDoor(prop, &random, &prints)
        case .hook: return hook(prop, &random)
        case .bin: return bin(prop, &random, &prints)
        }
    }

    private func carton(_ prop: Prop, _ prints: inout Prints) -> [Mesh] {
        var looks = prints.random(.carton, prop.seed)
        let card = SignPainter.card(&looks)
        var front = Mesh(texture: face(.carton, prop.seed, aspect: prop.size.x / prop.size.y, card, &prints))
        front.addQuad(origin: prop.origin, right: [prop.size.x, 0, 0], up: [0, prop.size.y, 0], steps: 3)
        var sides = Mesh(
            texture: face(.cartonSide, prop.seed, aspect: prop.size.z / prop.size.y, card, &prints))
        let (width, depth) = (prop.size.x, prop.size.z)
        let up = Vector(0, prop.size.y, 0)
        sides.addQuad(origin: prop.origin - [0, 0, depth], right: [0, 0, depth], up: up, steps: 3)
        sides.addQuad(origin: prop.origin + [width, 0, 0], right: [0, 0, -depth], up: up, steps: 3)
        var top = Mesh(texture: Texture(card))
        top.addQuad(origin: prop.origin + up, right: [width, 0, 0], up: [0, 0, -depth], steps: 2)
        return [front, sides, top]
    }

    /// What is printed on a side of a carton of this card.
    private func face(
        _ kind: Prints.Kind, _ number: UInt64, aspect: Float, _ card: Colour, _ prints: inout Prints
    ) -> Texture {
        prints.texture(kind, number, aspect: aspect) {
            SignPainter(fonts: fonts).carton(aspect: $0, card, &$1)
        }
    }

    /// A low wall in front, walls at the sides that rise towards the back.
    private func tray(_ prop: Prop, _ random: inout Random, _ prints: inout Prints) -> [Mesh] {
        var looks = prints.random(.tray, prop.seed)
        let card = SignPainter.card(&looks)
        var front = Mesh(texture: face(.tray, prop.seed, aspect: prop.size.x / prop.size.y, card, &prints))
        front.addQuad(origin: prop.origin, right: [prop.size.x, 0, 0], up: [0, prop.size.y, 0], steps: 3)
        var sides = Mesh(texture: Texture(card.mixed(with: .black, 0.1)))
        let rise = random.uniform(1...1.8)
        for x in [prop.origin.x, prop.origin.x + prop.size.x] {
            let foot = Vector(x, prop.origin.y, prop.origin.z)
            let up = Vector(0, prop.size.y * rise, 0)
            let back = Vector(0, 0, -prop.size.z)
            sides.addQuad(origin: foot, right: back, up: up, steps: 2)
            sides.addQuad(origin: foot + back, right: -back, up: up, steps: 2)
        }
        return [front, sides]
    }

    private func divider(_ prop: Prop, _ random: inout Random) -> [Mesh] {
        let tint = Colour(0.9, 0.95, 1)
        let back = Vector(0, 0, -prop.size.z)
        let up = Vector(0, prop.size.y, 0)
        var plate = Mesh(texture: PropModel.film(tint, opacity: random.uniform(0.06...0.3)), gloss: 0.5)
        plate.isTranslucent = true
        plate.addQuad(origin: prop.origin, right: back, up: up, steps: 2)
        plate.addQuad(origin: prop.origin + back, right: -back, up: up, steps: 2)
        var edge = Mesh(texture: PropModel.film(.white, opacity: random.uniform(0.3...0.8)), gloss: 0.6)
        edge.isTranslucent = true
        edge.addQuad(origin: prop.origin, right: [prop.size.x, 0, 0], up: up)
        return [plate, edge]
    }

    private func sheet(_ prop: Prop, _ random: inout Random, _ prints: inout Prints) -> Mesh {
        let isPanel = prop.kind == .railPanel
        let texture = prints.texture(
            isPanel ? .railPanel : .sheet, prop.seed, aspect: prop.size.x / prop.size.y
        ) { SignPainter(fonts: fonts).sheet(aspect: $0, isPanel: isPanel, &$1) }
        var mesh = Mesh(texture: texture, gloss: random.uniform(0.05...0.5), sharpness: 14)
        let swing = prop.kind == .sheet ? random.normal() * 0.06 * prop.size.x : 0
        mesh.addQuad(
            origin: prop.origin, right: [prop.size.x, 0, swing], up: [0, prop.size.y, 0], steps: 4)
        return mesh
    }

    /// A clear sheet that mirrors lamps in upright or slanting streaks.
    private func pane(_ prop: Prop, _ prints: inout Prints) -> Mesh {
        var mesh = Mesh(
            texture: prints.texture(.pane, prop.seed, aspect: prop.size.x / max(1, prop.size.y)) {
                PropModel.streaks(aspect: $0, &$1)
            })
        mesh.isTranslucent = true
        mesh.addQuad(origin: prop.origin, right: [prop.size.x, 0, 0], up: [0, prop.size.y, 0], steps: 4)
        return mesh
    }

    private static func streaks(aspect: Float, _ random: inout Random) -> Texture {
        let height = 64
        let width = max(16, min(512, Int(Float(height) * aspect)))
        let colour = Canvas(width: width, height: height, Colour(0.95, 0.97, 1))
        var opacity = Canvas(
            width: width, height: height, Colour(repeating: random.uniform(0.02...0.1)))
        let panel = Panel(x: 0, y: 0, width: opacity.aspect, height: 1)
        let slant = random.uniform(-0.5...0.5)
        for _ in 0..<random.whole(0...5) {
            let x = random.unit()
            let wide = random.uniform(0.02...0.14)
            let streak = Path.polygon([
                panel.point(x, 0), panel.point(x + wide, 0),
                panel.point(x + wide, 1) + Point(slant, 0), panel.point(x, 1) + Point(slant, 0),
            ])
            for step in 0..<3 {
                let inset = Point(panel.width * wide * 0.14 * Float(step), 0)
                opacity.fill(streak.moved(inset), .white, opacity: random.uniform(0.04...0.3))
            }
        }
        return Texture(colour, opacity: opacity)
    }

    private func glassDoor(_ prop: Prop, _ random: inout Random, _ prints: inout Prints) -> [Mesh] {
        let bar = random.uniform(25...60)
        var frame = Mesh(
            texture: Texture(Colour(repeating: random.uniform(0.08...0.9))), gloss: 0.4, sharpness: 16)
        for x in [prop.origin.x, prop.origin.x + prop.size.x - bar] {
            frame.addBlock(
                origin: [x, prop.origin.y, prop.origin.z], size: [bar, prop.size.y, 30], steps: 4)
        }
        if random.chance(0.6) {
            let x = prop.origin.x + (random.chance(0.5) ? bar : prop.size.x - bar - 30)
            frame.addBlock(
                origin: [x, prop.origin.y + prop.size.y * 0.3, prop.origin.z + 40],
                size: [22, prop.size.y * random.uniform(0.15...0.4), 20])
        }
        return [frame, pane(prop, &prints)]
    }

    private func hook(_ prop: Prop, _ random: inout Random) -> [Mesh] {
        var wire = Mesh(texture: Texture(Colour(repeating: random.uniform(0.5...0.85))), gloss: 0.6)
        wire.addBlock(origin: prop.origin, size: prop.size)
        return [wire]
    }

    private func bin(_ prop: Prop, _ random: inout Random, _ prints: inout Prints) -> [Mesh] {
        let texture = prints.texture(.wood, prop.seed) { _, random in
            let wood = Colour(
                hue: random.uniform(0.06...0.12), saturation: random.uniform(0.2...0.55),
                value: random.uniform(0.35...0.85))
            return SignPainter(fonts: fonts).wood(wood, &random)
        }
        var walls = Mesh(texture: texture, gloss: 0.1)
        let board: Float = 9
        walls.addBlock(
            origin: prop.origin, size: [prop.size.x, prop.size.y * random.uniform(0.3...0.6), board], steps: 3
        )
        for x in [prop.origin.x, prop.origin.x + prop.size.x - board] {
            walls.addBlock(
                origin: [x, prop.origin.y, prop.origin.z - board], size: [board, prop.size.y, prop.size.z],
                steps: 3)
        }
        return [walls]
    }

    /// One colour that covers by `opacity`, 0...1.
    private static func film(_ colour: Colour, opacity: Float) -> Texture {
        Texture(
            Canvas(width: 1, height: 1, colour),
            opacity: Canvas(width: 1, height: 1, Colour(repeating: opacity)))
    }
}
