import Foundation

extension PackageBuilder {
    /// Stands on its long edge and shows its film: a flat front with walls that taper to the back.
    func tray() -> [Mesh] {
        var face = Mesh(texture: front(), gloss: 0.3, sharpness: 26)
        // Film sags a little between the rims.
        sheet(&face, columns: 6, rows: 6) { u, v in
            let sag = sin(u * .pi) * sin(v * .pi) * min(4, depth * 0.15)
            return [(u - 0.5) * width, height * (1 - v), -sag]
        }
        let left = -width / 2
        let inset = min(width, height) * 0.1
        var walls = Mesh(texture: Texture(Colour(0.2, 0.2, 0.21)), gloss: 0.3)
        walls.addQuad(
            origin: [left + inset, inset, -depth], right: [-inset, -inset, depth], up: [0, height - inset, 0])
        walls.addQuad(origin: [-left, 0, 0], right: [-inset, inset, -depth], up: [0, height, 0])
        walls.addQuad(
            origin: [left, height, 0], right: [width, 0, 0], up: [0, -inset, -depth])
        return [face, walls]
    }
}
