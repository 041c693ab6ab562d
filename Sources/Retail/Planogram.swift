/// What should stand where in one bay.
///
/// This is the project's native planogram; its JSON form is described by `Config/planogram.schema.json`.
package struct Planogram: Hashable, Sendable, Codable {
    /// The version of the JSON form that this code reads and writes.
    package static let schemaVersion = 1

    package let schemaVersion: Int
    package let id: String
    /// Version of the content, counted up by whoever maintains the plan.
    package let revision: Int
    package let bay: Bay

    package init(id: String, revision: Int, bay: Bay) {
        schemaVersion = Planogram.schemaVersion
        self.id = id
        self.revision = revision
        self.bay = bay
    }

    enum CodingKeys: String, CodingKey {
        case schemaVersion = "schema_version"
        case id, revision, bay
    }
}

/// One unit of shelving: its front plane in millimetres and its shelves from the bottom up.
package struct Bay: Hashable, Sendable, Codable {
    package let id: String
    package let widthMM: Double
    package let heightMM: Double
    package let shelves: [Shelf]

    package init(id: String, widthMM: Double, heightMM: Double, shelves: [Shelf]) {
        self.id = id
        self.widthMM = widthMM
        self.heightMM = heightMM
        self.shelves = shelves
    }

    enum CodingKeys: String, CodingKey {
        case id, shelves
        case widthMM = "width_mm"
        case heightMM = "height_mm"
    }
}

/// One board with the products that stand on it, from left to right.
package struct Shelf: Hashable, Sendable, Codable {
    package let id: String
    /// Height of the surface that products stand on, above the floor.
    package let surfaceMM: Double
    /// Free height above the surface.
    package let clearanceMM: Double
    package let positions: [Position]

    package init(id: String, surfaceMM: Double, clearanceMM: Double, positions: [Position]) {
        self.id = id
        self.surfaceMM = surfaceMM
        self.clearanceMM = clearanceMM
        self.positions = positions
    }

    enum CodingKeys: String, CodingKey {
        case id, positions
        case surfaceMM = "surface_mm"
        case clearanceMM = "clearance_mm"
    }
}

/// The place of one SKU on a shelf: one or more facings side by side.
package struct Position: Hashable, Sendable, Codable {
    package let id: String
    package let gtin: GTIN
    /// Left edge, from the bay's left side.
    package let xMM: Double
    package let widthMM: Double
    /// Facings side by side.
    package let facings: Int
    /// Units stacked on each other in one facing; only the front ones count as facings.
    package let unitsHigh: Int
    /// How many facings more or fewer than planned are still right.
    package let tolerance: Int

    package init(
        id: String, gtin: GTIN, xMM: Double, widthMM: Double, facings: Int, unitsHigh: Int = 1,
        tolerance: Int = 0
    ) {
        self.id = id
        self.gtin = gtin
        self.xMM = xMM
        self.widthMM = widthMM
        self.facings = facings
        self.unitsHigh = unitsHigh
        self.tolerance = tolerance
    }

    enum CodingKeys: String, CodingKey {
        case id, gtin, facings, tolerance
        case xMM = "x_mm"
        case widthMM = "width_mm"
        case unitsHigh = "units_high"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        gtin = try container.decode(GTIN.self, forKey: .gtin)
        xMM = try container.decode(Double.self, forKey: .xMM)
        widthMM = try container.decode(Double.self, forKey: .widthMM)
        facings = try container.decode(Int.self, forKey: .facings)
        unitsHigh = try container.decodeIfPresent(Int.self, forKey: .unitsHigh) ?? 1
        tolerance = try container.decodeIfPresent(Int.self, forKey: .tolerance) ?? 0
    }
}
