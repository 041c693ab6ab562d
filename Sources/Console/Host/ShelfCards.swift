/// A product of the catalogue, for people.
package struct ProductCard: Sendable, Hashable, Encodable {
    package var gtin: String
    /// From the department to the SKU.
    package var path: [String]
    /// Brand, product and variety.
    package var name: String

    package init(gtin: String, path: [String], name: String) {
        self.gtin = gtin
        self.path = path
        self.name = name
    }
}

/// What recognition says of what stands there: names from the department down, each with its probability.
package struct SeenCard: Sendable, Hashable, Encodable {
    package struct Level: Sendable, Hashable, Encodable {
        package var level: String
        package var name: String
        package var probability: Double

        package init(level: String, name: String, probability: Double) {
            self.level = level
            self.name = name
            self.probability = probability
        }
    }

    /// Empty: unknown.
    package var levels: [Level]
    package var gtin: String?
    package var name: String

    package init(levels: [Level], gtin: String?, name: String) {
        self.levels = levels
        self.gtin = gtin
        self.name = name
    }
}

/// How one slot stands.
package struct SlotState: Sendable, Hashable, Encodable {
    package var position: String
    package var shelf: String
    /// `ok`, `not_observed`, or the kind of what is wrong: of what is open, else of what the last look found.
    package var state: String
    /// Whether `state` has been told (a deviation is open), or is only what the last look found.
    package var isOpen: Bool
    package var severity: String?
    package var deviation: String?
    package var expected: ProductCard
    package var facings: Int
    package var facingsFound: Int?
    /// The slot in the picture: four corners.
    package var outline: [PicturePoint]
    /// On the bay's front.
    package var xMM: Double
    package var yMM: Double
    package var widthMM: Double
    package var heightMM: Double

    package init(
        position: String, shelf: String, state: String, isOpen: Bool, severity: String?, deviation: String?,
        expected: ProductCard, facings: Int, facingsFound: Int?, outline: [PicturePoint], xMM: Double,
        yMM: Double,
        widthMM: Double, heightMM: Double
    ) {
        self.position = position
        self.shelf = shelf
        self.state = state
        self.isOpen = isOpen
        self.severity = severity
        self.deviation = deviation
        self.expected = expected
        self.facings = facings
        self.facingsFound = facingsFound
        self.outline = outline
        self.xMM = xMM
        self.yMM = yMM
        self.widthMM = widthMM
        self.heightMM = heightMM
    }
}

/// One zone as it stands.
package struct ShelfState: Sendable, Hashable, Encodable {
    package var zone: String
    package var camera: String
    package var planogram: String
    package var bay: String
    package var widthMM: Double
    package var heightMM: Double
    package var pictureSize: PictureSize
    /// Of the last look; `nil`: there was none.
    package var seenAt: String?
    package var figures: FigureCard?
    package var slots: [SlotState]
    /// Open for the bay as a whole.
    package var hints: [DeviationCard]

    package init(
        zone: String, camera: String, planogram: String, bay: String, widthMM: Double, heightMM: Double,
        pictureSize: PictureSize, seenAt: String?, figures: FigureCard?, slots: [SlotState],
        hints: [DeviationCard]
    ) {
        self.zone = zone
        self.camera = camera
        self.planogram = planogram
        self.bay = bay
        self.widthMM = widthMM
        self.heightMM = heightMM
        self.pictureSize = pictureSize
        self.seenAt = seenAt
        self.figures = figures
        self.slots = slots
        self.hints = hints
    }
}

/// All that is known of one slot.
package struct SlotDetail: Sendable, Hashable, Encodable {
    /// One unit that stands there.
    package struct Unit: Sendable, Hashable, Encodable {
        package var seen: SeenCard
        /// How sure the detector is, 0...1.
        package var confidence: Double
        package var outline: [PicturePoint]

        package init(seen: SeenCard, confidence: Double, outline: [PicturePoint]) {
            self.seen = seen
            self.confidence = confidence
            self.outline = outline
        }
    }

    /// How the evidence for what is wrong stood at one time.
    package struct EvidencePoint: Sendable, Hashable, Encodable {
        package var time: String
        package var kind: String
        /// Log likelihood ratio of the sequential test; above `opensAt` it is told.
        package var evidence: Double

        package init(time: String, kind: String, evidence: Double) {
            self.time = time
            self.kind = kind
            self.evidence = evidence
        }
    }

    package var slot: SlotState
    package var units: [Unit]
    /// Products that look like the expected one.
    package var lookAlikes: [ProductCard]
    /// Oldest first, of the last hour at most.
    package var evidence: [EvidencePoint]
    /// At which evidence a deviation is told, and at which it is over.
    package var opensAt: Double
    package var closesAt: Double
    package var open: [DeviationCard]

    package init(
        slot: SlotState, units: [Unit], lookAlikes: [ProductCard], evidence: [EvidencePoint], opensAt: Double,
        closesAt: Double, open: [DeviationCard]
    ) {
        self.slot = slot
        self.units = units
        self.lookAlikes = lookAlikes
        self.evidence = evidence
        self.opensAt = opensAt
        self.closesAt = closesAt
        self.open = open
    }
}

/// What one look finds wrong at one position.
package struct FindingCard: Sendable, Hashable, Encodable {
    package var kind: String
    package var shelf: String
    package var position: String
    package var expected: ProductCard?
    package var expectedFacings: Int
    package var facingsFound: Int
    package var seen: SeenCard?
    package var belongsTo: String?
    package var confidence: Double

    package init(
        kind: String, shelf: String, position: String, expected: ProductCard?, expectedFacings: Int,
        facingsFound: Int, seen: SeenCard?, belongsTo: String?, confidence: Double
    ) {
        self.kind = kind
        self.shelf = shelf
        self.position = position
        self.expected = expected
        self.expectedFacings = expectedFacings
        self.facingsFound = facingsFound
        self.seen = seen
        self.belongsTo = belongsTo
        self.confidence = confidence
    }
}

/// A deviation, open or closed.
package struct DeviationCard: Sendable, Hashable, Encodable {
    package var id: String
    package var camera: String
    package var zone: String
    package var bay: String
    package var finding: FindingCard
    package var severity: String
    package var since: String
    package var confirmations: Int
    package var acknowledged: String?
    /// `nil`: it is open.
    package var closed: String?
    package var hasPicture: Bool

    package init(
        id: String, camera: String, zone: String, bay: String, finding: FindingCard, severity: String,
        since: String,
        confirmations: Int, acknowledged: String?, closed: String?, hasPicture: Bool
    ) {
        self.id = id
        self.camera = camera
        self.zone = zone
        self.bay = bay
        self.finding = finding
        self.severity = severity
        self.since = since
        self.confirmations = confirmations
        self.acknowledged = acknowledged
        self.closed = closed
        self.hasPicture = hasPicture
    }
}

/// Which deviations are wanted, newest first.
package struct DeviationFilter: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable {
        case open, closed, all
    }

    package var state: State
    package var zone: String?
    package var kind: String?
    package var severity: String?
    /// Seconds since 1970 (UTC), of their beginning.
    package var from: Double?
    package var to: Double?
    package var limit: Int
    /// Goes on after the page that gave it.
    package var cursor: String?

    package init(
        state: State = .all, zone: String? = nil, kind: String? = nil, severity: String? = nil,
        from: Double? = nil,
        to: Double? = nil, limit: Int = 50, cursor: String? = nil
    ) {
        self.state = state
        self.zone = zone
        self.kind = kind
        self.severity = severity
        self.from = from
        self.to = to
        self.limit = limit
        self.cursor = cursor
    }
}

package struct DeviationPage: Sendable, Hashable, Encodable {
    package var items: [DeviationCard]
    package var nextCursor: String?

    package init(items: [DeviationCard], nextCursor: String?) {
        self.items = items
        self.nextCursor = nextCursor
    }
}
