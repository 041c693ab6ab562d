import Foundation
import Retail

/// The body of one SKU: meshes around the origin, which is the middle of the front edge it stands on.
///
/// The package stands on y = 0 and reaches from z = 0 (front) back to z = -depth.
struct PackageModel: Sendable {
    let meshes: [Mesh]
    /// How much of the way round a can or bottle has a surface.
    private static let seenShare: Float = 0.62
    let size: PackageSize

    /// `pixelsHigh` is the resolution of the label.
    init(_ entry: CatalogueEntry, painter: LabelPainter, pixelsHigh: Int) {
        size = entry.size
        let front = painter.front(of: entry, pixelsHigh: pixelsHigh)
        switch entry.form {
        case .box, .tray, .multipack, .hanging: meshes = PackageModel.box(entry, front, painter, pixelsHigh)
        case .bag: meshes = PackageModel.bag(entry, front)
        case .can, .bottle, .jar, .tub, .tube: meshes = PackageModel.round(entry, front)
        }
    }

    private static func box(
        _ entry: CatalogueEntry, _ front: Texture, _ painter: LabelPainter, _ pixelsHigh: Int
    ) -> [Mesh] {
        let width = Float(entry.size.widthMM)
        let height = Float(entry.size.heightMM)
        let depth = Float(entry.size.depthMM)
        let left = -width / 2
        var face = Mesh(texture: front, gloss: 0.12, sharpness: 12)
        face.addQuad(origin: [left, 0, 0], right: [width, 0, 0], up: [0, height, 0], steps: 2)
        var sides = Mesh(
            texture: painter.side(of: entry, pixelsHigh: pixelsHigh / 2), gloss: 0.1, sharpness: 12)
        sides.addQuad(origin: [left, 0, -depth], right: [0, 0, depth], up: [0, height, 0], steps: 2)
        sides.addQuad(origin: [-left, 0, 0], right: [0, 0, -depth], up: [0, height, 0], steps: 2)
        var lid = Mesh(texture: Texture(LabelPainter.Design(entry).ground), gloss: 0.1)
        lid.addQuad(origin: [left, height, 0], right: [width, 0, 0], up: [0, 0, -depth])
        return [face, sides, lid]
    }

    private static func bag(_ entry: CatalogueEntry, _ front: Texture) -> [Mesh] {
        let width = Float(entry.size.widthMM)
        let height = Float(entry.size.heightMM)
        let depth = Float(entry.size.depthMM)
        let foil = Random(stableHash(Array(entry.path.names.prefix(3))), 0xBA6).unitValue
        var random = Random(entry.gtin.number, 0xBA6)
        let folds = (0..<5).map { _ in (random.uniform(1...5), random.uniform(1...4), random.unit() * 6.3) }
        func bulge(_ u: Float, _ v: Float) -> Float {
            let across = pow(max(0, sin(u * .pi)), 0.55)
            let along = pow(max(0, sin(v * .pi)), 0.5)
            var crease: Float = 0
            for fold in folds { crease += sin(u * fold.0 * 6 + v * fold.1 * 5 + fold.2) }
            // Heavier contents sink, so a bag is thicker below.
            return across * along * (0.85 + 0.15 * v) + crease * 0.03 * across
        }
        func point(_ u: Float, _ v: Float) -> Vector {
            let pinch = 1 - 0.07 * sin(v * .pi)
            return Vector((u - 0.5) * width * pinch, height * (1 - v), (bulge(u, v) - 1) * depth / 2)
        }
        var face = Mesh(texture: front, gloss: 0.3 + 0.55 * foil, sharpness: 10 + 20 * foil)
        face.addGrid(columns: 9, rows: 13) { u, v in
            let step: Float = 0.03
            let across = point(u + step, v) - point(u - step, v)
            let along = point(u, v - step) - point(u, v + step)
            return Mesh.Vertex(position: point(u, v), normal: across.cross(along).normalized, uv: [u, v])
        }
        var back = Mesh(texture: Texture(LabelPainter.Design(entry).ground))
        back.addGrid(columns: 4, rows: 4) { u, v in
            var position = point(1 - u, v)
            position.z = -depth - position.z
            return Mesh.Vertex(position: position, normal: [0, 0, -1], uv: [u, v])
        }
        return [face, back]
    }

    private static func round(_ entry: CatalogueEntry, _ wrap: Texture) -> [Mesh] {
        let shape = BottleShape(entry)
        let radii = SIMD2(Float(entry.size.widthMM), Float(entry.size.depthMM)) / 2
        let height = Float(entry.size.heightMM)
        // Only what can be seen from before the shelf: 0.62 of the way round.
        let segments = 11
        let isCan = entry.form == .can
        var label = Mesh(texture: wrap, gloss: shape.isMetal ? 0.75 : 0.4, sharpness: shape.isMetal ? 16 : 24)
        var body = Mesh(texture: reflections(on: shape.bodyColour, entry), gloss: 0.8, sharpness: 40)
        var cap = Mesh(texture: Texture(shape.capColour), gloss: 0.5, sharpness: 18)
        for (lower, upper) in zip(shape.rings, shape.rings.dropFirst()) {
            let slope = (lower.radius - upper.radius) * radii.x
            let rise = max(0.001, (upper.height - lower.height) * height)
            func ring(_ u: Float, _ v: Float, top: Float, bottom: Float) -> Mesh.Vertex {
                // u = 0.5 faces the front; the angle runs the way the print reads.
                let angle = (u - 0.5) * 2 * .pi * PackageModel.seenShare
                let edge = v < 0.5 ? upper : lower
                let radius = radii * edge.radius
                let outwards = Vector(sin(angle) * rise, slope, cos(angle) * rise).normalized
                return Mesh.Vertex(
                    position: [sin(angle) * radius.x, edge.height * height, cos(angle) * radius.y - radii.y],
                    normal: outwards,
                    uv: [0.5 + (u - 0.5) * PackageModel.seenShare, bottom + (top - bottom) * (1 - v)])
            }
            switch shape.part(from: lower.height, to: upper.height) {
            case .label:
                let span = shape.labelTop - shape.labelBottom
                let top = 1 - (upper.height - shape.labelBottom) / span
                let bottom = 1 - (lower.height - shape.labelBottom) / span
                label.addGrid(columns: segments, rows: 1) { ring($0, $1, top: top, bottom: bottom) }
            case .cap: cap.addGrid(columns: 9, rows: 1) { ring($0, $1, top: 0, bottom: 1) }
            case .base, .shoulder:
                body.addGrid(columns: 11, rows: 1) { ring($0, $1, top: 0, bottom: 1) }
            }
        }
        var lid = Mesh(texture: Texture(shape.capColour.mixed(with: .black, isCan ? 0.15 : 0)), gloss: 0.6)
        let top = shape.rings.last?.radius ?? 1
        lid.addGrid(columns: 14, rows: 1) { u, v in
            let angle = (u - 0.5) * 2 * .pi
            let radius = radii * top * v
            return Mesh.Vertex(
                position: [sin(angle) * radius.x, height, cos(angle) * radius.y - radii.y],
                normal: [0, 1, 0],
                uv: [u, v])
        }
        return [label, body, cap, lid].filter { !$0.triangles.isEmpty }
    }
}

extension PackageModel {
    /// What glass and plastic mirror: bright upright streaks of lamps, and dark edges where light is bent
    /// away.
    private static func reflections(on colour: Colour, _ entry: CatalogueEntry) -> Texture {
        var random = Random(stableHash(Array(entry.path.names.prefix(4))), 0x61A55)
        var canvas = Canvas(width: 96, height: 8, colour)
        let panel = Panel(x: 0, y: 0, width: canvas.aspect, height: 1)
        let depth = random.uniform(0.1...0.6)
        for side in [Float(0.26), 0.74] {
            for step in 0..<4 {
                let width = 0.09 - Float(step) * 0.02
                canvas.fill(
                    panel.part(side - width / 2, 0, width, 1).path, colour.mixed(with: .black, 0.8),
                    opacity: depth * 0.35)
            }
        }
        for _ in 0..<random.whole(1...3) {
            let place = random.uniform(0.32...0.68)
            let width = random.uniform(0.006...0.03)
            canvas.fill(panel.part(place, 0, width, 1).path, .white, opacity: random.uniform(0.15...0.75))
        }
        return Texture(canvas)
    }
}

extension Random {
    /// The first number of this stream, 0 ..< 1, leaving the stream as it is.
    var unitValue: Float {
        var copy = self
        return copy.unit()
    }
}
