internal import Planograms
internal import Records
internal import Retail

/// What one look says of each SKU of a zone.
enum SKUMoments {
    /// The SKUs of which at least one position could be seen; a position that could not counts neither way.
    static func of(_ look: ShelfLook, _ planogram: Planogram) -> [SKUMoment] {
        let findings = Dictionary(grouping: look.findings, by: \.place)
        var moments: [GTIN: SKUMoment] = [:]
        for (shelf, position, _) in planogram.bay.slots {
            let place = PositionReference(
                zone: look.zone, bay: planogram.bay.id, shelf: shelf.id, position: position.id)
            guard look.observed.contains(place) else { continue }
            let found = facingsFound(findings[place] ?? [], planned: position.facings)
            var moment =
                moments[position.gtin]
                ?? SKUMoment(gtin: position.gtin, facingsPlanned: 0, facingsFound: 0, isAvailable: false)
            moment.facingsPlanned += position.facings
            moment.facingsFound += found
            moment.isAvailable = moment.isAvailable || found > 0
            moments[position.gtin] = moment
        }
        return moments.values.sorted { $0.gtin < $1.gtin }
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
