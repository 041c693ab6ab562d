import Retail

/// A registration that was taken over because the camera was nudged, as it is kept over a restart.
package struct FollowedView: Hashable, Sendable, Codable {
    package let zone: String
    /// By how much of the picture's width the bay has moved from where the zone's points put it.
    package let share: Double
    /// Pixels to millimetres, row by row; pixels as a pinhole would see them.
    private let toShelf: [Double]
    /// What the zone was then: for another one this says nothing.
    private let revision: String

    init(_ registration: Registration, zone: Zone, share: Double) {
        self.zone = zone.id
        self.share = share
        toShelf = registration.straightMap.toShelf.rows
        revision = Self.revision(zone)
    }

    /// The registration that was taken over; `nil` if `zone` is another one, or has changed since.
    func registration(of zone: Zone) -> Registration? {
        guard zone.id == self.zone, Self.revision(zone) == revision, toShelf.count == 9,
            toShelf.allSatisfy(\.isFinite)
        else { return nil }
        let map = Homography(toShelf)
        let back = map.inverse
        guard back.rows.allSatisfy(\.isFinite) else { return nil }
        return Registration(zone: zone, map: HomographyEstimate(toShelf: map, toPixels: back))
    }

    private static func revision(_ zone: Zone) -> String { String("\(zone)".utf8.stableHash, radix: 36) }
}
