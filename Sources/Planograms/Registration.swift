package import Retail

/// Where the pixels of one camera picture are on the front plane of a bay, and back.
///
/// A homography, estimated from the zone's point pairs by the normalised direct linear transform. It is exact
/// for what stands on the front plane; what stands behind it or reaches out in front is seen some millimetres
/// off.
package struct Registration: Sendable {
    /// The picture size that pixels refer to.
    package let pictureSize: PixelSize
    /// How far each point pair is from where the map puts it, in millimetres.
    ///
    /// All zero for exactly four pairs: only more than those can contradict each other.
    package let residualsMM: [Double]
    private let toShelf: Homography
    private let toPixels: Homography

    /// Throws when the pairs do not determine the map, or determine one that no camera can have.
    package init(zone: Zone) throws(PlanogramError) {
        let estimate = try HomographyEstimate(zone.pointPairs, zone: zone.id)
        toShelf = estimate.toShelf
        toPixels = estimate.toPixels
        pictureSize = zone.pictureSize
        residualsMM = zone.pointPairs.map { [toShelf] pair in
            guard let mapped = toShelf.map(pair.pixel.x, pair.pixel.y) else { return .infinity }
            let (x, y) = (mapped.x - pair.shelf.xMM, mapped.y - pair.shelf.yMM)
            return (x * x + y * y).squareRoot()
        }
    }

    private init(_ other: Registration, pictureSize: PixelSize, toShelf: Homography) {
        self.pictureSize = pictureSize
        self.toShelf = toShelf
        toPixels = toShelf.inverse
        residualsMM = other.residualsMM
    }

    /// The same map for pictures of another size that show the same scene.
    package func scaled(to size: PixelSize) -> Registration {
        guard size != pictureSize else { return self }
        let across = Double(pictureSize.width) / Double(size.width)
        let down = Double(pictureSize.height) / Double(size.height)
        return Registration(
            self, pictureSize: size, toShelf: toShelf.after(Homography([across, 0, 0, 0, down, 0, 0, 0, 1])))
    }

    /// `nil` for a pixel at or beyond the plane's horizon.
    package func shelfPoint(at pixel: PixelPoint) -> ShelfPoint? {
        toShelf.map(pixel.x, pixel.y).map { ShelfPoint(xMM: $0.x, yMM: $0.y) }
    }

    /// `nil` for a point that the camera cannot have in front of it.
    package func pixel(at point: ShelfPoint) -> PixelPoint? {
        toPixels.map(point.xMM, point.yMM).map { PixelPoint(x: $0.x, y: $0.y) }
    }

    /// The place of an upright box, taken from the middles of its four sides.
    ///
    /// The corners of a box lie beside the product as soon as the camera is turned; the middles of its sides
    /// touch it. The lower one is the line on which the product stands.
    package func shelfRect(for box: PixelRect) -> ShelfRect? {
        let center = box.center
        guard let left = toShelf.map(box.x, center.y), let right = toShelf.map(box.x + box.width, center.y),
            let top = toShelf.map(center.x, box.y), let bottom = toShelf.map(center.x, box.y + box.height)
        else { return nil }
        return ShelfRect(
            xMM: min(left.x, right.x), yMM: min(bottom.y, top.y), widthMM: abs(right.x - left.x),
            heightMM: abs(top.y - bottom.y))
    }

    /// The upright box around a rectangle of the shelf; `nil` if it is not wholly in front of the camera.
    package func pixelRect(for rect: ShelfRect) -> PixelRect? {
        let (right, top) = (rect.xMM + rect.widthMM, rect.yMM + rect.heightMM)
        guard let a = toPixels.map(rect.xMM, rect.yMM), let b = toPixels.map(right, rect.yMM),
            let c = toPixels.map(rect.xMM, top), let d = toPixels.map(right, top)
        else { return nil }
        let (left, upper) = (min(a.x, b.x, c.x, d.x), min(a.y, b.y, c.y, d.y))
        return PixelRect(
            x: left, y: upper, width: max(a.x, b.x, c.x, d.x) - left, height: max(a.y, b.y, c.y, d.y) - upper)
    }

    /// The share of the rectangle, 0...1, that lies inside the picture.
    package func visibleShare(of rect: ShelfRect) -> Double {
        guard let box = pixelRect(for: rect), box.area > 0 else { return 0 }
        let picture = PixelRect(
            x: 0, y: 0, width: Double(pictureSize.width), height: Double(pictureSize.height))
        return box.intersection(picture).area / box.area
    }
}
