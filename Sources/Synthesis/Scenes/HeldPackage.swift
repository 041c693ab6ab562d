import Foundation
import Retail

/// A package that somebody holds before the camera, as when a product is shown to it or put on the shelf.
struct HeldPackage {
    let unit: Scene.Unit
    let hand: Occluder

    /// `nil` where there is no room for it between `camera` and the shelf.
    init?(_ entry: CatalogueEntry, before camera: Camera, _ random: inout Random) {
        let size = entry.size
        let height = Float(size.heightMM)
        let width = Float(size.widthMM)
        // It takes up a third to nearly all of the picture's height.
        let share = random.uniform(0.35...0.95)
        let distance = max(260, camera.focal * height / (share * Float(camera.size.height)))
        let across = random.uniform(-0.22...0.22) * Float(camera.size.width) / camera.focal
        let upwards = random.uniform(-0.15...0.15) * Float(camera.size.height) / camera.focal
        let middle =
            camera.position + (camera.forward + camera.right * across + camera.up * upwards) * distance
        guard middle.z > Float(size.depthMM) + 150 else { return nil }
        let base = middle - Vector(0, height / 2, 0)
        unit = Scene.Unit(
            entry: entry, base: base, yaw: random.uniform(-0.65...0.65), lean: random.uniform(-0.3...0.3),
            roll: random.normal() * 0.28, row: 0, ceilingMM: 9000)
        let isRight = random.chance(0.5)
        let edge = Vector(
            (isRight ? 0.5 : -0.5) * width, height * (random.uniform(0.15...0.6) - 0.5), 6)
        hand = Occluder(kind: isRight ? .rightGrip : .leftGrip, place: middle + edge, seed: random.next())
    }
}
