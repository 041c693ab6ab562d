package import Retail

/// Where a camera seems to look: for a technician to confirm.
package struct RegistrationProposal: Sendable {
    package let bay: Bay
    /// The bay's four corners, in the picture (or beside it) and in millimetres: what a zone needs.
    package let corners: [PointPair]
    package let pictureSize: PixelSize
    /// Of the products that are at their places, in millimetres.
    package let residualsMM: [Double]
    /// Positions of the bay that lie at least three quarters inside the picture.
    package let visiblePositions: [String]
    /// How well the next best bay explains the picture, compared with this one: 0...1, the less the surer.
    package let runnerUpShare: Double

    /// `nil` if a corner of the bay is behind the camera, or where `lens` shows nothing.
    init?(bay: Bay, fit: UnitFit, pictureSize: PixelSize, lens: Lens?, runnerUpShare: Double) {
        self.bay = bay
        self.pictureSize = pictureSize
        self.runnerUpShare = runnerUpShare
        residualsMM = fit.matches.map(\.distanceMM)
        var corners: [PointPair] = []
        for (x, y) in [(0, 0), (bay.widthMM, 0), (bay.widthMM, bay.heightMM), (0, bay.heightMM)] {
            guard let straight = fit.map.toPixels.map(x, y) else { return nil }
            let pinhole = PixelPoint(x: straight.x, y: straight.y)
            guard let pixel = lens == nil ? pinhole : lens?.distorted(pinhole) else { return nil }
            corners.append(PointPair(pixel: pixel, shelf: ShelfPoint(xMM: x, yMM: y)))
        }
        self.corners = corners
        var zone = Zone(
            id: bay.id, camera: "", planogram: "", pointPairs: corners, pictureSize: pictureSize)
        zone.lens = lens
        guard let registration = try? Registration(zone: zone) else { return nil }
        visiblePositions = bay.shelves.flatMap { shelf in
            shelf.positions.filter { position in
                let area = ShelfRect(
                    xMM: position.xMM, yMM: shelf.surfaceMM, widthMM: position.widthMM,
                    heightMM: shelf.clearanceMM)
                return registration.visibleShare(of: area) >= 0.75
            }.map(\.id)
        }
    }

    package var medianResidualMM: Double {
        residualsMM.isEmpty ? .infinity : residualsMM.sorted()[residualsMM.count / 2]
    }
}
