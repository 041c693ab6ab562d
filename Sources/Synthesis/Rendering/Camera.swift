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
        let across = (Float(pixel.x) - Float(size.width) / 2) / focal
        let upwards = (Float(size.height) / 2 - Float(pixel.y)) / focal
        let ray = forward + right * across + up * upwards
        guard ray.z < 0 else { return nil }
        return position + ray * (-position.z / ray.z)
    }
}
