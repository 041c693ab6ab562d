import Foundation
import Retail

extension PackageBuilder {
    /// Several units as one product: in a carton, in printed film, or side by side under a band.
    func multipack() -> [Mesh] {
        var random = brandRandom(0x3017)
        if entry.path.names[4].hasSuffix("rolls") { return softPack() }
        return random.chance(0.4) ? box() : banded(&random)
    }

    /// Film drawn tight over soft goods: a block with rounded edges.
    private func softPack() -> [Mesh] {
        var face = Mesh(texture: front(), gloss: 0.5, sharpness: 14)
        func round(_ share: Float) -> Float { pow(max(0, sin(max(0, min(1, share)) * .pi)), 0.18) }
        sheet(&face, columns: 10, rows: 10) { u, v in
            [(u - 0.5) * width, height * (1 - v), (round(u) * round(v) - 1) * depth / 2]
        }
        return [face]
    }

    /// The front row of units with a printed band around them.
    private func banded(_ random: inout Random) -> [Mesh] {
        let rows = 2
        let columns = max(2, Int((width / depth * Float(rows)).rounded()))
        let unitWidth = width / Float(columns)
        let form: PackageForm = design.content.hasSuffix("ml") && height > unitWidth * 2.2 ? .bottle : .can
        let unit = CatalogueEntry(
            gtin: entry.gtin, path: entry.path, form: form,
            size: PackageSize(
                widthMM: Double(unitWidth), heightMM: Double(height), depthMM: Double(depth) / Double(rows)))
        let low = random.uniform(0.12...0.3)
        let high = low + random.uniform(0.3...0.45)
        // What the band covers is left out: it would count as hidden though nothing stands before the package.
        let single = PackageBuilder(unit, painter: painter, pixelsHigh: pixelsHigh).turned(
            hidden: low...high, columns: 6)
        var meshes: [Mesh] = []
        for column in 0..<columns {
            let x = (Float(column) + 0.5) * unitWidth - width / 2
            for mesh in single {
                meshes.append(
                    mesh.map { vertex in
                        var moved = vertex
                        moved.position.x += x
                        return moved
                    })
            }
        }
        var band = Mesh(texture: bandTexture(share: high - low), gloss: 0.6, sharpness: 12)
        sheet(&band, columns: columns * 2, rows: 2) { u, v in
            let wave = cos((u * Float(columns) - 0.5) * 2 * .pi) * 0.5 - 0.5
            return [(u - 0.5) * width, height * (low + (high - low) * (1 - v)), wave * 3]
        }
        return meshes + [band]
    }

    /// The front of the pack over its whole width, with the number of units.
    private func bandTexture(share: Float) -> Texture {
        let pixels = max(16, Int(Float(pixelsHigh) * share))
        var canvas = Canvas(
            width: min(pixels * 6, Int(Float(pixels) * width / (height * share))), height: pixels)
        let panel = Panel(x: 0, y: 0, width: canvas.aspect, height: 1)
        painter.paintFront(of: entry, on: &canvas, panel)
        let count = panel.part(0.8, 0.2, 0.18, 0.6)
        canvas.fill(.ellipse(count.center, Point(count.side, count.side) * 0.6), design.brand.palette.accent)
        let number = design.content.split(separator: " ").first.map(String.init) ?? ""
        canvas.fill(count.fitted("x" + number, painter.face(0)), design.brand.palette.accent.legible)
        var random = Random(entry.gtin.number, 0xF111)
        painter.paintFilm(on: &canvas, &random)
        return Texture(canvas)
    }
}
