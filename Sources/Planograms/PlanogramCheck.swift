import Retail

/// What a planogram must fulfil beyond its form: sizes that can be, names used once, nothing inside another.
struct PlanogramCheck {
    /// Planning tools round to a tenth of a millimetre or to a quarter inch; this much is no overlap yet.
    private static let slackMM = 1.0
    /// Longer than any unit of shelving.
    private static let longestMM = 100_000.0

    private(set) var problems: [PlanogramProblem] = []
    private var positionPlaces: [String: String] = [:]
    private var shelfPlaces: [String: String] = [:]
    private var bayPlaces: [String: String] = [:]

    /// `planograms` are the bays of one file; there may be none if what it lists is no bay.
    init(_ planograms: [Planogram]) {
        if let first = planograms.first {
            checkName(first.id, at: "id")
            if first.revision < 1 { note("revision", "must be 1 or more") }
        }
        for (index, planogram) in planograms.enumerated() {
            check(planogram.bay, at: planograms.count == 1 ? "bay" : "bays[\(index)]")
        }
    }

    private mutating func check(_ bay: Bay, at place: String) {
        // Ids of shelves and positions are told apart by their bay.
        (positionPlaces, shelfPlaces) = ([:], [:])
        checkName(bay.id, at: "\(place).id")
        if let other = bayPlaces.updateValue(place, forKey: bay.id) {
            note("\(place).id", "\"\(bay.id)\" is the id of \(other) too: give each bay its own")
        }
        checkLength(bay.widthMM, at: "\(place).width_mm")
        checkLength(bay.heightMM, at: "\(place).height_mm")
        if bay.shelves.isEmpty { note("\(place).shelves", "at least one shelf is needed") }
        for (index, shelf) in bay.shelves.enumerated() {
            check(shelf, in: bay, at: "\(place).shelves[\(index)]")
        }
        checkHeights(of: bay, at: place)
    }

    private mutating func check(_ shelf: Shelf, in bay: Bay, at place: String) {
        checkName(shelf.id, at: "\(place).id")
        if let other = shelfPlaces.updateValue(place, forKey: shelf.id) {
            note("\(place).id", "\"\(shelf.id)\" is the id of \(other) too: give each shelf its own")
        }
        checkCoordinate(shelf.surfaceMM, at: "\(place).surface_mm")
        if shelf.surfaceMM >= bay.heightMM {
            note("\(place).surface_mm", "\(shelf.surfaceMM) is above the bay's height of \(bay.heightMM)")
        }
        checkLength(shelf.clearanceMM, at: "\(place).clearance_mm")
        if let span = shelf.span {
            checkCoordinate(span.xMM, at: "\(place).x_mm")
            checkLength(span.widthMM, at: "\(place).width_mm")
            if span.endMM > bay.widthMM + Self.slackMM {
                note(
                    "\(place).width_mm",
                    "the shelf ends at \(span.endMM), outside the bay's width of \(bay.widthMM)")
            }
        }
        if let depth = shelf.depthMM { checkLength(depth, at: "\(place).depth_mm") }
        for (index, position) in shelf.positions.enumerated() {
            check(position, in: bay, at: "\(place).positions[\(index)]")
        }
        checkOverlaps(on: shelf, at: place)
    }

    private mutating func check(_ position: Position, in bay: Bay, at place: String) {
        checkName(position.id, at: "\(place).id")
        if let other = positionPlaces.updateValue(place, forKey: position.id) {
            note("\(place).id", "\"\(position.id)\" is the id of \(other) too: give each position its own")
        }
        checkCoordinate(position.xMM, at: "\(place).x_mm")
        checkLength(position.widthMM, at: "\(place).width_mm")
        let right = position.xMM + position.widthMM
        if right > bay.widthMM + Self.slackMM {
            note(
                "\(place).width_mm",
                "the position ends at \(right), outside the bay's width of \(bay.widthMM)")
        }
        if position.facings < 1 { note("\(place).facings", "must be 1 or more") }
        if position.unitsHigh < 1 { note("\(place).units_high", "must be 1 or more") }
        if position.tolerance < 0 { note("\(place).tolerance", "must be 0 or more") }
        check(position.presentation, of: position, at: place)
    }

    private mutating func check(_ presentation: Presentation, of position: Position, at place: String) {
        checkCoordinate(presentation.raisedMM, at: "\(place).raised_mm")
        if let size = presentation.unitSize {
            checkLength(size.widthMM, at: "\(place).unit_size.width_mm")
            checkLength(size.heightMM, at: "\(place).unit_size.height_mm")
            checkLength(size.depthMM, at: "\(place).unit_size.depth_mm")
        }
        if presentation.caps.beside > position.facings {
            note("\(place).caps.beside", "must not be more than the \(position.facings) facings")
        }
    }

    private mutating func checkOverlaps(on shelf: Shelf, at place: String) {
        for (left, right) in ShelfOverlaps(shelf, slackMM: Self.slackMM).pairs {
            note(
                "\(place).positions[\(right)].x_mm",
                "\(shelf.positions[right].xMM) is inside positions[\(left)], which ends at \(shelf.positions[left].endMM)"
            )
        }
    }

    /// Boards that are above one another must leave each other room; hooks may reach past each other.
    private mutating func checkHeights(of bay: Bay, at place: String) {
        for (upper, shelf) in bay.shelves.enumerated() where shelf.kind != .pegs {
            for lower in (0..<upper).reversed() where bay.shelves[lower].kind != .pegs {
                let below = bay.shelves[lower]
                guard below.sharesWidth(with: shelf, in: bay) else { continue }
                let top = below.surfaceMM + below.clearanceMM
                if shelf.surfaceMM < top - Self.slackMM {
                    note(
                        "\(place).shelves[\(upper)].surface_mm",
                        "\(shelf.surfaceMM) is below the top of shelves[\(lower)] at \(top): "
                            + "list shelves from the bottom up and correct the clearance")
                }
                break
            }
        }
    }

    private mutating func checkName(_ name: String, at place: String) {
        if name.isEmpty { note(place, "must not be empty") }
    }

    private mutating func checkLength(_ value: Double, at place: String) {
        if !value.isFinite || value <= 0 || value > Self.longestMM {
            note(place, "\(value) is no length: a number above 0 and up to \(Self.longestMM) is expected")
        }
    }

    private mutating func checkCoordinate(_ value: Double, at place: String) {
        if !value.isFinite || value < 0 || value > Self.longestMM {
            note(place, "\(value) is outside the bay: a number from 0 to \(Self.longestMM) is expected")
        }
    }

    private mutating func note(_ place: String, _ message: String) {
        problems.append(PlanogramProblem(place: place, message: message))
    }
}
