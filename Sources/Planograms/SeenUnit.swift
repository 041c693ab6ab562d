import Retail

/// One facing as it was seen: a product, or a stack of them that counts once.
struct SeenUnit: Sendable {
    /// Narrower than this share of its SKU, a unit is seen in part.
    static let wholeShare = 0.7

    var place: ShelfRect
    var identification: Identification?
    var confidence: Double
    /// How far behind the front plane its front is; `nil`: nobody knows.
    var depthMM: Double?
    /// How far that is off, typically; 0 where it was told.
    var depthErrorMM = 0.0
    /// How it stands, if perception has told.
    var orientation: Orientation?
    /// What is seen above it in its column, from below: the rest of its stack, and what stands further back.
    var above: [SeenUnit] = []

    var centerMM: Double { place.xMM + place.widthMM / 2 }

    init(_ sighting: Sighting) {
        place = sighting.place
        identification = sighting.identification
        confidence = sighting.confidence
        depthMM = sighting.depthMM
        orientation = sighting.orientation
    }

    /// How sure it is that this product stands here: that it is one, and which.
    var proof: Double { confidence * (identification?.probabilities.last ?? 1) }

    /// How sure it is that a product stands here that is not the planned one, or not known to be.
    var strangeness: Double { confidence * (1 - (identification?.planned ?? 0)) }

    /// The facings among the products of one row, from left to right.
    ///
    /// What stands above another product is a stacked unit or one further back: it counts no second time.
    /// What lies over another at the same height is one product that was found twice.
    static func facings(of sightings: [Sighting]) -> [SeenUnit] {
        var facings: [SeenUnit] = []
        for sighting in sightings.sorted(by: isLower) {
            let unit = SeenUnit(sighting)
            if let below = facings.firstIndex(where: { $0.sharesColumn(with: unit) }) {
                facings[below].absorb(unit)
            } else {
                facings.append(unit)
            }
        }
        return facings.sorted { $0.centerMM < $1.centerMM }
    }

    private static func isLower(_ left: Sighting, _ right: Sighting) -> Bool {
        (left.place.yMM, left.place.xMM) < (right.place.yMM, right.place.xMM)
    }

    private func sharesColumn(with other: SeenUnit) -> Bool {
        let shared =
            min(place.xMM + place.widthMM, other.place.xMM + other.place.widthMM)
            - max(place.xMM, other.place.xMM)
        return shared >= 0.6 * min(place.widthMM, other.place.widthMM)
    }

    private mutating func absorb(_ other: SeenUnit) {
        let shared =
            min(place.yMM + place.heightMM, other.place.yMM + other.place.heightMM)
            - max(place.yMM, other.place.yMM)
        if shared > 0.5 * min(place.heightMM, other.place.heightMM) {
            guard other.confidence > confidence else { return }
            let stack = above
            self = other
            above = stack
            return
        }
        above.append(other)
        // The units of a stack vouch for each other: the one that was read further speaks for the facing.
        if let read = other.identification, identification?.path.contains(read.path) ?? true {
            identification = read
        }
    }
}
