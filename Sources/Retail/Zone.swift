/// Ties a region of a camera's picture to a bay.
package struct Zone: Hashable, Sendable {
    /// Whether the zone's price tags are watched.
    package enum PriceTags: String, CaseIterable, Sendable {
        /// A position whose tag has been seen must keep it.
        case learned
        /// Every position needs one.
        case required
        case ignored
    }

    package let id: String
    package let camera: String
    /// The id of the planogram that holds here.
    package let planogram: String
    /// Which of the planogram's bays it is; `nil` if it has one only.
    package let bay: String?
    /// Four or more points known in both worlds, no three of four on a line; empty if `corners` are given.
    package var pointPairs: [PointPair]
    /// The bay's corners in the picture: lower left, lower right, upper right, upper left.
    package var corners: [PixelPoint] = []
    /// The camera's picture size that the pixels of `pointPairs`, `corners` and `lens` refer to.
    package var pictureSize: PixelSize
    /// `nil`: the picture is taken as a pinhole's.
    package var lens: Lens?
    /// A registration in which a point pair is further off than this is refused, in millimetres.
    package var residualLimitMM = 15.0
    /// A camera that was moved by no more than this share of its picture's width is followed; 0: none is.
    package var followShare = 0.06
    package var priceTags = PriceTags.learned
    /// The polygon that the camera is to watch, in pixels; empty: all of the bay that is in the picture.
    package var outline: [PixelPoint] = []
    /// Places of the picture that are not used.
    package var masks: [ZoneMask] = []

    package init(
        id: String, camera: String, planogram: String, bay: String? = nil, pointPairs: [PointPair],
        pictureSize: PixelSize
    ) {
        self.id = id
        self.camera = camera
        self.planogram = planogram
        self.bay = bay
        self.pointPairs = pointPairs
        self.pictureSize = pictureSize
    }

    /// With its corners, if it has them, as point pairs of `bay`.
    package func placed(in bay: Bay) -> Zone {
        guard corners.count == 4 else { return self }
        var zone = self
        let places = [
            ShelfPoint(xMM: 0, yMM: 0), ShelfPoint(xMM: bay.widthMM, yMM: 0),
            ShelfPoint(xMM: bay.widthMM, yMM: bay.heightMM), ShelfPoint(xMM: 0, yMM: bay.heightMM),
        ]
        zone.pointPairs = zip(corners, places).map { PointPair(pixel: $0, shelf: $1) }
        zone.corners = []
        return zone
    }
}

/// A polygon of the picture whose pixels are not used.
package struct ZoneMask: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// Black in every picture that is kept or shown.
        case privacy
        /// Counts as not observed.
        case ignore
    }

    package var kind: Kind
    /// In pixels of the zone's `pictureSize`.
    package var outline: [PixelPoint]

    package init(kind: Kind, outline: [PixelPoint]) {
        self.kind = kind
        self.outline = outline
    }
}

/// One point of the shelf front as the camera sees it and where it is in the bay.
package struct PointPair: Hashable, Sendable, Codable {
    package let pixel: PixelPoint
    package let shelf: ShelfPoint

    package init(pixel: PixelPoint, shelf: ShelfPoint) {
        self.pixel = pixel
        self.shelf = shelf
    }
}
