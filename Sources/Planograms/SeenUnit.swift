import Retail

/// One facing as it was seen: a product, or a stack of them that counts once.
struct SeenUnit: Sendable {
    var place: ShelfRect
    var identification: Identification?
    var confidence: Double

    var centerMM: Double { place.xMM + place.widthMM / 2 }

    /// The facings among the products of one row, from left to right.
    ///
    /// What stands above another product is a stacked unit or one further back: it counts no second time.
    /// What lies over another at the same height is one product that was found twice.
    static func facings(of sightings: [Sighting]) -> [SeenUnit] {
        var facings: [SeenUnit] = []
        for sighting in sightings.sorted(by: isLower) {
            let unit = SeenUnit(
                place: sighting.place, identification: sighting.identification,
                confidence: sighting.confidence)
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
            if other.confidence > confidence { self = other }
        } else if let above = other.identification,
            identification?.path.contains(above.path) ?? true
        {
            // The units of a stack vouch for each other: the one that was read further speaks for the facing.
            identification = above
        }
    }
}
