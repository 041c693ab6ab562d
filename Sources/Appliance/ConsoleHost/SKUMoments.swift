internal import Planograms
internal import Records
internal import Retail

/// What one look says of each SKU of a zone.
enum SKUMoments {
    /// Of each position that could be seen; the others count neither way.
    static func of(_ look: ShelfLook, _ planogram: Planogram) -> [SKUMoment] {
        let findings = Dictionary(grouping: look.findings, by: \.place)
        return planogram.bay.slots.compactMap { slot in
            let place = PositionReference(
                zone: look.zone, bay: planogram.bay.id, shelf: slot.shelf.id, position: slot.position.id)
            guard look.observed.contains(place) else { return nil }
            let found = facingsFound(findings[place] ?? [], planned: slot.position.facings)
            return SKUMoment(
                gtin: slot.position.gtin, plannedFacings: slot.position.facings, foundFacings: found,
                isAvailable: found > 0)
        }
    }

    /// Units of the planned SKU at a position of which these are the findings.
    static func facingsFound(_ findings: [Finding], planned: Int) -> Int {
        let counted = findings.filter {
            switch $0.kind {
            case .outOfStock, .lowFacings, .extraFacings, .foreignProduct, .misplaced, .wrongOrder: true
            default: false
            }
        }
        return counted.map(\.facingsFound).min() ?? planned
    }
}
