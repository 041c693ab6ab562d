package import Retail

/// Looks for what can't stand on the shelf as it is planned.
package struct PlacementCheck {
    /// Planning tools round to a tenth of a millimetre or to a quarter inch.
    private static let slackMM = 1.0
    /// Facings may be pressed together by this share of their width.
    private static let give = 0.05
    /// Measured sizes of one product differ by less.
    private static let sizeTolerance = 0.2

    /// In the order of bays, shelves and positions.
    package private(set) var issues: [PlacementIssue] = []
    private let plan: ImportedPlan
    private let catalogue: (any SKUTable)?
    private var planogram = ""
    private var bay = Bay(id: "", widthMM: 1, heightMM: 1, shelves: [])

    /// `catalogue`: what can be recognised; without it nothing is said about unknown products.
    package init(_ plan: ImportedPlan, catalogue: (any SKUTable)?) {
        self.plan = plan
        self.catalogue = catalogue
        for unplaced in plan.unplaced {
            let kind = unplaced.hasWrongDigit ? PlacementIssue.Kind.wrongCheckDigit : .noGTIN
            issues.append(
                PlacementIssue(
                    kind: kind, severity: kind.severity, planogram: unplaced.planogram, bay: unplaced.bay,
                    shelf: unplaced.shelf, position: nil, line: unplaced.line, gtin: nil,
                    message: unplaced.reason))
        }
        for planogram in plan.planograms {
            self.planogram = planogram.id
            bay = planogram.bay
            for shelf in bay.shelves { check(shelf) }
        }
    }

    private mutating func check(_ shelf: Shelf) {
        if shelf.positions.isEmpty { note(.emptyShelf, shelf, nil, "nothing is planned on this shelf") }
        if shelf.surfaceMM >= bay.heightMM {
            note(
                .outsideBay, shelf, nil,
                "the shelf's surface at \(text(shelf.surfaceMM)) is above the bay's height of \(text(bay.heightMM))"
            )
        }
        for (left, right) in ShelfOverlaps(shelf, slackMM: Self.slackMM).pairs {
            let (first, second) = (shelf.positions[left], shelf.positions[right])
            note(
                .overlap, shelf, second,
                "begins at \(text(second.xMM)), before position \(first.id) (\(first.gtin)) ends at \(text(first.endMM))"
            )
        }
        for position in shelf.positions {
            checkPlace(position, on: shelf)
            checkSize(position, on: shelf)
        }
    }

    private mutating func checkPlace(_ position: Position, on shelf: Shelf) {
        if position.xMM < -Self.slackMM || position.endMM > bay.widthMM + Self.slackMM {
            note(
                .outsideBay, shelf, position,
                "stands from \(text(position.xMM)) to \(text(position.endMM)); the bay is \(text(bay.widthMM)) wide"
            )
            return
        }
        let span = shelf.span(in: bay)
        if position.xMM < span.xMM - Self.slackMM || position.endMM > span.endMM + Self.slackMM {
            note(
                .outsideShelf, shelf, position,
                "stands from \(text(position.xMM)) to \(text(position.endMM)); the shelf goes from \(text(span.xMM)) "
                    + "to \(text(span.endMM))")
        }
    }

    private mutating func checkSize(_ position: Position, on shelf: Shelf) {
        let entry = catalogue?[position.gtin]
        if catalogue != nil, entry == nil {
            note(.unknownGTIN, shelf, position, "the catalogue does not have it: it can't be recognised")
        }
        let sold = entry.map { position.presentation.orientation.turned($0.size) }
        if let planned = position.presentation.unitSize, let sold, isSingle(position), differ(planned, sold) {
            note(
                .sizeDiffers, shelf, position,
                "\(text(planned.widthMM)) x \(text(planned.heightMM)) here, "
                    + "\(text(sold.widthMM)) x \(text(sold.heightMM)) in the catalogue")
        }
        guard let size = position.presentation.unitSize ?? sold else { return }
        let span = shelf.span(in: bay)
        let needed = size.widthMM * Double(position.facings - position.presentation.caps.beside)
        if size.widthMM > span.widthMM + Self.slackMM {
            note(
                .tooWide, shelf, position,
                "one unit is \(text(size.widthMM)) wide; the shelf has \(text(span.widthMM))")
        } else if needed * (1 - Self.give) > position.widthMM + Self.slackMM {
            note(
                .facingsDoNotFit, shelf, position,
                "\(position.facings) facings of \(text(size.widthMM)) need \(text(needed)); the position has "
                    + text(position.widthMM))
        }
        let high = size.heightMM * Double(position.unitsHigh) + position.presentation.raisedMM
        if shelf.kind == .shelf, high > shelf.clearanceMM + Self.slackMM {
            note(
                .tooHigh, shelf, position,
                "\(text(high)) high with \(position.unitsHigh) on each other; the shelf has \(text(shelf.clearanceMM))"
            )
        }
        if let depth = shelf.depthMM, size.depthMM > depth + Self.slackMM {
            note(
                .tooDeep, shelf, position,
                "one unit is \(text(size.depthMM)) deep; the shelf has \(text(depth))")
        }
    }

    /// Whether the plan's unit is the catalogue's, and no carton or display of it.
    private func isSingle(_ position: Position) -> Bool {
        [.unit, .tray, .loose].contains(position.presentation.style)
    }

    private func differ(_ one: PackageSize, _ other: PackageSize) -> Bool {
        zip([one.widthMM, one.heightMM], [other.widthMM, other.heightMM]).contains { left, right in
            abs(left - right) > Self.sizeTolerance * max(left, right)
        }
    }

    private mutating func note(
        _ kind: PlacementIssue.Kind, _ shelf: Shelf, _ position: Position?, _ message: String
    ) {
        let line = position.flatMap {
            plan.lines[.init(planogram: planogram, bay: bay.id, position: $0.id)]
        }
        issues.append(
            PlacementIssue(
                kind: kind, severity: kind.severity, planogram: planogram, bay: bay.id, shelf: shelf.id,
                position: position?.id, line: line, gtin: position?.gtin.description, message: message))
    }

    private func text(_ lengthMM: Double) -> String { "\(lengthMM.inTenths) mm" }
}
