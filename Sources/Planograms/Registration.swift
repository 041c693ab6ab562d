package import Retail

/// Where the pixels of one camera picture are on the front plane of a bay, and back.
///
/// A homography, estimated from the zone's point pairs by the normalised direct linear transform, after the lens if the zone
/// has one. It is exact for what stands on the front plane; what stands behind it or reaches out in front is seen some
/// millimetres off.
package struct Registration: Sendable {
    /// The picture size that pixels refer to.
    package let pictureSize: PixelSize
    /// How far each point pair is from where the map puts it, in millimetres.
    ///
    /// All zero for exactly four pairs: only more than those can contradict each other.
    package let residualsMM: [Double]
    private let lens: Lens?
    private let toShelf: Homography
    private let toPixels: Homography

    /// Throws when the pairs do not determine the map, determine one that no camera can have, or contradict each other by
    /// more than the zone's limit.
    package init(zone: Zone) throws(PlanogramError) {
        let pairs = try zone.straightPairs()
        let estimate = try HomographyEstimate(pairs, zone: zone.id)
        toShelf = estimate.toShelf
        toPixels = estimate.toPixels
        pictureSize = zone.pictureSize
        lens = zone.lens
        residualsMM = pairs.map { estimate.residualMM(of: $0) }
        guard residualsMM.contains(where: { $0 > zone.residualLimitMM }) else { return }
        let (worst, off) = Self.worst(of: pairs, residualsMM, zone: zone.id)
        throw .poorFit(
            zone: zone.id, number: worst + 1, pair: zone.pointPairs[worst], offMM: off,
            limitMM: zone.residualLimitMM)
    }

    /// Takes over a map that was found otherwise, for a zone's pictures.
    init(zone: Zone, map: HomographyEstimate) {
        toShelf = map.toShelf
        toPixels = map.toPixels
        pictureSize = zone.pictureSize
        lens = zone.lens
        residualsMM = []
    }

    /// The map alone, for pixels as a pinhole would see them.
    var straightMap: HomographyEstimate { HomographyEstimate(toShelf: toShelf, toPixels: toPixels) }

    private init(_ other: Registration, pictureSize: PixelSize, lens: Lens?, toShelf: Homography) {
        self.pictureSize = pictureSize
        self.lens = lens
        self.toShelf = toShelf
        toPixels = toShelf.inverse
        residualsMM = other.residualsMM
    }

    /// The pair without which the others agree best, and how far they put it from its place.
    ///
    /// A least-squares map bends towards a wrong pair, so that its neighbours seem off too. With five pairs every four of them
    /// agree, and the one that is furthest off is as good a guess as any.
    private static func worst(
        of pairs: [PointPair], _ residuals: [Double], zone: String
    ) -> (index: Int, offMM: Double) {
        var best: (index: Int, offMM: Double, restMM: Double)?
        for index in pairs.indices where pairs.count > 5 {
            var others = pairs
            others.remove(at: index)
            guard let estimate = try? HomographyEstimate(others, zone: zone) else { continue }
            let rest = others.map { estimate.residualMM(of: $0) }.max() ?? .infinity
            if rest < best?.restMM ?? .infinity {
                best = (index, estimate.residualMM(of: pairs[index]), rest)
            }
        }
        if let best { return (best.index, best.offMM) }
        let index = residuals.indices.max { residuals[$0] < residuals[$1] } ?? 0
        return (index, residuals[index])
    }

    /// The same map for pictures of another size that show the same scene.
    package func scaled(to size: PixelSize) -> Registration {
        guard size != pictureSize else { return self }
        let across = Double(pictureSize.width) / Double(size.width)
        let down = Double(pictureSize.height) / Double(size.height)
        return Registration(
            self, pictureSize: size, lens: lens?.scaled(across: 1 / across, down: 1 / down),
            toShelf: toShelf.after(Homography([across, 0, 0, 0, down, 0, 0, 0, 1])))
    }

    /// `nil` for a pixel at or beyond the plane's horizon, and where the lens shows nothing.
    package func shelfPoint(at pixel: PixelPoint) -> ShelfPoint? {
        let straight = lens == nil ? pixel : lens?.undistorted(pixel)
        guard let straight else { return nil }
        return toShelf.map(straight.x, straight.y).map { ShelfPoint(xMM: $0.x, yMM: $0.y) }
    }

    /// `nil` for a point that the camera cannot have in front of it.
    package func pixel(at point: ShelfPoint) -> PixelPoint? {
        guard let straight = toPixels.map(point.xMM, point.yMM).map({ PixelPoint(x: $0.x, y: $0.y) })
        else { return nil }
        return lens == nil ? straight : lens?.distorted(straight)
    }

    /// Where the camera stands, about so if its focal length is not known; `nil` if it can't be said.
    package var eye: ShelfEye? {
        lens.map { ShelfEye(of: $0, toPixels) } ?? ShelfEye(ofPictures: pictureSize, toPixels)
    }

    /// The place of an upright box, taken from the middles of its four sides.
    ///
    /// The corners of a box lie beside the product as soon as the camera is turned; the middles of its sides
    /// touch it. The lower one is the line on which the product stands.
    package func shelfRect(for box: PixelRect) -> ShelfRect? {
        let center = box.center
        guard let left = shelfPoint(at: PixelPoint(x: box.x, y: center.y)),
            let right = shelfPoint(at: PixelPoint(x: box.x + box.width, y: center.y)),
            let top = shelfPoint(at: PixelPoint(x: center.x, y: box.y)),
            let bottom = shelfPoint(at: PixelPoint(x: center.x, y: box.y + box.height))
        else { return nil }
        return ShelfRect(
            xMM: min(left.xMM, right.xMM), yMM: min(bottom.yMM, top.yMM),
            widthMM: abs(right.xMM - left.xMM), heightMM: abs(top.yMM - bottom.yMM))
    }

    /// The upright box around a rectangle of the shelf; `nil` if it is not wholly in front of the camera.
    package func pixelRect(for rect: ShelfRect) -> PixelRect? {
        let (right, top) = (rect.xMM + rect.widthMM, rect.yMM + rect.heightMM)
        guard let a = pixel(at: ShelfPoint(xMM: rect.xMM, yMM: rect.yMM)),
            let b = pixel(at: ShelfPoint(xMM: right, yMM: rect.yMM)),
            let c = pixel(at: ShelfPoint(xMM: rect.xMM, yMM: top)),
            let d = pixel(at: ShelfPoint(xMM: right, yMM: top))
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

extension Zone {
    /// The point pairs as a pinhole would see them.
    fileprivate func straightPairs() throws(PlanogramError) -> [PointPair] {
        guard let lens else { return pointPairs }
        for corner in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let pixel = PixelPoint(
                x: Double(corner.0 * pictureSize.width), y: Double(corner.1 * pictureSize.height))
            guard lens.undistorted(pixel) == nil else { continue }
            throw .unusableLens(
                zone: id,
                reason: "it folds the picture's corner \(Int(pixel.x)), \(Int(pixel.y)) back: check that the "
                    + "coefficients are k1, k2, p1, p2, k3 and belong to pictures of picture_size")
        }
        var straight: [PointPair] = []
        for (index, pair) in pointPairs.enumerated() {
            guard let pixel = lens.undistorted(pair.pixel) else {
                throw .unusableLens(
                    zone: id, reason: "point pair \(index + 1) lies where this lens shows nothing")
            }
            straight.append(PointPair(pixel: pixel, shelf: pair.shelf))
        }
        return straight
    }
}
