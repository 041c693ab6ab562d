/// The visual classes that the detector tells apart.
package enum ObjectClass: Int, CaseIterable, Sendable {
    case product, emptyFacing, priceTag, occluder

    /// The name in data sets (COCO categories) and messages.
    package var name: String {
        switch self {
        case .product: "product"
        case .emptyFacing: "empty_facing"
        case .priceTag: "price_tag"
        case .occluder: "occluder"
        }
    }
}

/// What recognition says of one product: how far down the tree it is sure, and how sure at each level.
package struct Identification: Hashable, Sendable {
    /// Down to the level that recognition is sure of; the root (empty) means unknown.
    package let path: SKUPath
    /// Probability of each name in `path`, 0...1, never rising on the way down.
    package let probabilities: [Double]
    /// The SKU's key if `path` reaches a SKU.
    package let gtin: GTIN?
    /// Probability that it is what the planogram expects at its place, 0...1; `nil`: nobody has asked.
    package var planned: Double?

    package init(path: SKUPath, probabilities: [Double], gtin: GTIN?, planned: Double? = nil) {
        precondition(path.names.count == probabilities.count)
        self.path = path
        self.probabilities = probabilities
        self.gtin = gtin
        self.planned = planned
    }

    /// Nothing in the catalogue fits.
    package static let unknown = Identification(path: SKUPath([]), probabilities: [], gtin: nil)
}

extension Identification: Codable {
    enum CodingKeys: String, CodingKey {
        case path, probabilities, gtin
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let path = try container.decode(SKUPath.self, forKey: .path)
        let probabilities = try container.decode([Double].self, forKey: .probabilities)
        guard path.names.count == probabilities.count else {
            throw DecodingError.dataCorruptedError(
                forKey: .probabilities, in: container,
                debugDescription: "one probability is needed for each name")
        }
        self.init(
            path: path, probabilities: probabilities,
            gtin: try container.decodeIfPresent(GTIN.self, forKey: .gtin))
    }
}

/// One object seen on the front of a bay.
package struct Sighting: Hashable, Sendable {
    package let objectClass: ObjectClass
    /// Where it stands, on the front plane.
    package let place: ShelfRect
    /// The detector's confidence, 0...1.
    package let confidence: Double
    /// For products only.
    package let identification: Identification?
    /// How far behind the bay's front plane a product's front is, in millimetres; `nil`: not measured.
    package var depthMM: Double?
    /// How a product stands, where perception can tell; `nil`: only its outline says.
    package var orientation: Orientation?

    package init(
        objectClass: ObjectClass, place: ShelfRect, confidence: Double, identification: Identification? = nil
    ) {
        self.objectClass = objectClass
        self.place = place
        self.confidence = confidence
        self.identification = identification
    }
}
