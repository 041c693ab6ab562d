import Foundation
import Retail

extension PackageBuilder {
    func bag() -> [Mesh] { bag(front(), BagStyle(entry), top: height) }

    /// A bag up to the height `top`, filled as its style has it.
    func bag(_ texture: Texture, _ style: BagStyle, top: Float) -> [Mesh] {
        var random = Random(entry.gtin.number, 0xBA6)
        let folds = (0..<4).map { _ in (random.uniform(1...5), random.uniform(1...4), random.unit() * 6.3) }
        func crease(_ u: Float, _ v: Float) -> Float {
            folds.reduce(0) { $0 + sin(u * $1.0 * 6 + v * $1.1 * 5 + $1.2) } * 0.03
        }
        func bulge(_ u: Float, _ v: Float) -> Float {
            let across = pow(max(0, sin(u * .pi)), style.kind == .block ? 0.16 : 0.55)
            return across * (PackageBuilder.fill(style, v) + crease(u, v))
        }
        func point(_ u: Float, _ v: Float) -> Vector {
            let pinch = style.kind == .block ? 1 : 1 - 0.07 * sin(max(0, min(1, v)) * .pi)
            // Gussets stand on a curved edge.
            let lift = style.kind == .pouch ? 0.03 * top * max(0, v - 0.9) * 10 * abs(u - 0.5) * 2 : 0
            return Vector((u - 0.5) * width * pinch, top * (1 - v) + lift, (bulge(u, v) - 1) * depth / 2)
        }
        var face = Mesh(texture: texture, gloss: 0.12 + 0.6 * style.gloss, sharpness: 8 + 20 * style.gloss)
        sheet(&face, columns: 8, rows: 12) { point($0, $1) }
        var back = Mesh(texture: Texture(design.ground))
        back.addGrid(columns: 4, rows: 4) { u, v in
            var position = point(1 - u, v)
            position.z = -depth - position.z
            return Mesh.Vertex(position: position, normal: [0, 0, -1], uv: [u, v])
        }
        return [face, back]
    }

    /// How thick a bag is at `v` (0 top, 1 bottom), as a share of its depth; heavier contents sink.
    private static func fill(_ style: BagStyle, _ v: Float) -> Float {
        let inner = max(0, min(1, (v - style.topSeam) / max(0.1, 1 - style.topSeam - style.bottomSeam)))
        switch style.kind {
        case .pillow: return pow(max(0, sin(inner * .pi)), 0.5) * (0.85 + 0.15 * inner)
        case .pouch: return pow(inner, 0.55) * (inner > 0.9 ? 1 - (inner - 0.9) * 1.5 : 1)
        case .block: return min(1, 0.35 + inner * 6)
        }
    }
}
