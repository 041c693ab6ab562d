internal import Console
internal import Planograms
internal import Retail

/// How the slots of a zone stand.
struct SlotStates {
    private let snapshot: ZoneSnapshot
    private let naming: Naming
    private let open: [PositionReference: Deviation]
    private let found: [PositionReference: [Finding]]

    init(_ snapshot: ZoneSnapshot, _ naming: Naming) {
        self.snapshot = snapshot
        self.naming = naming
        open = Dictionary(snapshot.open.map { ($0.finding.place, $0) }) {
            $0.severity < $1.severity ? $1 : $0
        }
        found = Dictionary(grouping: snapshot.look?.comparison.findings ?? [], by: \.place)
    }

    /// From the lowest board up, each from left to right; empty while no plan holds.
    var all: [SlotState] {
        guard let bay = snapshot.planogram?.bay else { return [] }
        return bay.slots.map { state(of: $0.position, on: $0.shelf, at: $0.place, bay: bay.id) }
    }

    private func state(of position: Position, on shelf: Shelf, at place: ShelfRect, bay: String) -> SlotState
    {
        let reference = PositionReference(
            zone: snapshot.zone.id, bay: bay, shelf: shelf.id, position: position.id)
        let deviation = open[reference]
        let findings = found[reference] ?? []
        let isObserved = snapshot.look?.comparison.observed.contains(reference) ?? false
        let state =
            deviation?.finding.kind.rawValue
            ?? (isObserved ? findings.first?.kind.rawValue ?? "ok" : "not_observed")
        return SlotState(
            position: position.id, shelf: shelf.id, state: state, isOpen: deviation != nil,
            severity: deviation?.severity.rawValue, deviation: deviation?.id,
            expected: naming.product(position.gtin), facings: position.facings,
            facingsFound: isObserved ? SKUMoments.facingsFound(findings, planned: position.facings) : nil,
            outline: snapshot.registration.outline(of: place), xMM: place.xMM, yMM: place.yMM,
            widthMM: place.widthMM, heightMM: place.heightMM)
    }
}
