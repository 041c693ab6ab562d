import Foundation
package import Retail

/// A pinhole camera somewhere before the shelf.
package struct Camera: Sendable {
    let position: Vector
    let size: PixelSize
    /// Focal length in pixels.
    let focal: Float
    let right: Vector
    let up: Vector
    let forward: Vector
    /// How the lens bends lines: the share by which the picture's corner moves outwards (below 0: inwards, a barrel).
    let distortion: Float

    /// Looks from `position` along -z, turned by `yaw` (to the right), `pitch` (upwards) and `roll`, in
    /// radians.
    init(
        position: Vector, yaw: Float, pitch: Float, roll: Float, focal: Float, size: PixelSize,
        distortion: Float = 0
    ) {
        self.distortion = distortion
        self.position = position
        self.size = size
        self.focal = focal
        let forward = Vector(sin(yaw) * cos(pitch), sin(pitch), -cos(yaw) * cos(pitch))
        let level = forward.cross([0, 1, 0]).normalized
        let top = level.cross(forward)
        right = level * cos(roll) + top * sin(roll)
        up = top * cos(roll) - level * sin(roll)
        self.forward = forward
    }

    /// The same camera, knocked a little to the side and up, in radians.
    func turned(yaw: Float, pitch: Float) -> Camera {
        let aside = forward * cos(yaw) + right * sin(yaw)
        let ahead = aside * cos(pitch) + up * sin(pitch)
        let across = (right * cos(yaw) - forward * sin(yaw)).normalized
        return Camera(self, right: across, up: across.cross(ahead), forward: ahead)
    }

    private init(_ other: Camera, right: Vector, up: Vector, forward: Vector) {
        (position, size, focal, distortion) = (other.position, other.size, other.focal, other.distortion)
        (self.right, self.up, self.forward) = (right, up, forward)
    }

    /// Nearest distance at which things are drawn.
    static let near: Float = 120

    /// A place on the picture, in pixels from its middle, as the lens moves it: one term of the radial model of
    /// Brown (1966).
    private func bent(_ place: SIMD2<Float>) -> SIMD2<Float> { place * bend(of: place) }

    /// Far outside the picture the model would fold it back, so that there the bend no longer grows.
    private func bend(of place: SIMD2<Float>) -> Float {
        guard distortion != 0 else { return 1 }
        let corner = SIMD2(Float(size.width), Float(size.height)) / 2
        let share = (place * place).sum() / (corner * corner).sum()
        return 1 + distortion * min(share, distortion < 0 ? 1 / (-3 * distortion) : 4)
    }

    /// Where a place on the picture would be without the lens's distortion.
    private func straightened(_ place: SIMD2<Float>) -> SIMD2<Float> {
        var straight = place
        for _ in 0..<8 { straight = place / bend(of: straight) }
        return straight
    }

    /// Pixel position (x, y) and the inverse of the distance along the view; `nil` when not in front of the
    /// camera.
    func project(_ point: Vector) -> SIMD3<Float>? {
        let arm = point - position
        let distance = arm.dot(forward)
        guard distance > Camera.near else { return nil }
        let scale = focal / distance
        let place = bent(SIMD2(arm.dot(right), -arm.dot(up)) * scale)
        return [Float(size.width) / 2 + place.x, Float(size.height) / 2 + place.y, 1 / distance]
    }

    /// Where a point of the bay's front plane is in the picture; `nil` when it is behind the camera.
    package func pixel(of point: ShelfPoint) -> PixelPoint? {
        project([Float(point.xMM), Float(point.yMM), 0]).map { PixelPoint(x: Double($0.x), y: Double($0.y)) }
    }

    /// Width and height of a box on the front plane, in millimetres, as a registered camera measures them.
    ///
    /// Between the middles of opposite sides; `nil` when the camera does not see the plane there.
    package func sizeOnFrontPlane(of box: PixelRect) -> (widthMM: Double, heightMM: Double)? {
        let center = box.center
        guard let left = frontPoint(at: PixelPoint(x: box.x, y: center.y)),
            let right = frontPoint(at: PixelPoint(x: box.x + box.width, y: center.y)),
            let top = frontPoint(at: PixelPoint(x: center.x, y: box.y)),
            let bottom = frontPoint(at: PixelPoint(x: center.x, y: box.y + box.height))
        else { return nil }
        return (Double((right - left).length), Double((top - bottom).length))
    }

    /// Where the ray through a pixel meets the front plane z = 0.
    private func frontPoint(at pixel: PixelPoint) -> Vector? {
        let middle = SIMD2(Float(size.width), Float(size.height)) / 2
        let place = straightened(SIMD2(Float(pixel.x), Float(pixel.y)) - middle) / focal
        let ray = forward + right * place.x - up * place.y
        guard ray.z < 0 else { return nil }
        return position + ray * (-position.z / ray.z)
    }
}
