import Foundation
import Planograms
import Retail
import TestSupport

/// A pinhole camera in front of a bay, for tests: the true map from millimetres to pixels.
struct CameraView {
    let size = PixelSize(width: 1920, height: 1080)
    private var right: [Double]
    private var down: [Double]
    private var ahead: [Double]
    private let place: [Double]
    private let focal: Double

    /// Looks at about the middle of the bay from 1 to 2.2 m, up to 25° from the side, 12° from above, rolled by 2°.
    init(bay: Bay, using random: inout SeededGenerator) {
        let yaw = Double.random(in: -25...25, using: &random) * .pi / 180
        let pitch = Double.random(in: -6...12, using: &random) * .pi / 180
        let roll = Double.random(in: -2...2, using: &random) * .pi / 180
        let distance = Double.random(in: 1000...2200, using: &random)
        let target = [
            bay.widthMM * Double.random(in: 0.35...0.65, using: &random),
            bay.heightMM * Double.random(in: 0.35...0.65, using: &random), 0,
        ]
        // x to the right, y up, z from the shelf to the shopper.
        let ahead = [sin(yaw) * cos(pitch), -sin(pitch), -cos(yaw) * cos(pitch)]
        place = zip(target, ahead).map { $0 - $1 * distance }
        let level = [cos(yaw), 0, sin(yaw)]
        let up = Self.cross(level, ahead)
        self.ahead = ahead
        right = (0..<3).map { cos(roll) * level[$0] + sin(roll) * up[$0] }
        down = (0..<3).map { sin(roll) * level[$0] - cos(roll) * up[$0] }
        focal = 1300
    }

    /// The same camera, knocked to the side and down, in radians.
    func turned(aside: Double, down fall: Double) -> CameraView {
        func mixed(_ a: [Double], _ b: [Double], _ angle: Double) -> [Double] {
            zip(a, b).map { cos(angle) * $0 + sin(angle) * $1 }
        }
        var view = self
        view.ahead = mixed(ahead, right, aside)
        view.right = mixed(right, ahead, -aside)
        (view.ahead, view.down) = (mixed(view.ahead, down, fall), mixed(down, view.ahead, -fall))
        return view
    }

    private static func cross(_ a: [Double], _ b: [Double]) -> [Double] {
        [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    }

    /// `nil` behind the camera.
    func pixel(_ xMM: Double, _ yMM: Double) -> PixelPoint? {
        let ray = [xMM - place[0], yMM - place[1], -place[2]]
        func along(_ axis: [Double]) -> Double { zip(ray, axis).reduce(0) { $0 + $1.0 * $1.1 } }
        let depth = along(ahead)
        guard depth > 1 else { return nil }
        return PixelPoint(x: 960 + focal * along(right) / depth, y: 540 + focal * along(down) / depth)
    }

    /// The upright box around a rectangle of the shelf if it lies inside the picture.
    func box(_ rect: ShelfRect) -> PixelRect? {
        let corners = [
            pixel(rect.xMM, rect.yMM), pixel(rect.xMM + rect.widthMM, rect.yMM),
            pixel(rect.xMM, rect.yMM + rect.heightMM),
            pixel(rect.xMM + rect.widthMM, rect.yMM + rect.heightMM),
        ].compactMap(\.self)
        guard corners.count == 4, let left = corners.map(\.x).min(), let far = corners.map(\.x).max(),
            let top = corners.map(\.y).min(), let bottom = corners.map(\.y).max(), left >= 0, top >= 0,
            far <= Double(size.width), bottom <= Double(size.height)
        else { return nil }
        return PixelRect(x: left, y: top, width: far - left, height: bottom - top)
    }
}
