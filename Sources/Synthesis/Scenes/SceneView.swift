import Foundation
import Retail

/// Which part of the shelf the camera looks at, and from where.
struct SceneView {
    /// What it sees of the front plane, and somewhat more.
    let left: Float, right: Float, bottom: Float, top: Float
    /// What it would see of the front plane without its turn and its lens.
    let core: (left: Float, right: Float, top: Float)
    let position: Vector
    private let yaw: Float, pitch: Float, roll: Float, focal: Float, distortion: Float

    init(_ size: PixelSize, _ settings: SceneSettings.View, _ random: inout Random) {
        let height = exp(random.uniform(log(settings.heightMM.low)...log(settings.heightMM.high)))
        let distance = height * random.uniform(settings.distance.range) + 200
        let isOblique = random.chance(settings.oblique)
        yaw = random.normal() * (isOblique ? settings.obliqueYaw : settings.straightYaw)
        pitch = random.normal() * (isOblique ? settings.obliquePitch : settings.straightPitch)
        roll = random.normal() * settings.roll
        distortion = random.chance(settings.distorted) ? random.uniform(settings.distortion.range) : 0
        focal = Float(size.height) * distance / height
        let middle = max(height * 0.35, random.uniform(500...1500))
        // The camera stands so that it looks at the middle of what is to be seen.
        position = Vector(random.uniform(-200...200), middle - tan(pitch) * distance, distance)
        let width = height * Float(size.width) / Float(size.height)
        let aim = position.x + tan(yaw) * distance
        // A barrel shows more of the shelf.
        let stretch = (1 + abs(yaw) * 1.6) * (1 + max(0, -distortion))
        left = aim - width / 2 * stretch - 60
        right = aim + width / 2 * stretch + 60
        core = (aim - width / 2, aim + width / 2, middle + height / 2)
        bottom = middle - height / 2 * (1 + max(0, -distortion))
        top = middle + height / 2 * (1 + abs(yaw)) * (1 + max(0, -distortion))
    }

    func camera(_ size: PixelSize) -> Camera {
        Camera(
            position: position, yaw: yaw, pitch: pitch, roll: roll, focal: focal, size: size,
            distortion: distortion)
    }
}
