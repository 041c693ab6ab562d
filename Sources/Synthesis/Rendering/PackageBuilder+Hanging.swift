import Foundation
import Retail

/// How a hanging package is made: a bag under a header, or a card with the goods under a clear dome.
struct HangingShape {
    let isBag: Bool
    /// Height of the header with the hole, as a share of the whole.
    let headerShare: Float

    init(_ entry: CatalogueEntry) {
        var random = Random(stableHash(Array(entry.path.names.prefix(3))), 0x4A26)
        // What is sold by the piece is on cards, what is sold by weight in bags.
        isBag = !entry.path.names[4].hasSuffix("pcs")
        headerShare = isBag ? random.uniform(0.14...0.2) : random.uniform(0.3...0.42)
    }
}

extension PackageBuilder {
    func hanging() -> [Mesh] {
        let shape = HangingShape(entry)
        return shape.isBag ? headedBag(shape) : blister(shape)
    }

    /// One sheet: flat at the header, bulging below.
    private func headedBag(_ shape: HangingShape) -> [Mesh] {
        var face = Mesh(texture: front(), gloss: 0.6, sharpness: 18)
        sheet(&face, columns: 8, rows: 12) { u, v in
            let inner = max(0, min(1, (v - shape.headerShare) / (1 - shape.headerShare)))
            let across = pow(max(0, sin(max(0, min(1, u)) * .pi)), 0.6)
            let bulge = across * pow(sin(inner * .pi), 0.6)
            return [(u - 0.5) * width, height * (1 - v), (bulge - 1) * depth / 2]
        }
        return [face]
    }

    /// A card with a dome of clear plastic over the goods.
    private func blister(_ shape: HangingShape) -> [Mesh] {
        let back = -depth + 1
        var card = Mesh(texture: front(), gloss: 0.15)
        let domeTop = 1 - shape.headerShare
        // The card around the dome only, or what the dome hides would count as covered by something else.
        for (x, y) in [
            (Float(0)...1, domeTop...1), (0...1, 0...0.05), (0...0.1, 0.05...domeTop),
            (0.9...1, 0.05...domeTop),
        ] as [(ClosedRange<Float>, ClosedRange<Float>)] {
            card.addGrid(columns: 1, rows: 1) { u, v in
                let across = x.lowerBound + (x.upperBound - x.lowerBound) * u
                let up = y.upperBound - (y.upperBound - y.lowerBound) * v
                return Mesh.Vertex(
                    position: [(across - 0.5) * width, up * height, back], normal: [0, 0, 1],
                    uv: [across, 1 - up])
            }
        }
        var canvas = Canvas(width: 64, height: 64, design.ground)
        let panel = Panel(x: 0, y: 0, width: 1, height: 1)
        var random = Random(design.product.seed, 0xB11)
        let colour = design.variety.colour
        canvas.fill(
            panel.path,
            .linear(
                from: .zero, design.ground.mixed(with: .white, 0.5), to: [1, 1],
                design.ground.mixed(with: .black, 0.2)))
        let pieces = max(1, min(4, Int(design.content.split(separator: " ")[0]) ?? 1))
        for piece in 0..<pieces {
            let part = panel.part((Float(piece) + 0.12) / Float(pieces), 0.08, 0.76 / Float(pieces), 0.84)
            canvas.fill(
                .rounded(part.x, part.y, part.width, part.height, radius: part.width * 0.3),
                .linear(
                    from: part.point(0, 0), colour.mixed(with: .white, 0.4), to: part.point(1, 0),
                    colour.mixed(with: .black, 0.55)))
            canvas.fill(part.part(0, 0.7, 1, 0.16).path, design.brand.palette.accent)
        }
        painter.paintFilm(on: &canvas, &random)
        var dome = Mesh(texture: Texture(canvas), gloss: 0.9, sharpness: 24)
        let top = height * domeTop
        sheet(&dome, columns: 6, rows: 6) { u, v in
            let across = min(1, sin(max(0, min(1, u)) * .pi) * 2.5)
            let along = min(1, sin(max(0, min(1, v)) * .pi) * 2.5)
            return [
                (u - 0.5) * width * 0.8, top - (top - height * 0.05) * v, back + (depth - 1) * across * along,
            ]
        }
        return [card, dome]
    }
}
