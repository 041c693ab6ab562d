/// What should stand where in one bay.
///
/// This is the project's native planogram; its JSON form is described by `Config/planogram.schema.json`. Bays that
/// were planned together are several of these with the same id.
package struct Planogram: Hashable, Sendable {
    /// The version of the JSON form that this code reads and writes.
    package static let schemaVersion = 1

    package var id: String
    /// Version of the content, counted up by whoever maintains the plan.
    package var revision: Int
    /// What people call it.
    package var name: String?
    package var validity: Validity
    package let bay: Bay

    package init(
        id: String, revision: Int, name: String? = nil, validity: Validity = .always, bay: Bay
    ) {
        self.id = id
        self.revision = revision
        self.name = name
        self.validity = validity
        self.bay = bay
    }
}

/// One unit of shelving: its front plane in millimetres and its shelves from the bottom up.
package struct Bay: Hashable, Sendable, Encodable {
    package let id: String
    /// What people call it.
    package let name: String?
    package let widthMM: Double
    package let heightMM: Double
    package let shelves: [Shelf]

    package init(id: String, name: String? = nil, widthMM: Double, heightMM: Double, shelves: [Shelf]) {
        self.id = id
        self.name = name
        self.widthMM = widthMM
        self.heightMM = heightMM
        self.shelves = shelves
    }

    enum CodingKeys: String, CodingKey {
        case id, name, shelves
        case widthMM = "width_mm"
        case heightMM = "height_mm"
    }
}

/// One board, or one row of hooks, with its products from left to right.
package struct Shelf: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case shelf
        /// Products hang; rows of hooks may reach past each other.
        case pegs
        case chest, bin, bar
        case gravityFeed = "gravity_feed"
    }

    /// The part of the bay's width that the board takes.
    package struct Span: Hashable, Sendable {
        package var xMM: Double
        package var widthMM: Double

        package init(xMM: Double, widthMM: Double) {
            self.xMM = xMM
            self.widthMM = widthMM
        }

        package var endMM: Double { xMM + widthMM }
    }

    package let id: String
    package let kind: Kind
    /// Height of the surface that products stand on, above the floor; of the lowest unit if they hang.
    package let surfaceMM: Double
    /// Free height above the surface.
    package let clearanceMM: Double
    /// `nil`: the bay's whole width.
    package let span: Span?
    /// Of the board, from front to back; `nil` if the plan does not say.
    package let depthMM: Double?
    package let positions: [Position]

    package init(
        id: String, kind: Kind = .shelf, surfaceMM: Double, clearanceMM: Double, span: Span? = nil,
        depthMM: Double? = nil, positions: [Position]
    ) {
        self.id = id
        self.kind = kind
        self.surfaceMM = surfaceMM
        self.clearanceMM = clearanceMM
        self.span = span
        self.depthMM = depthMM
        self.positions = positions
    }
}

/// The place of one SKU on a shelf: one or more facings side by side.
package struct Position: Hashable, Sendable {
    package let id: String
    package let gtin: GTIN
    /// The product's name, for people.
    package let name: String?
    /// Left edge, from the bay's left side.
    package let xMM: Double
    package let widthMM: Double
    /// Facings side by side, as a camera counts them: a tray counts the units at its front.
    package let facings: Int
    /// Units stacked on each other in one facing; only the front ones count as facings.
    package let unitsHigh: Int
    /// How many facings more or fewer than planned are still right.
    package let tolerance: Int
    package let presentation: Presentation
    package let worth: Worth

    package init(
        id: String, gtin: GTIN, name: String? = nil, xMM: Double, widthMM: Double, facings: Int,
        unitsHigh: Int = 1, tolerance: Int = 0, presentation: Presentation = Presentation(),
        worth: Worth = Worth()
    ) {
        self.id = id
        self.gtin = gtin
        self.name = name
        self.xMM = xMM
        self.widthMM = widthMM
        self.facings = facings
        self.unitsHigh = unitsHigh
        self.tolerance = tolerance
        self.presentation = presentation
        self.worth = worth
    }

    package var endMM: Double { xMM + widthMM }
}
