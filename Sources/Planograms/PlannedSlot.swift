import Retail

/// One position as alignment needs it.
struct PlannedSlot: Sendable {
    let reference: PositionReference
    let expected: PlannedNames.Expectation
    let facings: Int
    let tolerance: Int
    let unitsHigh: Int
    /// The space on the front plane that its units fill when all are there.
    let area: ShelfRect
    /// The width of one unit; the pitch if the catalogue does not have the SKU.
    let unitWidthMM: Double
    /// What tells a turned unit from an upright one.
    let stance: PlannedStance
    /// A unit whose front is further back than this leaves a gap, in millimetres.
    let frontLimitMM: Double
    let worth: Worth

    init(
        _ position: Position, on shelf: Shelf, reference: PositionReference, entry: CatalogueEntry?,
        names: inout PlannedNames
    ) {
        self.reference = reference
        expected = names.expect(position.gtin, entry?.path)
        facings = position.facings
        // What is poured has no facings that could be counted: as long as there is some, it is right.
        tolerance = position.presentation.style == .loose ? .max / 2 : position.tolerance
        unitsHigh = position.unitsHigh
        worth = position.worth
        stance = PlannedStance(position, entry: entry)
        // The plan knows how its units are turned; without a size in it they stand as the catalogue has them.
        let size =
            position.presentation.unitSize
            ?? entry.map { position.presentation.orientation.turned($0.size) }
        let raised = position.presentation.raisedMM
        let clearance = max(0, shelf.clearanceMM - raised)
        let filled = size.map { $0.heightMM * Double(position.unitsHigh) } ?? clearance
        area = ShelfRect(
            xMM: position.xMM, yMM: shelf.surfaceMM + raised, widthMM: position.widthMM,
            heightMM: shelf.kind == .pegs && size != nil ? filled : min(filled, clearance))
        unitWidthMM = size?.widthMM ?? position.widthMM / Double(position.facings)
        // Nobody draws the last unit forward to the millimetre; half of a unit's depth is a unit that is gone.
        frontLimitMM = max(35, 0.5 * (size?.depthMM ?? 150))
    }

    var pitchMM: Double { area.widthMM / Double(facings) }
    var endMM: Double { area.xMM + area.widthMM }

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
