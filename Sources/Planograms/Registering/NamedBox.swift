package import Retail

/// A product in a picture with the name that recognition gave it, right or wrong.
package struct NamedBox: Hashable, Sendable {
    package let box: PixelRect
    package let gtin: GTIN

    package init(box: PixelRect, gtin: GTIN) {
        self.box = box
        self.gtin = gtin
    }

    /// The middles of the four sides: left, right, upper, lower.
    ///
    /// The corners of an upright box lie beside the product as soon as the camera is turned; the middles touch it.
    var sides: [PixelPoint] {
        let center = box.center
        return [
            PixelPoint(x: box.x, y: center.y), PixelPoint(x: box.x + box.width, y: center.y),
            PixelPoint(x: center.x, y: box.y), PixelPoint(x: center.x, y: box.y + box.height),
        ]
    }

    /// The box as a pinhole would see it, by the middles of its sides; `nil` where the lens shows nothing.
    func straightened(by lens: Lens?) -> NamedBox? {
        guard let lens else { return self }
        let points = sides.compactMap { lens.undistorted($0) }
        guard points.count == 4 else { return nil }
        return NamedBox(
            box: PixelRect(
                x: points[0].x, y: points[2].y, width: points[1].x - points[0].x,
                height: points[3].y - points[2].y), gtin: gtin)
    }
}
