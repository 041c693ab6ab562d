/// Ties a region of a camera's picture to a bay.
package struct Zone: Hashable, Sendable {
    package let id: String
    package let camera: String
    /// The id of the planogram that holds here.
    package let planogram: String
    /// Which of the planogram's bays it is; `nil` if it has one only.
    package let bay: String?
    /// Four or more points known in both worlds, no three of four on a line.
    package let pointPairs: [PointPair]
    /// The camera's picture size that the pixels of `pointPairs` refer to.
    package let pictureSize: PixelSize

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
