import Foundation

extension PackageBuilder {
    /// Stands on its cap: round below, and flat and wide at the crimp above.
    func tube() -> [Mesh] {
        var random = brandRandom(0x70BE)
        let cap = random.uniform(0.1...0.17)
        let capWidth = random.uniform(0.62...0.9)
        let crimp: Float = 0.045
        func half(_ v: Float) -> SIMD2<Float> {
            let rise = max(0, min(1, (1 - v - crimp) / (1 - crimp)))
            // Full height of the body: v = 0 is the crimp, v = 1 the shoulder above the cap.
            let below = 1 - max(0, min(1, (v - crimp) / (1 - crimp)))
            let shoulder = rise < 0.06 ? 0.86 + rise * 2.3 : 1
            return [
                width / 2 * (0.84 + 0.16 * below) * shoulder,
                max(0.6, depth / 2 * (v < crimp ? 0 : pow(1 - below, 0.7)) * shoulder),
            ]
        }
        let bottom = height * cap
        func point(_ u: Float, _ v: Float) -> Vector {
            let radii = half(v)
            let angle = (u - 0.5) * .pi
            return [
                sin(angle) * radii.x, bottom + (height - bottom) * (1 - v), cos(angle) * radii.y - depth / 2,
            ]
        }
        var face = Mesh(texture: front(), gloss: 0.45, sharpness: 20)
        sheet(&face, columns: 10, rows: 9) { point($0, $1) }
        let capColour = random.pick([
            .white, design.brand.palette.accent, design.ground, Colour(0.85, 0.86, 0.88),
        ])
        var foot = Mesh(texture: Texture(capColour), gloss: 0.4)
        foot.addGrid(columns: 9, rows: 1) { u, v in
            let angle = (u - 0.5) * 2 * .pi * LabelPainter.seenShare
            let radii = SIMD2(width * 0.84, depth) / 2 * capWidth
            return Mesh.Vertex(
                position: [sin(angle) * radii.x, bottom * (1 - v), cos(angle) * radii.y - depth / 2],
                normal: [sin(angle), 0, cos(angle)], uv: [u, v])
        }
        return [face, foot]
    }
}
