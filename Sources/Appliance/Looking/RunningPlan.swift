internal import Planograms
internal import Retail

/// The version of a zone's plan that runs now, ready to be compared with.
struct RunningPlan: Sendable {
    let planogram: Planogram
    let comparison: ShelfComparison
    let measure: ZoneMeasure
    /// Places in the catalogue of all that is planned.
    let plannedSKUs: Set<Int>
    private let planned: [(sku: Int, space: ShelfRect)]

    init(_ planogram: Planogram, zone: String, catalogue: any SKUTable) {
        self.planogram = planogram
        comparison = ShelfComparison(planogram: planogram, zone: zone, catalogue: catalogue)
        measure = ZoneMeasure(planogram: planogram, zone: zone, catalogue: catalogue)
        planned = planogram.bay.shelves.flatMap { shelf in
            shelf.positions.compactMap { position in
                catalogue.index(of: position.gtin).map { sku in
                    let space = ShelfRect(
                        xMM: position.xMM, yMM: shelf.surfaceMM, widthMM: position.widthMM,
                        heightMM: shelf.clearanceMM)
                    return (sku, space)
                }
            }
        }
        plannedSKUs = Set(planned.map(\.sku))
    }

    /// What is planned to stand at a point.
    func plannedSKUs(at point: ShelfPoint) -> Set<Int> {
        Set(
            planned.filter { plan in
                (plan.space.xMM...(plan.space.xMM + plan.space.widthMM)).contains(point.xMM)
                    && (plan.space.yMM...(plan.space.yMM + plan.space.heightMM)).contains(point.yMM)
            }.map(\.sku))
    }
}
