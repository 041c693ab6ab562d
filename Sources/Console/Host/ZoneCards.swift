/// A point of a picture: `[x, y]` in JSON.
package struct PicturePoint: Sendable, Hashable, Encodable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(x)
        try container.encode(y)
    }
}

/// A zone as people draw it.
package struct ZoneDraft: Sendable, Hashable, Encodable {
    /// A point that is known in the picture and on the shelf.
    package struct Pair: Sendable, Hashable, Encodable {
        package var pixel: PicturePoint
        /// `[x, y]` in millimetres.
        package var mm: PicturePoint

        package init(pixel: PicturePoint, mm: PicturePoint) {
            self.pixel = pixel
            self.mm = mm
        }
    }

    /// A polygon whose pixels are not used.
    package struct Mask: Sendable, Hashable, Encodable {
        /// `privacy`: black in every picture that is kept or shown; `ignore`: what stands there is not observed.
        package var kind: String
        package var outline: [PicturePoint]

        package init(kind: String, outline: [PicturePoint]) {
            self.kind = kind
            self.outline = outline
        }
    }

    package var id: String
    package var camera: String
    package var planogram: String
    package var bay: String?
    /// What all pixels here refer to.
    package var pictureSize: PictureSize
    /// Lower left, lower right, upper right, upper left of the bay; four, or none if `points` are given.
    package var corners: [PicturePoint]
    package var points: [Pair]
    /// The polygon that the camera is to watch; empty: all of the bay that is in the picture.
    package var outline: [PicturePoint]
    package var masks: [Mask]
    package var maxResidualMM: Double
    package var followShare: Double
    /// `learned`, `required` or `ignored`.
    package var priceTags: String

    package init(
        id: String, camera: String, planogram: String, bay: String?, pictureSize: PictureSize,
        corners: [PicturePoint] = [], points: [Pair] = [], outline: [PicturePoint] = [], masks: [Mask] = [],
        maxResidualMM: Double = 15, followShare: Double = 0.06, priceTags: String = "learned"
    ) {
        self.id = id
        self.camera = camera
        self.planogram = planogram
        self.bay = bay
        self.pictureSize = pictureSize
        self.corners = corners
        self.points = points
        self.outline = outline
        self.masks = masks
        self.maxResidualMM = maxResidualMM
        self.followShare = followShare
        self.priceTags = priceTags
    }
}

/// All zones, at one revision of the settings.
package struct ZoneList: Sendable, Hashable, Encodable {
    package var revision: String
    package var zones: [ZoneDraft]

    package init(revision: String, zones: [ZoneDraft]) {
        self.revision = revision
        self.zones = zones
    }
}

/// A slot of the plan as the zone's registration puts it into the picture.
package struct OverlaySlot: Sendable, Hashable, Encodable {
    package var position: String
    package var shelf: String
    package var gtin: String
    package var name: String
    /// Four corners: lower left, lower right, upper right, upper left.
    package var outline: [PicturePoint]
    /// The part of it that is in the picture, in the outline and under no mask, 0...1.
    package var visibleShare: Double

    package init(
        position: String, shelf: String, gtin: String, name: String, outline: [PicturePoint],
        visibleShare: Double
    ) {
        self.position = position
        self.shelf = shelf
        self.gtin = gtin
        self.name = name
        self.outline = outline
        self.visibleShare = visibleShare
    }
}

/// What is wrong with a zone, and what its registration comes to.
package struct ZoneCheck: Sendable, Hashable, Encodable {
    /// Paths into the draft, as `outline[2]`, `corners[0]`, `points[4].pixel`, `bay`, so that each is told where it is drawn.
    package var problems: [FieldProblem]
    /// Of the points, in their order; empty for corners, which agree in any case.
    package var residualsMM: [Double]
    package var medianResidualMM: Double?
    /// The boards from the bottom up, each a line from its left to its right end.
    package var boards: [[PicturePoint]]
    /// The bay's corners in the picture.
    package var bayOutline: [PicturePoint]
    package var slots: [OverlaySlot]

    package init(
        problems: [FieldProblem], residualsMM: [Double] = [], medianResidualMM: Double? = nil,
        boards: [[PicturePoint]] = [], bayOutline: [PicturePoint] = [], slots: [OverlaySlot] = []
    ) {
        self.problems = problems
        self.residualsMM = residualsMM
        self.medianResidualMM = medianResidualMM
        self.boards = boards
        self.bayOutline = bayOutline
        self.slots = slots
    }
}

/// A zone that explains a picture, to be confirmed by a person.
package struct ZoneProposal: Sendable, Hashable, Encodable {
    package var zone: ZoneDraft
    package var check: ZoneCheck
    /// One line for people.
    package var summary: String
    /// RFC 3339.
    package var capturedAt: String

    package init(zone: ZoneDraft, check: ZoneCheck, summary: String, capturedAt: String) {
        self.zone = zone
        self.check = check
        self.summary = summary
        self.capturedAt = capturedAt
    }
}

/// What a zone would report now.
package struct DryRun: Sendable, Hashable, Encodable {
    package var capturedAt: String
    package var figures: FigureCard
    package var findings: [FindingCard]
    package var slots: [SlotState]
    /// What speaks against saving this as it is: most of the bay disagrees (a wrong planogram?)...
    package var warnings: [FieldProblem]

    package init(
        capturedAt: String, figures: FigureCard, findings: [FindingCard], slots: [SlotState],
        warnings: [FieldProblem]
    ) {
        self.capturedAt = capturedAt
        self.figures = figures
        self.findings = findings
        self.slots = slots
        self.warnings = warnings
    }
}

/// A planogram and its bays.
package struct PlanogramCard: Sendable, Hashable, Encodable {
    package struct BayCard: Sendable, Hashable, Encodable {
        package var id: String
        package var name: String?
        package var widthMM: Double
        package var heightMM: Double
        package var positions: Int

        package init(id: String, name: String?, widthMM: Double, heightMM: Double, positions: Int) {
            self.id = id
            self.name = name
            self.widthMM = widthMM
            self.heightMM = heightMM
            self.positions = positions
        }
    }

    package var id: String
    package var name: String?
    package var revision: Int
    package var bays: [BayCard]

    package init(id: String, name: String?, revision: Int, bays: [BayCard]) {
        self.id = id
        self.name = name
        self.revision = revision
        self.bays = bays
    }
}

/// A bay with all that should stand in it, for drawing.
package struct BayPlan: Sendable, Hashable, Encodable {
    package struct Board: Sendable, Hashable, Encodable {
        package var id: String
        package var surfaceMM: Double
        package var clearanceMM: Double
        package var slots: [PlannedSlotCard]

        package init(id: String, surfaceMM: Double, clearanceMM: Double, slots: [PlannedSlotCard]) {
            self.id = id
            self.surfaceMM = surfaceMM
            self.clearanceMM = clearanceMM
            self.slots = slots
        }
    }

    package struct PlannedSlotCard: Sendable, Hashable, Encodable {
        package var position: String
        package var gtin: String
        /// Brand, product and variety.
        package var name: String
        package var xMM: Double
        package var yMM: Double
        package var widthMM: Double
        package var heightMM: Double
        package var facings: Int

        package init(
            position: String, gtin: String, name: String, xMM: Double, yMM: Double, widthMM: Double,
            heightMM: Double,
            facings: Int
        ) {
            self.position = position
            self.gtin = gtin
            self.name = name
            self.xMM = xMM
            self.yMM = yMM
            self.widthMM = widthMM
            self.heightMM = heightMM
            self.facings = facings
        }
    }

    package var planogram: String
    package var bay: String
    package var name: String?
    package var widthMM: Double
    package var heightMM: Double
    /// From the bottom up.
    package var shelves: [Board]

    package init(
        planogram: String, bay: String, name: String?, widthMM: Double, heightMM: Double, shelves: [Board]
    ) {
        self.planogram = planogram
        self.bay = bay
        self.name = name
        self.widthMM = widthMM
        self.heightMM = heightMM
        self.shelves = shelves
    }
}
