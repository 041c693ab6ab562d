internal import Planograms
internal import Retail

/// What of a bay can be seen in one zone: inside the picture and the zone's outline, under no mask.
struct ZoneCover: Sendable {
    private let registration: Registration
    private let outline: Polygon?
    private let masks: [Polygon]

    /// `registration` is for pictures of the zone's own size.
    init(_ zone: Zone, _ registration: Registration) {
        self.registration = registration
        outline = zone.outline.isEmpty ? nil : Polygon(zone.outline)
        masks = zone.masks.map { Polygon($0.outline) }
    }

    /// Whether an object is looked at whose box has its middle at this point of a picture of the zone's size.
    func shows(_ point: PixelPoint) -> Bool {
        (outline?.contains(point) ?? true) && !masks.contains { $0.contains(point) }
    }

    /// The share of a place on the bay, 0...1, that can be seen.
    func visibleShare(of place: ShelfRect) -> Double {
        let inPicture = registration.visibleShare(of: place)
        guard inPicture > 0, outline != nil || !masks.isEmpty else { return inPicture }
        let (right, top) = (place.xMM + place.widthMM, place.yMM + place.heightMM)
        let corners = [(place.xMM, place.yMM), (right, place.yMM), (right, top), (place.xMM, top)].compactMap
        {
            registration.pixel(at: ShelfPoint(xMM: $0.0, yMM: $0.1))
        }
        guard corners.count == 4 else { return 0 }
        return min(inPicture, Polygon(corners).share(inside: outline.map { [$0] } ?? [], outside: masks))
    }
}
