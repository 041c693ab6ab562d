import Foundation
import Imaging
import Retail

/// A scene while it is drawn: every thing gets a number, and its pixels are counted afterwards.
struct Drawing {
    private struct Item {
        let objectClass: ObjectClass
        let gtin: GTIN?
        let isFront: Bool
        let index: Int
        var pixels: Float = 0
    }

    private(set) var raster: Raster
    private let scene: Scene
    private let camera: Camera
    /// The thing with number n is item n - 1.
    private var items: [Item] = []

    init(_ scene: Scene, oversampling: Int) {
        self.scene = scene
        camera = scene.camera.enlarged(Float(oversampling))
        raster = Raster(
            width: camera.size.width, height: camera.size.height,
            ground: (scene.ground * Film.headroom).packed)
    }

    /// Draws what stands between camera and shelf.
    mutating func drawOccluders() {
        for (index, occluder) in scene.occluders.enumerated() {
            let number = add(.occluder, index: index)
            for mesh in OccluderModel.meshes(of: occluder) {
                draw(mesh, number: number, ceilingMM: 9000) { ($0.position, $0.normal, 0) }
            }
        }
    }

    mutating func drawAll(painter: LabelPainter, models: inout PackageModels) {
        drawOccluders()
        // Near things first: most of what is behind them then fails the depth test and costs little.
        for index in scene.units.indices.sorted(by: { scene.units[$0].base.z > scene.units[$1].base.z }) {
            drawUnit(index, painter, &models)
        }
        let tags = TagModel(fonts: painter.fonts)
        for (index, tag) in scene.tags.enumerated() {
            let low = Vector(Float(tag.rect.xMM), Float(tag.rect.yMM), tag.zMM)
            let high = low + Vector(Float(tag.rect.widthMM), Float(tag.rect.heightMM), 0)
            guard let first = camera.project(low), let last = camera.project(high), mayShow([first, last])
            else {
                continue
            }
            let number = add(.priceTag, index: index)
            let mesh = tags.mesh(of: tag, pixelsHigh: Int(abs(first.y - last.y)))
            draw(mesh, number: number, ceilingMM: low.y + 500) { ($0.position, $0.normal, 0) }
        }
        for part in scene.shelving.map(ShelvingModel.parts) ?? [] {
            draw(part.mesh, number: 0, ceilingMM: part.ceilingMM) { ($0.position, $0.normal, 0) }
        }
    }

    private mutating func add(_ objectClass: ObjectClass, gtin: GTIN? = nil, isFront: Bool = true, index: Int)
        -> UInt16
    {
        items.append(Item(objectClass: objectClass, gtin: gtin, isFront: isFront, index: index))
        return UInt16(items.count)
    }

    private func mayShow(_ corners: [SIMD3<Float>]) -> Bool {
        let xs = corners.map(\.x)
        let ys = corners.map(\.y)
        guard let left = xs.min(), let right = xs.max(), let top = ys.min(), let bottom = ys.max() else {
            return false
        }
        let slack: Float = 20
        return right > -slack && left < Float(raster.width) + slack && bottom > -slack
            && top < Float(raster.height) + slack
    }

    private mutating func drawUnit(_ index: Int, _ painter: LabelPainter, _ models: inout PackageModels) {
        let unit = scene.units[index]
        let size = unit.entry.size
        let reach = Float(max(size.widthMM, size.depthMM))
        let corners = [Vector(-reach, 0, 0), [reach, Float(size.heightMM), 0], [0, 0, -reach]]
        let projected = corners.compactMap { camera.project(unit.base + $0) }
        guard projected.count == 3, mayShow(projected) else { return }
        let pixelsHigh = Int(abs(projected[0].y - projected[1].y))
        let model = models.model(
            of: unit.entry, pixelsHigh: max(24, min(400, pixelsHigh * 5 / 8)), painter: painter)
        let number = add(.product, gtin: unit.entry.gtin, isFront: unit.row == 0, index: index)
        let turn = Turn(yaw: unit.yaw, lean: unit.lean, roll: unit.roll)
        let crowd: Float = unit.row == 0 ? 0 : 25
        for mesh in model.meshes {
            draw(mesh, number: number, ceilingMM: unit.ceilingMM) { vertex in
                (
                    unit.base + turn.apply(vertex.position), turn.apply(vertex.normal),
                    crowd - min(0, vertex.position.z)
                )
            }
        }
    }

    /// Draws a mesh; `place` gives a vertex's position, its normal and how far it is behind its own front.
    private mutating func draw(
        _ mesh: Mesh, number: UInt16, ceilingMM: Float, place: (Mesh.Vertex) -> (Vector, Vector, Float)
    ) {
        let corners: [Raster.Corner?] = mesh.vertices.map { vertex in
            let (position, normal, recess) = place(vertex)
            guard let screen = camera.project(position) else { return nil }
            let light = scene.light.brightness(
                at: position, normal: normal, ceilingMM: ceilingMM, recess: recess)
            let gloss = scene.light.highlight(
                at: position, normal: normal, eye: camera.position, gloss: mesh.gloss,
                sharpness: mesh.sharpness)
            return Raster.Corner(
                x: screen.x, y: screen.y, inverse: screen.z, light: light * Film.headroom,
                gloss: gloss * light * Film.headroom, uv: vertex.uv * screen.z)
        }
        var pixels: Float = 0
        for start in stride(from: 0, to: mesh.triangles.count, by: 3) {
            guard let a = corners[Int(mesh.triangles[start])],
                let b = corners[Int(mesh.triangles[start + 1])],
                let c = corners[Int(mesh.triangles[start + 2])]
            else { continue }
            pixels += raster.draw(a, b, c, mesh.texture, number: number)
        }
        if number > 0 { items[Int(number) - 1].pixels += pixels }
    }
}

/// A rotation: leaning back, tilted sideways, then turned about the upright axis.
private struct Turn {
    private let columns: (Vector, Vector, Vector)

    init(yaw: Float, lean: Float, roll: Float) {
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
    }

    func apply(_ v: Vector) -> Vector { columns.0 * v.x + columns.1 * v.y + columns.2 * v.z }
}

extension Drawing {
    /// What can be seen of each thing, boxes in pixels of the finished picture.
    func visibleObjects(oversampling: Int) -> [VisibleObject] {
        struct Tally {
            var count = 0
            var left = Int.max
            var right = -1
            var top = Int.max
            var bottom = -1
        }
        var tallies = [Tally](repeating: Tally(), count: items.count + 1)
        let samples = raster.samples
        let numbers = samples.span
        for y in 0..<raster.height {
            for x in 0..<raster.width {
                let number = Int(numbers[y * raster.width + x].number)
                guard number > 0 else { continue }
                tallies[number].count += 1
                tallies[number].left = min(tallies[number].left, x)
                tallies[number].right = max(tallies[number].right, x)
                tallies[number].top = min(tallies[number].top, y)
                tallies[number].bottom = max(tallies[number].bottom, y)
            }
        }
        let scale = 1 / Double(oversampling)
        var objects: [VisibleObject] = []
        for (item, tally) in zip(items, tallies.dropFirst()) where tally.count > 0 {
            let box = PixelRect(
                x: Double(tally.left) * scale, y: Double(tally.top) * scale,
                width: Double(tally.right + 1 - tally.left) * scale,
                height: Double(tally.bottom + 1 - tally.top) * scale)
            objects.append(
                VisibleObject(
                    objectClass: item.objectClass, box: box,
                    visibleShare: min(1, Double(tally.count) / Double(max(1, item.pixels))), gtin: item.gtin,
                    isFront: item.isFront, index: item.index))
        }
        return objects + scene.gaps.indices.compactMap { visibleGap($0, oversampling) }
    }

    /// A gap counts as seen where neither the front row nor an occluder covers it.
    private func visibleGap(_ index: Int, _ oversampling: Int) -> VisibleObject? {
        let rect = scene.gaps[index].rect
        let corners = [(0.0, 0.0), (1, 0), (0, 1), (1, 1)].compactMap { share in
            camera.pixel(
                of: ShelfPoint(
                    xMM: rect.xMM + share.0 * rect.widthMM, yMM: rect.yMM + share.1 * rect.heightMM))
        }
        guard corners.count == 4, let left = corners.map(\.x).min(), let right = corners.map(\.x).max(),
            let top = corners.map(\.y).min(), let bottom = corners.map(\.y).max()
        else { return nil }
        let columns = Drawing.pixels(from: left, to: right, of: raster.width)
        let rows = Drawing.pixels(from: top, to: bottom, of: raster.height)
        guard columns.count > 4, rows.count > 4 else { return nil }
        var open = 0
        for y in rows {
            for x in columns {
                let number = Int(raster.samples[y * raster.width + x].number)
                let isCovered =
                    number > 0 && items[number - 1].objectClass != .priceTag && items[number - 1].isFront
                if !isCovered { open += 1 }
            }
        }
        let scale = 1 / Double(oversampling)
        return VisibleObject(
            objectClass: .emptyFacing,
            box: PixelRect(
                x: Double(columns.lowerBound) * scale, y: Double(rows.lowerBound) * scale,
                width: Double(columns.count) * scale, height: Double(rows.count) * scale),
            visibleShare: min(1, Double(open) / ((right - left) * (bottom - top))),
            gtin: scene.gaps[index].gtin, isFront: true,
            index: index)
    }

    private static func pixels(from low: Double, to high: Double, of count: Int) -> Range<Int> {
        let first = max(0, min(count, Int(low)))
        return first..<max(first, min(count, Int(high)))
    }
}
