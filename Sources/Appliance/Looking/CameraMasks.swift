internal import Imaging
package import Retail

/// The parts of one camera's picture that are not used.
package struct CameraMasks: Sendable {
    /// In pixels of `size`.
    let privacy: [ZoneMask]
    private let zones: [(size: PixelSize, mask: ZoneMask)]

    /// The masks of all zones of a camera: what is private for one is so for all.
    package init(_ zones: [Zone]) {
        self.zones = zones.flatMap { zone in
            zone.masks.filter { $0.kind == .privacy }.map { (zone.pictureSize, $0) }
        }
        privacy = self.zones.map(\.mask)
    }

    /// Makes what is private black in a picture that shows all of the camera's, at any size.
    func blacken(_ image: inout RGBImage) {
        let whole = PixelRect(x: 0, y: 0, width: Double(image.width), height: Double(image.height))
        blacken(&image, of: PixelSize(width: image.width, height: image.height), showing: whole)
    }

    /// The frame as it may be kept; `nil` if it is damaged and can't be covered.
    func covered(_ frame: Frame) -> Frame? {
        guard !privacy.isEmpty else { return frame }
        guard var image = try? frame.decoded() else { return nil }
        blacken(&image)
        guard let bytes = try? JPEG.encode(image, quality: 92) else { return nil }
        return Frame(
            camera: frame.camera, sequence: frame.sequence, monotonic: frame.monotonic,
            wallSeconds: frame.wallSeconds, payload: .jpeg(bytes))
    }

    /// The same in a picture that shows the part `area` of a frame of `size`.
    func blacken(_ image: inout RGBImage, of size: PixelSize, showing area: PixelRect) {
        guard area.area > 0 else { return }
        let (across, down) = (Double(image.width) / area.width, Double(image.height) / area.height)
        for zone in zones {
            let (wide, high) = (
                Double(size.width) / Double(zone.size.width), Double(size.height) / Double(zone.size.height)
            )
            image.blacken(
                zone.mask.outline.map { point in
                    PixelPoint(x: (point.x * wide - area.x) * across, y: (point.y * high - area.y) * down)
                })
        }
    }
}
