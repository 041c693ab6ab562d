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

    /// Looks from `position` along -z, turned by `yaw` (to the right), `pitch` (upwards) and `roll`, in
    /// radians.
    init(position: Vector, yaw: Float, pitch: Float, roll: Float, focal: Float, size: PixelSize) {
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

    /// Nearest distance at which things are drawn.
    static let near: Float = 120

    /// Pixel position (x, y) and the inverse of the distance along the view; `nil` when not in front of the
    /// camera.
    func project(_ point: Vector) -> SIMD3<Float>? {
        let arm = point - position
        let distance = arm.dot(forward)
        guard distance > Camera.near else { return nil }
        let scale = focal / distance
        return [
            Float(size.width) / 2 + arm.dot(right) * scale, Float(size.height) / 2 - arm.dot(up) * scale,
            1 / distance,
        ]
    }

    /// Where a point of the bay's front plane is in the picture; `nil` when it is behind the camera.
    package func pixel(of point: ShelfPoint) -> PixelPoint? {
        project([Float(point.xMM), Float(point.yMM), 0]).map { PixelPoint(x: Double($0.x), y: Double($0.y)) }
    }

    /// The same view with `factor` times as many pixels each way.
    func enlarged(_ factor: Float) -> Camera {
        let size = PixelSize(
            width: Int((Float(size.width) * factor).rounded()),
            height: Int((Float(size.height) * factor).rounded()))
        return Camera(self, focal: focal * factor, size: size)
    }

    private init(_ other: Camera, focal: Float, size: PixelSize) {
        position = other.position
        right = other.right
        up = other.up
        forward = other.forward
        self.focal = focal
        self.size = size
    }
}
