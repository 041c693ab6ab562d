package import Retail

/// Compares what was seen on a shelf with its planogram, one look at a time and without memory.
package struct ShelfComparison: Sendable {
    /// The limits that decide in doubt.
    package struct Settings: Hashable, Sendable {
        /// A position is not observed if this share of one of its facings is covered.
        package var occludedShare = 0.25
        /// What it takes to say that a product is too much or does not belong.
        package var proof = Proof()

        package init() {}
    }

    /// Where each position's units stand when all are there, in plan order.
    package var slots: [(place: PositionReference, area: ShelfRect)] {
        rows.flatMap { row in row.slots.map { ($0.reference, $0.area) } }
    }

    private let zone: String
    private let rows: [PlannedRow]
    private let homes: PlannedHomes
    private let bayWidthMM: Double
    private let settings: Settings

    /// Prepares the plan for many looks.
    ///
    /// `catalogue` gives the paths and sizes of the planned SKUs; one that it lacks is compared by its key.
    package init(
        planogram: Planogram, zone: String, catalogue: any SKUTable, settings: Settings = Settings()
    ) {
        let bay = planogram.bay
        self.zone = zone
        self.settings = settings
        bayWidthMM = bay.widthMM
        rows = bay.shelves.flatMap { shelf in
            // What stands on other products, and what hangs higher, is a row of its own.
            Set([0] + shelf.positions.map(\.presentation.raisedMM)).sorted().map { raised in
                let slots = shelf.positions.filter { $0.presentation.raisedMM == raised }.map { position in
                    PlannedSlot(
                        position, on: shelf,
                        reference: PositionReference(
                            zone: zone, bay: bay.id, shelf: shelf.id, position: position.id),
                        entry: catalogue[position.gtin])
                }
                return PlannedRow(
                    surfaceMM: shelf.surfaceMM + raised, clearanceMM: max(0, shelf.clearanceMM - raised),
                    span: shelf.span, slots: slots.sorted { $0.area.xMM < $1.area.xMM })
            }
        }
        homes = PlannedHomes(rows)
    }

    /// Judges every position that can be seen.
    ///
    /// `hidden` are regions of which nothing is known: a shopper, a slot that lies outside the picture.
    /// Sightings of occluders count as hidden too.
    package func look(at sightings: [Sighting], hidden: [ShelfRect] = []) -> ShelfLook {
        let covers = hidden + sightings.filter { $0.objectClass == .occluder }.map(\.place)
        let emptySpaces = sightings.filter { $0.objectClass == .emptyFacing }.map(\.place)
        let products = sightings.filter { sighting in
            sighting.objectClass == .product
                && covers.allSatisfy { sighting.place.share(coveredBy: $0) < 0.5 }
        }
        let unitsByRow = units(of: products)
        var summary = LookSummary(zone: zone)
        for (row, units) in zip(rows, unitsByRow) {
            let isObserved = row.slots.map { canSee($0, under: covers) }
            let judgement = RowJudgement(
                row, SeenUnit.facings(of: units), isObserved: isObserved, homes: homes, proof: settings.proof)
            for (index, slot) in row.slots.enumerated() {
                guard isObserved[index] else {
                    summary.skip(slot)
                    continue
                }
                let tally = judgement.tallies[index]
                summary.add(slot, tally, tally.findings(at: slot, emptySpaces: emptySpaces))
            }
        }
        return summary.look
    }

    /// The products on each row; what stands on none of them (floor, neighbouring bay) is left out.
    private func units(of products: [Sighting]) -> [[Sighting]] {
        var units = [[Sighting]](repeating: [], count: rows.count)
        for product in products where (0...bayWidthMM).contains(product.place.center.xMM) {
            let misfits = rows.map { $0.misfitMM(of: product.place) ?? .infinity }
            guard let best = misfits.indices.min(by: { misfits[$0] < misfits[$1] }), misfits[best].isFinite
            else { continue }
            units[best].append(product)
        }
        return units
    }

    private func canSee(_ slot: PlannedSlot, under covers: [ShelfRect]) -> Bool {
        (0..<slot.facings).allSatisfy { index in
            let facing = slot.facing(index)
            return covers.reduce(0) { $0 + facing.share(coveredBy: $1) } < settings.occludedShare
        }
    }
}
