import Foundation
import Imaging
import Retail

/// The body of one SKU: meshes around the origin, which is the middle of the front edge it stands on.
///
/// The package stands on y = 0 and reaches from z = 0 (front) back to z = -depth.
struct PackageModel: Sendable {
    let meshes: [Mesh]

    /// `pixelsHigh` is the resolution of the label; `packshot` is shown in place of a made-up label.
    init(
        _ entry: CatalogueEntry, painter: LabelPainter, pixelsHigh: Int, packshot: RGBImage? = nil
    ) {
        let builder = PackageBuilder(entry, painter: painter, pixelsHigh: packshot == nil ? pixelsHigh : 16)
        let own =
            switch entry.form {
            case .box: builder.box()
            case .bag: builder.bag()
            case .can, .bottle, .jar, .tub: builder.turned()
            case .tube: builder.tube()
            case .tray: builder.tray()
            case .multipack: builder.multipack()
            case .hanging: builder.hanging()
            }
        meshes =
            packshot.map { PackshotSkin($0, pixelsHigh: pixelsHigh).dressed(own, size: entry.size) } ?? own
    }
}

/// What the builders of all forms need.
struct PackageBuilder {
    let entry: CatalogueEntry
    let painter: LabelPainter
    let pixelsHigh: Int
    let width: Float
    let height: Float
    let depth: Float
    let design: LabelPainter.Design

    init(_ entry: CatalogueEntry, painter: LabelPainter, pixelsHigh: Int) {
        self.entry = entry
        self.painter = painter
        self.pixelsHigh = pixelsHigh
        width = Float(entry.size.widthMM)
        height = Float(entry.size.heightMM)
        depth = Float(entry.size.depthMM)
        design = LabelPainter.Design(entry)
    }

    func front() -> Texture { painter.front(of: entry, pixelsHigh: pixelsHigh) }

    /// A stream of random numbers that is the same for all SKUs of a brand.
    func brandRandom(_ stream: UInt64) -> Random {
        Random(stableHash(Array(entry.path.names.prefix(3)) + [entry.form.rawValue]), stream)
    }

    /// A sheet whose vertices are at `point`; its normals follow from the neighbours.
    func sheet(_ mesh: inout Mesh, columns: Int, rows: Int, point: (Float, Float) -> Vector) {
        mesh.addGrid(columns: columns, rows: rows) { u, v in
            let step: Float = 0.03
            let across = point(u + step, v) - point(u - step, v)
            let along = point(u, v - step) - point(u, v + step)
            return Mesh.Vertex(position: point(u, v), normal: across.cross(along).normalized, uv: [u, v])
        }
    }
}
