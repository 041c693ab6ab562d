package import Retail

/// What stands in the bay at one moment.
package struct StockState: Sendable, Equatable {
    /// By position id, the units from left to right; `nil` is an empty facing.
    package var columns: [String: [CatalogueEntry?]] = [:]
    /// A unit put in at the right of a position, by position id.
    package var extras: [String: CatalogueEntry] = [:]

    /// Everything as planned.
    init(asPlanned store: Store) {
        for position in store.planogram.bay.shelves.flatMap(\.positions) {
            let entry = store.catalogue[position.gtin]
            columns[position.id] = Array(repeating: entry, count: position.facings)
        }
    }

    /// What is wrong at `position`, by the rules of the appliance: a wrong product explains its facing; a
    /// facing that nothing stands in is low stock.
    func deviation(at position: Position, in store: Store) -> (kind: DeviationKind, seen: GTIN?)? {
        let units = columns[position.id, default: []]
        let present = units.compactMap { $0 }
        for unit in present where unit.gtin != position.gtin {
            guard store.catalogue[unit.gtin] != nil else { continue }
            let isPlanned = store.planogram.bay.shelves.joinedPositions.contains { $0.gtin == unit.gtin }
            return (isPlanned ? .misplaced : .foreignProduct, unit.gtin)
        }
        if present.isEmpty { return (.outOfStock, nil) }
        if units.count - present.count > position.tolerance { return (.lowFacings, nil) }
        if let extra = extras[position.id] { return (.extraFacings, extra.gtin) }
        if let unit = present.first(where: { $0.gtin != position.gtin }) { return (.unverified, unit.gtin) }
        return nil
    }
}

extension [Shelf] {
    var joinedPositions: [Position] { flatMap(\.positions) }
}
