import Imaging
import Retail

/// A pack shot made into the surface of a package.
///
/// The pale ground around the package is found row by row and left out: each row of the surface runs from the package's
/// left outline to its right one, so that the picture's outline becomes the body's, whatever its shape.
struct PackshotSkin {
    private let texture: Texture

    /// Ground is what is nearly white or has the colour of the picture's corners.
    init(_ picture: RGBImage, pixelsHigh: Int) {
        let height = max(16, pixelsHigh)
        let width = max(16, picture.width * height / picture.height)
        let image = picture.resized(to: PixelSize(width: width, height: height))
        var rows: [(left: Int, right: Int)?] = []
        let ground = PackshotSkin.colour(image, 0, 0)
        for y in 0..<height {
            let inside = (0..<width).filter { x in
                let colour = PackshotSkin.colour(image, x, y)
                let isPale = min(colour.x, colour.y, colour.z) > 0.95
                let difference = colour - ground
                return !isPale && max(difference.max(), -difference.min()) > 0.06
            }
            rows.append(inside.first.flatMap { first in inside.last.map { (first, $0) } })
        }
        let known = rows.indices.filter { rows[$0] != nil }
        let top = known.first ?? 0
        let bottom = known.last ?? height - 1
        var canvas = Canvas(width: width, height: height)
        var span = (left: 0, right: width - 1)
        for y in 0..<height {
            // The package's own rows fill the surface from top to bottom.
            let source = top + (bottom - top) * y / max(1, height - 1)
            // A row that is pale all over is a pale part of the package, as wide as the one above.
            if let own = rows[source] { span = own }
            for x in 0..<width {
                let place = span.left + (span.right - span.left) * x / max(1, width - 1)
                canvas.set(x, y, PackshotSkin.colour(image, place, source))
            }
        }
        texture = Texture(canvas)
    }

    private static func colour(_ image: RGBImage, _ x: Int, _ y: Int) -> Colour {
        let index = (y * image.width + x) * 3
        return Colour(
            Float(image.pixels[index]), Float(image.pixels[index + 1]), Float(image.pixels[index + 2])) / 255
    }

    /// The bodies of a package with this surface in place of theirs, seen from the front as the pack shot shows it.
    func dressed(_ meshes: [Mesh], size: PackageSize) -> [Mesh] {
        let bands = 24
        var reach = [Float](repeating: 1, count: bands + 1)
        for vertex in meshes.flatMap(\.vertices) {
            let band = PackshotSkin.band(vertex.position.y, size, bands)
            reach[band] = max(reach[band], abs(vertex.position.x))
        }
        return meshes.map { mesh in
            var dressed = Mesh(texture: texture, gloss: mesh.gloss, sharpness: mesh.sharpness)
            dressed.triangles = mesh.triangles
            dressed.vertices = mesh.vertices.map { vertex in
                let band = PackshotSkin.band(vertex.position.y, size, bands)
                let width = max(reach[band], reach[max(0, band - 1)], reach[min(bands, band + 1)])
                let v = 1 - vertex.position.y / Float(size.heightMM)
                var copy = vertex
                copy.uv = [
                    0.5 + max(-1, min(1, vertex.position.x / width)) / 2, max(0, min(1, v)),
                ]
                return copy
            }
            return dressed
        }
    }

    private static func band(_ y: Float, _ size: PackageSize, _ bands: Int) -> Int {
        Int(max(0, min(1, y / Float(size.heightMM))) * Float(bands))
    }
}
