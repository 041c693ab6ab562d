import Foundation

/// The bodies of what stands, hangs and sticks about a shelf.
struct PropModel {
    let fonts: FontBook

    func meshes(of prop: Prop) -> [Mesh] {
        var random = Random(prop.seed, 0x9409)
        switch prop.kind {
        case .carton: return carton(prop, &random)
        case .tray: return tray(prop, &random)
        case .divider: return divider(prop, &random)
        case .railPanel, .sheet: return [sheet(prop, &random)]
        case .guardStrip: return [pane(prop, streaks: random.whole(1...5), base: 0.05, &random)]
        case .glassDoor: return glassDoor(prop, &random)
        case .hook: return hook(prop, &random)
        case .bin: return bin(prop, &random)
        }
    }

    private func carton(_ prop: Prop, _ random: inout Random) -> [Mesh] {
        let card = SignPainter.card(&random)
        let painter = SignPainter(fonts: fonts)
        var front = Mesh(texture: painter.carton(aspect: prop.size.x / prop.size.y, card, &random))
        front.addQuad(origin: prop.origin, right: [prop.size.x, 0, 0], up: [0, prop.size.y, 0], steps: 3)
        var sides = Mesh(texture: painter.carton(aspect: prop.size.z / prop.size.y, card, &random))
        let (width, depth) = (prop.size.x, prop.size.z)
        let up = Vector(0, prop.size.y, 0)
        sides.addQuad(origin: prop.origin - [0, 0, depth], right: [0, 0, depth], up: up, steps: 3)
        sides.addQuad(origin: prop.origin + [width, 0, 0], right: [0, 0, -depth], up: up, steps: 3)
        var top = Mesh(texture: Texture(card))
        top.addQuad(origin: prop.origin + up, right: [width, 0, 0], up: [0, 0, -depth], steps: 2)
        return [front, sides, top]
    }

    /// A low wall in front, walls at the sides that rise towards the back.
    private func tray(_ prop: Prop, _ random: inout Random) -> [Mesh] {
        let card = SignPainter.card(&random)
        var front = Mesh(
            texture: SignPainter(fonts: fonts).carton(aspect: prop.size.x / prop.size.y, card, &random))
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

    private func sheet(_ prop: Prop, _ random: inout Random) -> Mesh {
        let texture = SignPainter(fonts: fonts).sheet(
            aspect: prop.size.x / prop.size.y, isPanel: prop.kind == .railPanel, &random)
        var mesh = Mesh(texture: texture, gloss: random.uniform(0.05...0.5), sharpness: 14)
        let swing = prop.kind == .sheet ? random.normal() * 0.06 * prop.size.x : 0
        mesh.addQuad(
            origin: prop.origin, right: [prop.size.x, 0, swing], up: [0, prop.size.y, 0], steps: 4)
        return mesh
    }

    /// A clear sheet that mirrors lamps in upright or slanting streaks.
    private func pane(_ prop: Prop, streaks: Int, base: Float, _ random: inout Random) -> Mesh {
        let height = 64
        let width = max(16, min(512, Int(Float(height) * prop.size.x / max(1, prop.size.y))))
        let colour = Canvas(width: width, height: height, Colour(0.95, 0.97, 1))
        var opacity = Canvas(
            width: width, height: height, Colour(repeating: base * random.uniform(0.4...1.6)))
        let panel = Panel(x: 0, y: 0, width: opacity.aspect, height: 1)
        let slant = random.uniform(-0.5...0.5)
        for _ in 0..<streaks {
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
        var mesh = Mesh(texture: Texture(colour, opacity: opacity))
        mesh.isTranslucent = true
        mesh.addQuad(origin: prop.origin, right: [prop.size.x, 0, 0], up: [0, prop.size.y, 0], steps: 4)
        return mesh
    }

    private func glassDoor(_ prop: Prop, _ random: inout Random) -> [Mesh] {
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
        return [frame, pane(prop, streaks: random.whole(0...4), base: 0.07, &random)]
    }

    private func hook(_ prop: Prop, _ random: inout Random) -> [Mesh] {
        var wire = Mesh(texture: Texture(Colour(repeating: random.uniform(0.5...0.85))), gloss: 0.6)
        wire.addBlock(origin: prop.origin, size: prop.size)
        return [wire]
    }

    private func bin(_ prop: Prop, _ random: inout Random) -> [Mesh] {
        let painter = SignPainter(fonts: fonts)
        let wood = Colour(
            hue: random.uniform(0.06...0.12), saturation: random.uniform(0.2...0.55),
            value: random.uniform(0.35...0.85))
        let texture = painter.wood(wood, &random)
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
