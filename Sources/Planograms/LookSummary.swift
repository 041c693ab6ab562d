import Retail

/// Collects the positions of one look into its answer and its figures.
struct LookSummary {
    private let zone: String
    private var findings: [Finding] = []
    private var observed: Set<PositionReference> = []
    private var unobserved: Set<PositionReference> = []
    private var available = 0
    private var compliant = 0
    private var facingsPlanned = 0
    private var facingsFound = 0

    init(zone: String) { self.zone = zone }

    /// Counts a position that could not be seen.
    mutating func skip(_ slot: PlannedSlot) { unobserved.insert(slot.reference) }

    /// Counts a position that was judged.
    mutating func add(_ slot: PlannedSlot, _ tally: PositionTally, _ found: [Finding]) {
        observed.insert(slot.reference)
        findings += found
        available += tally.found > 0 ? 1 : 0
        compliant += found.isEmpty ? 1 : 0
        facingsPlanned += slot.facings
        facingsFound += min(tally.found, slot.facings)
    }

    var look: ShelfLook {
        let all = observed.count + unobserved.count
        func share(_ part: Int) -> Double? { observed.isEmpty ? nil : Double(part) / Double(observed.count) }
        return ShelfLook(
            zone: zone, findings: findings, observed: observed, unobserved: unobserved,
            figures: ZoneFigures(
                onShelfAvailability: share(available), facingsPlanned: facingsPlanned,
                facingsFound: facingsFound,
                compliance: share(compliant),
                observedShare: all > 0 ? Double(observed.count) / Double(all) : 0))
    }
}
