import Foundation

extension PackageBuilder {
    func box() -> [Mesh] {
        let left = -width / 2
        var face = Mesh(texture: front(), gloss: 0.12, sharpness: 12)
        face.addQuad(origin: [left, 0, 0], right: [width, 0, 0], up: [0, height, 0], steps: 2)
        return [face] + boxBody()
    }

    /// The sides and the lid of a box, without its front.
    func boxBody() -> [Mesh] {
        let left = -width / 2
        var sides = Mesh(
            texture: painter.side(of: entry, pixelsHigh: pixelsHigh / 2), gloss: 0.1, sharpness: 12)
        sides.addQuad(origin: [left, 0, -depth], right: [0, 0, depth], up: [0, height, 0], steps: 2)
        sides.addQuad(origin: [-left, 0, 0], right: [0, 0, -depth], up: [0, height, 0], steps: 2)
        var lid = Mesh(texture: Texture(design.ground), gloss: 0.1)
        lid.addQuad(origin: [left, height, 0], right: [width, 0, 0], up: [0, 0, -depth])
        return [sides, lid]
    }

    /// A plain block, all six faces of one colour, seen from before and above.
    func block(_ mesh: inout Mesh, low: Vector, high: Vector) {
        let size = high - low
        mesh.addQuad(origin: [low.x, low.y, high.z], right: [size.x, 0, 0], up: [0, size.y, 0])
        mesh.addQuad(origin: low, right: [0, 0, size.z], up: [0, size.y, 0])
        mesh.addQuad(origin: [high.x, low.y, high.z], right: [0, 0, -size.z], up: [0, size.y, 0])
        mesh.addQuad(origin: [low.x, high.y, high.z], right: [size.x, 0, 0], up: [0, 0, -size.z])
    }
}
