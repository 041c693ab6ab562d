import Retail

/// One position as alignment needs it.
struct PlannedSlot: Sendable {
    let reference: PositionReference
    let expected: Agreement.Expectation
    let facings: Int
    let tolerance: Int
    /// The space on the front plane that its units fill when all are there.
    let area: ShelfRect
    /// The width of one unit; the pitch if the catalogue does not have the SKU.
    let unitWidthMM: Double

    init(_ position: Position, on shelf: Shelf, reference: PositionReference, entry: CatalogueEntry?) {
        self.reference = reference
        expected = Agreement.Expectation(gtin: position.gtin, path: entry?.path)
        facings = position.facings
        tolerance = position.tolerance
        // The plan knows how its units are turned; without a size in it they stand as the catalogue has them.
        let size =
            position.presentation.unitSize
            ?? entry.map { position.presentation.orientation.turned($0.size) }
        let raised = position.presentation.raisedMM
        let clearance = max(0, shelf.clearanceMM - raised)
        let filled = size.map { $0.heightMM * Double(position.unitsHigh) } ?? clearance
        area = ShelfRect(
            xMM: position.xMM, yMM: shelf.surfaceMM + raised, widthMM: position.widthMM,
            heightMM: min(filled, clearance))
        unitWidthMM = size?.widthMM ?? position.widthMM / Double(position.facings)
    }

    var pitchMM: Double { area.widthMM / Double(facings) }

    /// The part of the space that is one facing's share.
    func facing(_ index: Int) -> ShelfRect {
        ShelfRect(
            xMM: area.xMM + Double(index) * pitchMM, yMM: area.yMM, widthMM: pitchMM, heightMM: area.heightMM)
    }

    /// How far a point is outside the space: negative to the left, positive to the right, 0 inside.
    func offsetMM(of xMM: Double) -> Double {
        xMM < area.xMM ? xMM - area.xMM : max(0, xMM - area.xMM - area.widthMM)
    }
}

/// One shelf with its positions from left to right.
struct PlannedRow: Sendable {
    /// How far a box may miss its row, in millimetres: perspective and the detector's edge both count.
    private static let reachMM = 50.0

    let surfaceMM: Double
    let clearanceMM: Double
    /// The part of the bay that the board takes; `nil`: all of it.
    let span: Shelf.Span?
    let slots: [PlannedSlot]

    /// How badly a unit fits onto this row; `nil` if it does not at all.
    ///
    /// A unit belongs where its middle is between the boards. One that stands right on a surface is taken by
    /// that row even if its middle is a little below: low packages are seen so from above.
    func misfitMM(of place: ShelfRect) -> Double? {
        if let span, !(span.xMM - Self.reachMM...span.endMM + Self.reachMM).contains(place.center.xMM) {
            return nil
        }
        let top = surfaceMM + clearanceMM
        let middle = place.yMM + place.heightMM / 2
        let stands = abs(place.yMM - surfaceMM)
        if stands <= Self.reachMM && place.yMM + place.heightMM <= top + Self.reachMM { return stands }
        let outside = max(0, surfaceMM - middle, middle - top)
        return outside <= Self.reachMM ? Self.reachMM + outside : nil
    }
}
