import Foundation

/// The meshes of a run of shelving, and the shop behind it.
enum ShelvingModel {
    /// A mesh and the height of the board above it, which takes its light.
    typealias Part = (mesh: Mesh, ceilingMM: Float)

    /// What the shop has not printed yet is added to `prints`.
    static func parts(of shelving: Shelving, _ prints: inout Prints) -> [Part] {
        var parts: [Part] = []
        let width = shelving.rightMM - shelving.leftMM
        let left = shelving.leftMM
        let steps = 16
        let boards = shelving.boards.sorted { $0.surfaceMM < $1.surfaceMM }
        let rail = railTexture(shelving)
        let board = Texture(shelving.boardColour)
        for (index, level) in boards.enumerated() {
            let isLast = index + 1 == boards.count
            let above =
                isLast ? shelving.topMM + 800 : boards[index + 1].surfaceMM - boards[index + 1].thicknessMM
            let below = level.surfaceMM - level.thicknessMM
            var top = Mesh(texture: board, gloss: 0.1)
            top.addGrid(columns: steps, rows: 6) { u, v in
                Mesh.Vertex(
                    position: [left + width * u, level.surfaceMM, -shelving.depthMM * (1 - v)],
                    normal: [0, 1, 0],
                    uv: [u, v])
            }
            parts.append((top, above))
            var under = Mesh(texture: Texture(shelving.boardColour.mixed(with: .black, 0.35)))
            under.addGrid(columns: steps, rows: 4) { u, v in
                Mesh.Vertex(
                    position: [left + width * u, below, -shelving.depthMM * v], normal: [0, -1, 0],
                    uv: [u, v])
            }
            parts.append((under, below + 5))
            let foot = level.surfaceMM - shelving.railBelowMM
            var front = Mesh(texture: rail, gloss: 0.35, sharpness: 18)
            let high = shelving.railBelowMM + shelving.lipMM
            // The strip's picture repeats along the board.
            let tile = high * rail.aspect
            for index in 0..<Int((width / tile).rounded(.up)) {
                front.addQuad(
                    origin: [left + Float(index) * tile, foot, shelving.railProudMM], right: [tile, 0, 0],
                    up: [0, high, 0], steps: max(1, Int(tile / 120)))
            }
            parts.append((front, above + 200))
        }
        parts.append((back(of: shelving), shelving.topMM + 300))
        for x in shelving.uprightsMM { parts.append((upright(of: shelving, at: x), shelving.topMM + 600)) }
        parts.append((wall(of: shelving, &prints), shelving.topMM + 6000))
        return parts
    }

    private static func back(of shelving: Shelving) -> Mesh {
        var random = Random(shelving.wallSeed, 3)
        var canvas = Canvas(width: 256, height: 256, shelving.backColour)
        let panel = Panel(x: 0, y: 0, width: 1, height: 1)
        switch shelving.style % 5 {
        case 0:
            let holes = Pattern.dots.path(in: panel, scale: 0, &random)
            canvas.fill(holes, shelving.backColour.mixed(with: .black, 0.5))
        case 1:
            let lines = Pattern.stripes.path(in: panel, scale: 0.2, &random)
            canvas.fill(lines, shelving.backColour.mixed(with: .black, 0.25))
        case 2: paintMesh(on: &canvas, panel, &random)
        default: break
        }
        var mesh = Mesh(texture: Texture(canvas))
        let width = shelving.rightMM - shelving.leftMM
        let tile = width / 6
        for index in 0..<6 {
            mesh.addGrid(columns: 3, rows: 24) { u, v in
                Mesh.Vertex(
                    position: [
                        shelving.leftMM + (Float(index) + u) * tile, shelving.topMM * (1 - v),
                        -shelving.depthMM,
                    ], normal: [0, 0, 1], uv: [u, v])
            }
        }
        return mesh
    }

    /// No panel but wires, and what one sees through them: a dark gap, goods of the next aisle, its light.
    private static func paintMesh(on canvas: inout Canvas, _ panel: Panel, _ random: inout Random) {
        canvas.fill(panel.path, Colour(repeating: random.uniform(0.02...0.25)))
        for _ in 0..<random.whole(0...70) {
            let colour = Colour(
                hue: random.unit(), saturation: random.uniform(0...0.8), value: random.uniform(0.1...0.9))
            let box = panel.part(
                random.unit(), random.unit(), random.uniform(0.01...0.06), random.uniform(0.01...0.05))
            canvas.fill(box.path, colour, opacity: random.uniform(0.3...1))
        }
        let wire = Colour(repeating: random.uniform(0.25...0.8))
        let count = random.whole(10...24)
        for index in 0...count {
            let place = Float(index) / Float(count)
            canvas.fill(panel.part(place, 0, 0.006, 1).path, wire)
            canvas.fill(panel.part(0, place, 1, 0.006).path, wire)
        }
    }

    private static func upright(of shelving: Shelving, at x: Float) -> Mesh {
        var mesh = Mesh(texture: Texture(shelving.uprightColour), gloss: 0.2)
        let width = shelving.uprightWidthMM
        let front = shelving.railProudMM + 3
        mesh.addQuad(origin: [x, 0, front], right: [width, 0, 0], up: [0, shelving.topMM, 0], steps: 6)
        let depth = shelving.depthMM + front
        mesh.addQuad(
            origin: [x, 0, front - depth], right: [0, 0, depth], up: [0, shelving.topMM, 0], steps: 6)
        mesh.addQuad(
            origin: [x + width, 0, front], right: [0, 0, -depth], up: [0, shelving.topMM, 0], steps: 6)
        return mesh
    }

    private static func railTexture(_ shelving: Shelving) -> Texture {
        var random = Random(shelving.wallSeed, 5)
        var canvas = Canvas(width: 480, height: 24, shelving.railColour)
        let panel = Panel(x: 0, y: 0, width: canvas.aspect, height: 1)
        switch shelving.style / 4 % 15 {
        case 0: canvas.fill(panel.part(0, 0.15, 1, 0.12).path, shelving.railStripe)
        case 1:
            for _ in 0..<90 {
                let line = panel.part(random.unit() * 0.9, random.unit(), random.uniform(0.02...0.2), 0.05)
                canvas.fill(line.path, shelving.railStripe, opacity: 0.3)
            }
        case 2:
            canvas.fill(
                Pattern.diagonals.path(in: panel, scale: 0, &random), shelving.railStripe, opacity: 0.6)
        case 3:
            canvas.fill(panel.part(0, 0, 1, 0.5).path, shelving.railColour.mixed(with: .white, 0.5))
        case 4...8: printStrip(shelving, on: &canvas, panel, &random)
        default: break
        }
        return Texture(canvas)
    }

    /// A decorated strip: ornaments or small pictures over and over.
    private static func printStrip(
        _ shelving: Shelving, on canvas: inout Canvas, _ panel: Panel, _ random: inout Random
    ) {
        func colour() -> Colour {
            Colour(hue: random.unit(), saturation: random.unit(), value: random.uniform(0.2...1))
        }
        let ground = random.chance(0.5) ? shelving.railColour.mixed(with: .white, 0.6) : colour()
        canvas.fill(panel.path, ground)
        let ornament = random.pick(Pattern.allCases)
        for index in 0..<8 where random.chance(0.6) {
            let part = panel.part(Float(index) / 8, 0, 0.125, 1)
            canvas.fill(ornament.path(in: part, scale: random.unit(), &random), colour(), opacity: 0.7)
        }
        for _ in 0..<random.whole(0...14) {
            let place = panel.part(random.unit() * 0.95, random.uniform(0...0.2), 0.045, 0.8)
            random.pick(Motif.allCases).paint(on: &canvas, in: place, colour(), colour(), &random)
        }
    }

    /// The shop behind and above the shelving: pale wall, dark openings, goods, lamps.
    private static func wallTexture(_ random: inout Random) -> Texture {
        let ground = Colour(
            hue: random.unit(), saturation: random.uniform(0...0.25), value: random.uniform(0.25...0.95))
        var canvas = Canvas(width: 256, height: 256, ground)
        let panel = Panel(x: 0, y: 0, width: 1, height: 1)
        for _ in 0..<60 {
            let colour = Colour(
                hue: random.unit(), saturation: random.unit() * 0.8, value: random.uniform(0.1...1))
            let box = panel.part(
                random.unit(), random.unit(), random.uniform(0.01...0.12), random.uniform(0.01...0.08))
            canvas.fill(box.path, colour, opacity: random.uniform(0.3...1))
        }
        for _ in 0..<random.whole(2...9) {
            let x = random.unit()
            let lamp = Path.polygon([
                panel.point(x, random.unit() * 0.3), panel.point(x + 0.2, random.unit() * 0.3),
                panel.point(x + 0.21, 0.02), panel.point(x, 0.01),
            ])
            canvas.fill(lamp, .white)
        }
        return Texture(canvas)
    }

    private static func wall(of shelving: Shelving, _ prints: inout Prints) -> Mesh {
        var mesh = Mesh(texture: prints.texture(.wall, shelving.wallSeed) { wallTexture(&$1) })
        mesh.addGrid(columns: 4, rows: 4) { u, v in
            Mesh.Vertex(
                position: [
                    (shelving.leftMM + shelving.rightMM) / 2
                        + ((shelving.rightMM - shelving.leftMM) * 3 + 4000) * (u - 0.5),
                    6000 * (1 - v) - 1500, -2500,
                ],
                normal: [0, 0.5, 0.8], uv: [u, v])
        }
        return mesh
    }
}
