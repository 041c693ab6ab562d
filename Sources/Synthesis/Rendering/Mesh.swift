import Foundation

/// A point or direction in a bay: millimetres, x to the right, y up, z towards the shopper; z = 0 is the
/// front plane.
typealias Vector = SIMD3<Float>

extension SIMD3<Float> {
    func dot(_ other: Vector) -> Float { (self * other).sum() }

    func cross(_ other: Vector) -> Vector {
        Vector(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }

    var length: Float { dot(self).squareRoot() }
    var normalized: Vector { self / Swift.max(1e-9, length) }
}

/// Triangles with one texture.
struct Mesh: Sendable {
    struct Vertex: Sendable {
        var position: Vector
        var normal: Vector
        /// Texture coordinates 0...1, (0, 0) upper left.
        var uv: SIMD2<Float>
    }

    var vertices: [Vertex] = []
    /// Three indices a triangle, counter-clockwise as seen from outside.
    var triangles: [UInt16] = []
    var texture: Texture
    /// How much it mirrors the lamps, 0...1, and how sharply (exponent).
    var gloss: Float = 0
    var sharpness: Float = 20
    /// Whether what is behind is seen through it, by the texture's opacity.
    var isTranslucent = false

    init(texture: Texture, gloss: Float = 0, sharpness: Float = 20) {
        self.texture = texture
        self.gloss = gloss
        self.sharpness = sharpness
    }

    /// How far its foremost point is before the front plane.
    var frontMM: Float { vertices.map(\.position.z).max() ?? 0 }

    /// A block from its lower left front corner: front, sides and top, without back and bottom.
    mutating func addBlock(origin: Vector, size: Vector, steps: Int = 1) {
        let (width, height, depth) = (size.x, size.y, size.z)
        addQuad(origin: origin, right: [width, 0, 0], up: [0, height, 0], steps: steps)
        addQuad(origin: origin - [0, 0, depth], right: [0, 0, depth], up: [0, height, 0], steps: steps)
        addQuad(origin: origin + [width, 0, 0], right: [0, 0, -depth], up: [0, height, 0], steps: steps)
        addQuad(origin: origin + [0, height, 0], right: [width, 0, 0], up: [0, 0, -depth], steps: steps)
    }

    /// A flat rectangle: `origin` is its lower left corner, `right` and `up` its edges, as seen from its
    /// front.
    mutating func addQuad(origin: Vector, right: Vector, up: Vector, steps: Int = 1) {
        addGrid(columns: steps, rows: steps) { u, v in
            Vertex(
                position: origin + right * u + up * (1 - v), normal: right.cross(up).normalized, uv: [u, v])
        }
    }

    /// A sheet of `columns` by `rows` cells; `point` gives the vertex at (u, v), 0...1, v downwards.
    mutating func addGrid(columns: Int, rows: Int, point: (Float, Float) -> Vertex) {
        let base = UInt16(vertices.count)
        for row in 0...rows {
            for column in 0...columns {
                vertices.append(point(Float(column) / Float(columns), Float(row) / Float(rows)))
            }
        }
        let stride = UInt16(columns + 1)
        for row in 0..<UInt16(rows) {
            for column in 0..<UInt16(columns) {
                let upperLeft = base + row * stride + column
                let lowerLeft = upperLeft + stride
                triangles += [upperLeft, lowerLeft, lowerLeft + 1, upperLeft, lowerLeft + 1, upperLeft + 1]
            }
        }
    }

    func map(_ transform: (Vertex) -> Vertex) -> Mesh {
        var mesh = self
        mesh.vertices = vertices.map(transform)
        return mesh
    }
}
