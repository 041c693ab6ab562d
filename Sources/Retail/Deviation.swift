/// The ways in which a shelf can differ from its planogram.
///
/// The raw value is the name in messages.
package enum DeviationKind: String, CaseIterable, Sendable, Codable {
    case outOfStock = "out_of_stock"
    case lowFacings = "low_facings"
    case extraFacings = "extra_facings"
    case frontGap = "front_gap"
    case foreignProduct = "foreign_product"
    case misplaced = "misplaced"
    case wrongOrder = "wrong_order"
    case wrongOrientation = "wrong_orientation"
    case priceTagMissing = "price_tag_missing"
    case unverified = "unverified"
    /// About the camera, not the shelf: the zone is not being judged.
    case viewChanged = "view_changed"
    /// A hint about the bay as a whole: most of it disagrees with its plan.
    case planogramOutdated = "planogram_outdated"

    /// Whether it is told of the bay as a whole and not of one position.
    package var concernsWholeBay: Bool { self == .viewChanged || self == .planogramOutdated }
}

/// Where a deviation is: one position of one planogram as one zone shows it, or the bay as a whole.
package struct PositionReference: Hashable, Sendable, Codable {
    package let zone: String
    package let bay: String
    /// Empty if the whole bay is meant; so is `position`.
    package let shelf: String
    package let position: String

    package init(zone: String, bay: String, shelf: String, position: String) {
        self.zone = zone
        self.bay = bay
        self.shelf = shelf
        self.position = position
    }

    /// What `view_changed` and `planogram_outdated` are about: the bay as a whole, no shelf and no position.
    package static func view(zone: String, bay: String) -> PositionReference {
        PositionReference(zone: zone, bay: bay, shelf: "", position: "")
    }

    package var isWholeBay: Bool { shelf.isEmpty && position.isEmpty }
}

/// What differs at one position in one look at the shelf: no memory, no identity yet.
package struct Finding: Hashable, Sendable, Codable {
    package let kind: DeviationKind
    package let place: PositionReference
    /// `nil` when the bay as a whole is meant.
    package let expected: GTIN?
    package let expectedFacings: Int
    /// Units of the expected SKU that were found here.
    package let facingsFound: Int
    /// The product that should not be here; `nil` when nothing stands here.
    package let seen: Identification?
    /// For `misplaced` and `wrong_order`: the position that the seen SKU belongs to.
    package let belongsTo: String?
    /// For `wrong_orientation`: how the units should stand and how one does.
    package let turned: Turned?
    /// How sure this one look is, 0...1.
    package let confidence: Double
    /// The slot on the bay's front plane, for the evidence picture.
    package let slot: ShelfRect
    /// What the plan says of how much the position matters.
    package let worth: Worth?

    package init(
        kind: DeviationKind, place: PositionReference, expected: GTIN?, expectedFacings: Int,
        facingsFound: Int, seen: Identification? = nil, belongsTo: String? = nil, turned: Turned? = nil,
        confidence: Double, slot: ShelfRect, worth: Worth? = nil
    ) {
        self.kind = kind
        self.place = place
        self.expected = expected
        self.expectedFacings = expectedFacings
        self.facingsFound = facingsFound
        self.seen = seen
        self.belongsTo = belongsTo
        self.turned = turned
        self.confidence = confidence
        self.slot = slot
        self.worth = worth
    }
}

/// How a unit should stand, and how it does.
package struct Turned: Hashable, Sendable, Codable {
    package let planned: Orientation
    /// One that has the outline that is seen; its other faces and turns may have the same.
    package let seen: Orientation

    package init(planned: Orientation, seen: Orientation) {
        self.planned = planned
        self.seen = seen
    }
}

/// How much a deviation matters.
package enum Severity: String, CaseIterable, Comparable, Sendable, Codable {
    case low, medium, high

    private var step: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        }
    }

    package static func < (left: Severity, right: Severity) -> Bool { left.step < right.step }
}

/// A deviation with an identity and a life: opened, updated, closed.
package struct Deviation: Hashable, Sendable, Codable {
    /// Unique on this appliance, made of characters that an MQTT topic may hold.
    package let id: String
    package var finding: Finding
    package var severity: Severity
    /// When it was first seen, seconds since 1970 (UTC).
    package let since: Double
    /// In how many looks it was seen.
    package var confirmations: Int
    /// When somebody took note of it, seconds since 1970 (UTC); `nil` while nobody has.
    package var acknowledged: Double?
    /// The file that shows its slot as it was when it was told, among the appliance's evidence; `nil`: there is none.
    package var picture: String?

    package init(
        id: String, finding: Finding, severity: Severity, since: Double, confirmations: Int,
        acknowledged: Double? = nil, picture: String? = nil
    ) {
        self.id = id
        self.finding = finding
        self.severity = severity
        self.since = since
        self.confirmations = confirmations
        self.acknowledged = acknowledged
        self.picture = picture
    }
}

/// One step in the life of a deviation, in the order in which they were decided.
package struct DeviationEvent: Hashable, Sendable {
    package enum Change: String, Sendable {
        case opened, updated, closed
    }

    package let change: Change
    package var deviation: Deviation
    /// Seconds since 1970 (UTC).
    package let time: Double

    package init(change: Change, deviation: Deviation, time: Double) {
        self.change = change
        self.deviation = deviation
        self.time = time
    }
}

/// What one zone looks like at one moment.
///
/// Each figure is a share 0...1, or `nil` when nothing was observed.
package struct ZoneFigures: Hashable, Sendable {
    /// Positions with at least one unit of the planned SKU, of those observed.
    package var onShelfAvailability: Double?
    package var facingsPlanned: Int
    /// Planned facings that hold their SKU (never more than planned at any position).
    package var facingsFound: Int
    /// Observed positions without any deviation, of those observed.
    package var compliance: Double?
    /// Compliance taken apart.
    package var components: ComplianceShares?
    /// Positions that could be seen, of all.
    package var observedShare: Double
    /// The shares of the shelf front that brands hold, by their names; empty when nothing was found.
    package var shareOfShelf: [String: Double] = [:]

    package init(
        onShelfAvailability: Double?, facingsPlanned: Int, facingsFound: Int, compliance: Double?,
        observedShare: Double
    ) {
        self.onShelfAvailability = onShelfAvailability
        self.facingsPlanned = facingsPlanned
        self.facingsFound = facingsFound
        self.compliance = compliance
        self.observedShare = observedShare
    }
}

/// Planogram compliance by component: the shares, 0...1, of the observed positions of which each is true.
package struct ComplianceShares: Hashable, Sendable {
    /// The planned SKU is somewhere in the bay.
    package var presence: Double
    /// It is on its shelf.
    package var shelf: Double
    /// It is at its position.
    package var position: Double
    /// As many of its units are in front as planned, give or take the tolerance.
    package var facings: Double
    /// It stands in the order of its row.
    package var order: Double

    package init(presence: Double, shelf: Double, position: Double, facings: Double, order: Double) {
        self.presence = presence
        self.shelf = shelf
        self.position = position
        self.facings = facings
        self.order = order
    }
}
