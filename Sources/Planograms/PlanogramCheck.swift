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

    init(_ planogram: Planogram) {
        checkName(planogram.id, at: "id")
        if planogram.revision < 1 { note("revision", "must be 1 or more") }
        checkName(planogram.bay.id, at: "bay.id")
        checkLength(planogram.bay.widthMM, at: "bay.width_mm")
        checkLength(planogram.bay.heightMM, at: "bay.height_mm")
        if planogram.bay.shelves.isEmpty { note("bay.shelves", "at least one shelf is needed") }
        for (index, shelf) in planogram.bay.shelves.enumerated() {
            check(shelf, in: planogram.bay, at: "bay.shelves[\(index)]")
        }
        checkHeights(of: planogram.bay)
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
    }

    private mutating func checkOverlaps(on shelf: Shelf, at place: String) {
        let order = shelf.positions.indices.sorted { shelf.positions[$0].xMM < shelf.positions[$1].xMM }
        for (left, right) in zip(order, order.dropFirst()) {
            let end = shelf.positions[left].xMM + shelf.positions[left].widthMM
            if shelf.positions[right].xMM < end - Self.slackMM {
                note(
                    "\(place).positions[\(right)].x_mm",
                    "\(shelf.positions[right].xMM) is inside positions[\(left)], which ends at \(end)")
            }
        }
    }

    private mutating func checkHeights(of bay: Bay) {
        for (index, (lower, upper)) in zip(bay.shelves, bay.shelves.dropFirst()).enumerated() {
            let top = lower.surfaceMM + lower.clearanceMM
            if upper.surfaceMM < top - Self.slackMM {
                note(
                    "bay.shelves[\(index + 1)].surface_mm",
                    "\(upper.surfaceMM) is below the top of shelves[\(index)] at \(top): "
                        + "list shelves from the bottom up and correct the clearance")
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
