package import Retail

/// What stands in the bay at one moment.
package struct StockState: Sendable, Equatable {
    /// What stands at one position.
    package struct Stock: Sendable, Equatable {
        /// The units in front from left to right; `nil` is an empty facing.
        package var units: [CatalogueEntry?]
        /// A unit put in at the right.
        package var extra: CatalogueEntry?
        /// Facings whose front unit is gone while one stands behind.
        package var frontGaps: Set<Int> = []
        /// How units stand that do not stand as they should, by their facing.
        package var postures: [Int: Posture] = [:]
        package var isTagMissing = false
        /// The position to the right that it has changed places with, and what stands there.
        package var swappedWith: String?

        /// `entry` in each of `facings`.
        init(_ entry: CatalogueEntry?, facings: Int) { units = Array(repeating: entry, count: facings) }
    }

    /// By position id.
    package private(set) var positions: [String: Stock] = [:]

    /// Everything as planned.
    init(asPlanned store: Store) {
        for position in store.planogram.bay.shelves.joinedPositions {
            positions[position.id] = Stock(store.catalogue[position.gtin], facings: position.facings)
        }
    }

    /// From now on `stock` stands at `position`.
    mutating func put(_ stock: Stock, at position: String) { positions[position] = stock }

    /// What is wrong at `position`, by the rules of the appliance: a wrong product explains its facing; a
    /// facing that nothing stands in is low stock.
    func deviation(at position: Position, in store: Store) -> (kind: DeviationKind, seen: GTIN?)? {
        guard let stock = positions[position.id] else { return nil }
        if let other = stock.swappedWith { return (.wrongOrder, store.position(other)?.position.gtin) }
        let present = stock.units.compactMap { $0 }
        for unit in present where unit.gtin != position.gtin {
            guard store.catalogue[unit.gtin] != nil else { continue }
            let isPlanned = store.planogram.bay.shelves.joinedPositions.contains { $0.gtin == unit.gtin }
            return (isPlanned ? .misplaced : .foreignProduct, unit.gtin)
        }
        if present.isEmpty { return (.outOfStock, nil) }
        if stock.units.count - present.count > position.tolerance { return (.lowFacings, nil) }
        if let extra = stock.extra { return (.extraFacings, extra.gtin) }
        if let unit = present.first(where: { $0.gtin != position.gtin }) { return (.unverified, unit.gtin) }
        if !stock.frontGaps.isEmpty { return (.frontGap, nil) }
        if !stock.postures.isEmpty { return (.wrongOrientation, position.gtin) }
        return stock.isTagMissing ? (.priceTagMissing, nil) : nil
    }
}

extension [Shelf] {
    var joinedPositions: [Position] { flatMap(\.positions) }
}
