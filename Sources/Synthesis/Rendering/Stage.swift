import CRaster
import Foundation
import Retail

/// A scene with everything in it placed on the picture: projected, lit, in the order to be drawn (see `Drawing`).
struct Stage {
    /// Something that is asked for in the picture: a package, a tag, an occluder.
    struct Item {
        let objectClass: ObjectClass
        let gtin: GTIN?
        let isFront: Bool
        /// Its place in the list it came from.
        let index: Int
    }

    /// Triangles of one texture on the picture.
    struct Surface {
        /// In pixels of the picture; `inverse` is 0 for what lies behind the camera.
        let corners: [Raster.Corner]
        let triangles: [UInt16]
        let texture: Texture
        /// The item's number, from 1; 0 for what is not asked for.
        let number: UInt16
        let isTranslucent: Bool
        /// The box around it, in pixels.
        let bounds: PixelRect
    }

    /// Length of shelf whose goods are drawn one after the other.
    private static let pieceMM: Float = 160

    let scene: Scene
    private(set) var items: [Item] = []
    private(set) var surfaces: [Surface] = []

    /// Places all of `scene`; what `models` lacks is made and added.
    init(_ scene: Scene, painter: LabelPainter, models: inout PackageModels) {
        self.init(occludersOf: scene)
        // Near things first: most of what is behind them then fails the depth test and costs little.
        // Board by board and piece by piece, so that what was just drawn is still in the processor's cache.
        let order = scene.units.indices.map { index in
            let unit = scene.units[index]
            return (
                index: index, board: unit.ceilingMM, piece: (unit.base.x / Stage.pieceMM).rounded(.down),
                row: unit.row, z: unit.base.z
            )
        }.sorted { (-$0.board, $0.piece, $0.row, -$0.z) < (-$1.board, $1.piece, $1.row, -$1.z) }
        for (index, _, _, _, _) in order { addUnit(index, painter, &models) }
        let tags = TagModel(fonts: painter.fonts)
        for index in scene.tags.indices { addTag(index, tags, &models.prints) }
        let props = PropModel(fonts: painter.fonts)
        var parts: [ShelvingModel.Part] = []
        for prop in scene.props {
            parts += props.meshes(of: prop, &models.prints).map { ($0, prop.ceilingMM) }
        }
        if let shelving = scene.shelving { parts += ShelvingModel.parts(of: shelving, &models.prints) }
        // What is seen through comes last, from the back to the front.
        let panes = parts.filter(\.mesh.isTranslucent).sorted { $0.mesh.frontMM < $1.mesh.frontMM }
        for (mesh, ceilingMM) in parts.filter({ !$0.mesh.isTranslucent }) + panes {
            add(mesh, number: 0, ceilingMM: ceilingMM) { ($0.position, $0.normal, 0) }
        }
    }

    /// Places what stands between camera and shelf, and nothing else.
    init(occludersOf scene: Scene) {
        self.scene = scene
        for (index, occluder) in scene.occluders.enumerated() {
            let number = addItem(.occluder, index: index)
            for mesh in OccluderModel.meshes(of: occluder) {
                add(mesh, number: number, ceilingMM: 9000) { ($0.position, $0.normal, 0) }
            }
        }
    }

    private mutating func addItem(
        _ objectClass: ObjectClass, gtin: GTIN? = nil, isFront: Bool = true, index: Int
    ) -> UInt16 {
        items.append(Item(objectClass: objectClass, gtin: gtin, isFront: isFront, index: index))
        return UInt16(items.count)
    }

    /// Whether something with these corners may reach into the picture.
    private func mayShow(_ corners: [SIMD3<Float>]) -> Bool {
        guard let box = Stage.box(around: corners.map { SIMD2($0.x, $0.y) }) else { return false }
        let slack = 10.0
        return box.x + box.width > -slack && box.x < Double(scene.camera.size.width) + slack
            && box.y + box.height > -slack && box.y < Double(scene.camera.size.height) + slack
    }

    private mutating func addUnit(_ index: Int, _ painter: LabelPainter, _ models: inout PackageModels) {
        let unit = scene.units[index]
        let size = unit.entry.size
        let longest = Float(max(size.widthMM, size.depthMM, size.heightMM))
        let reach = unit.posture == .upright ? Float(max(size.widthMM, size.depthMM)) : longest
        let high = unit.posture == .upright ? Float(size.heightMM) : longest
        let corners = [Vector(-reach, 0, 0), [reach, high, 0], [0, 0, -reach]]
        let projected = corners.compactMap { scene.camera.project(unit.base + $0) }
        guard projected.count == 3, mayShow(projected) else { return }
        let pixelsHigh = Int(abs(projected[0].y - projected[1].y))
        let model = models.model(of: unit.entry, pixelsHigh: pixelsHigh, painter: painter)
        let number = addItem(.product, gtin: unit.entry.gtin, isFront: unit.row == 0, index: index)
        let turn = Turn(unit)
        let crowd: Float = unit.row == 0 ? 0 : 25
        for mesh in model.meshes {
            add(mesh, number: number, ceilingMM: unit.ceilingMM) { vertex in
                let place = turn.point(vertex.position)
                return (unit.base + place, turn.direction(vertex.normal), crowd - min(0, place.z))
            }
        }
    }

    private mutating func addTag(_ index: Int, _ tags: TagModel, _ prints: inout Prints) {
        let tag = scene.tags[index]
        let low = Vector(Float(tag.rect.xMM), Float(tag.rect.yMM), tag.zMM)
        let high = low + Vector(Float(tag.rect.widthMM), Float(tag.rect.heightMM), 0)
        guard let first = scene.camera.project(low), let last = scene.camera.project(high),
            mayShow([first, last])
        else { return }
        let number = addItem(.priceTag, index: index)
        let mesh = tags.mesh(of: tag, pixelsHigh: Int(abs(first.y - last.y) * 2), &prints)
        add(mesh, number: number, ceilingMM: low.y + 500) { ($0.position, $0.normal, 0) }
    }

    /// Places a mesh; `place` gives a vertex's position, its normal and how far it is behind its own front.
    private mutating func add(
        _ mesh: Mesh, number: UInt16, ceilingMM: Float, place: (Mesh.Vertex) -> (Vector, Vector, Float)
    ) {
        let camera = scene.camera
        let light = scene.light
        let corners: [Raster.Corner] = mesh.vertices.map { vertex in
            let (position, normal, recess) = place(vertex)
            guard let screen = camera.project(position) else { return Raster.Corner() }
            let brightness = light.brightness(
                at: position, normal: normal, ceilingMM: ceilingMM, recess: recess)
            let gloss = light.highlight(
                at: position, normal: normal, eye: camera.position, gloss: mesh.gloss,
                sharpness: mesh.sharpness)
            return Raster.Corner(
                x: screen.x, y: screen.y, inverse: screen.z, light: brightness * Film.headroom,
                gloss: gloss * brightness * Film.headroom, u: vertex.uv.x * screen.z,
                v: vertex.uv.y * screen.z)
        }
        guard let bounds = Stage.box(around: corners.lazy.filter { $0.inverse > 0 }.map { SIMD2($0.x, $0.y) })
        else {
            return
        }
        surfaces.append(
            Surface(
                corners: corners, triangles: mesh.triangles, texture: mesh.texture, number: number,
                isTranslucent: mesh.isTranslucent, bounds: bounds))
    }

    private static func box(around points: some Sequence<SIMD2<Float>>) -> PixelRect? {
        var low = SIMD2<Float>(repeating: .infinity)
        var high = SIMD2<Float>(repeating: -.infinity)
        for point in points {
            low = pointwiseMin(low, point)
            high = pointwiseMax(high, point)
        }
        guard low.x <= high.x else { return nil }
        return PixelRect(
            x: Double(low.x), y: Double(low.y), width: Double(high.x - low.x), height: Double(high.y - low.y))
    }
}

/// How a unit is turned about the point that it stands on.
private struct Turn {
    private let columns: (Vector, Vector, Vector)
    /// Brings the package back onto its board, with its foremost side at the front.
    private let shift: Vector

    init(_ unit: Scene.Unit) {
        let own = unit.posture.turn
        let fallen = Turn(yaw: own.yaw, lean: own.lean, roll: own.roll, shift: .zero)
        let slight = Turn(yaw: unit.yaw, lean: unit.lean, roll: unit.roll, shift: .zero)
        columns = (
            slight.direction(fallen.columns.0), slight.direction(fallen.columns.1),
            slight.direction(fallen.columns.2)
        )
        guard unit.posture != .upright else {
            shift = .zero
            return
        }
        let size = unit.entry.size
        var low = Vector(repeating: .infinity)
        var high = Vector(repeating: -.infinity)
        for x in [-Float(size.widthMM) / 2, Float(size.widthMM) / 2] {
            for y in [0, Float(size.heightMM)] {
                for z in [-Float(size.depthMM), 0] {
                    let corner = fallen.direction([x, y, z])
                    low = pointwiseMin(low, corner)
                    high = pointwiseMax(high, corner)
                }
            }
        }
        shift = slight.direction([-(low.x + high.x) / 2, -low.y, -high.z])
    }

    /// Leaning back, tilted sideways, then turned about the upright axis.
    private init(yaw: Float, lean: Float, roll: Float, shift: Vector) {
        func turned(_ v: Vector) -> Vector {
            let leaned = Vector(v.x, v.y * cos(lean) + v.z * sin(lean), v.z * cos(lean) - v.y * sin(lean))
            let rolled = Vector(
                leaned.x * cos(roll) - leaned.y * sin(roll), leaned.x * sin(roll) + leaned.y * cos(roll),
                leaned.z)
            return Vector(
                rolled.x * cos(yaw) + rolled.z * sin(yaw), rolled.y, rolled.z * cos(yaw) - rolled.x * sin(yaw)
            )
        }
        columns = (turned([1, 0, 0]), turned([0, 1, 0]), turned([0, 0, 1]))
        self.shift = shift
    }

    func direction(_ v: Vector) -> Vector { columns.0 * v.x + columns.1 * v.y + columns.2 * v.z }

    func point(_ v: Vector) -> Vector { direction(v) + shift }
}
