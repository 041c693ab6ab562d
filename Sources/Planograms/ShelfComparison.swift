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

    /// What is known of how a look was taken, beside what it shows.
    package struct Circumstances: Sendable {
        /// Regions of which nothing is known: a shopper, what lies outside the picture.
        package var hidden: [ShelfRect] = []
        package var tags = TagExpectation.nowhere
        /// Where the camera is; `nil`: depths that the sightings lack stay unknown.
        package var eye: ShelfEye?

        package init() {}
    }

    /// Where each position's units stand when all are there, in plan order, and where its price tag is.
    package var regions: [ShelfRect] {
        rows.flatMap { $0.slots.map(\.area) } + rails.flatMap { rail in rail.slots.indices.map(rail.region) }
    }

    /// How far beside the bay a product's middle may be: less than half of any neighbour's package.
    private static let besideMM = 20.0
    /// So much above somebody, as a share of what is seen, is hidden too.
    ///
    /// The detector sees a part of the picture at a time: of who is larger than that it may leave out the head.
    private static let overheadShare = 0.35

    private let zone: String
    private let rows: [PlannedRow]
    private let rails: [TagRail]
    private let names: PlannedNames
    private let catalogue: any SKUTable
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
        self.catalogue = catalogue
        self.settings = settings
        bayWidthMM = bay.widthMM
        var names = PlannedNames()
        var rows: [PlannedRow] = []
        var rails: [TagRail] = []
        for shelf in bay.shelves {
            let own = PlannedRow.rows(of: shelf, in: bay, zone: zone, catalogue: catalogue, names: &names)
            rows += own
            if let rail = TagRail(shelf, own.flatMap(\.slots)) { rails.append(rail) }
        }
        self.names = names
        self.rows = rows
        self.rails = rails
        homes = PlannedHomes(rows)
    }

    /// Judges every position that can be seen.
    ///
    /// Sightings of occluders count as hidden too.
    package func look(
        at sightings: [Sighting], _ circumstances: Circumstances = Circumstances()
    ) -> ShelfLook {
        let occluders = sightings.filter { $0.objectClass == .occluder }.map(\.place)
        let covers =
            circumstances.hidden + occluders.map { $0.raised(by: Self.overheadShare) }
            + screened(sightings, circumstances.tags)
        let emptySpaces = sightings.filter { $0.objectClass == .emptyFacing }.map(\.place)
        let products = sightings.filter { sighting in
            sighting.objectClass == .product
                && covers.allSatisfy { sighting.place.share(coveredBy: $0) < 0.5 }
        }
        let hiddenTags = hiddenTags(covers)
        let untagged = untagged(sightings, hiddenTags, circumstances.tags)
        var summary = LookSummary(zone: zone)
        for (row, products) in zip(rows, productsByRow(products)) {
            let isObserved = row.slots.map { canSee($0, under: covers) }
            var units = SeenUnit.facings(of: products)
            if let eye = circumstances.eye, row.stands { eye.addDepths(to: &units, on: row.surfaceMM) }
            let judgement = RowJudgement(
                row, units, isObserved: isObserved, homes: homes, eye: circumstances.eye,
                seen: { names.seen($0, proof: settings.proof) }, isWhole: isWhole)
            for (index, slot) in row.slots.enumerated() {
                var tally = judgement.tallies[index]
                // A unit from a hidden place of the row may be misplaced, or the row in wrong order: nobody can tell.
                let isHalfHidden = tally.strays.contains { $0.homeSlot.map { !isObserved[$0] } ?? false }
                guard isObserved[index], !isHalfHidden else {
                    summary.skip(slot)
                    continue
                }
                tally.tagMissing = untagged[slot.reference]
                summary.add(slot, tally, tally.findings(at: slot, emptySpaces: emptySpaces))
            }
        }
        var look = summary.look
        look.tagsHidden = hiddenTags.intersection(look.observed)
        return look
    }

    /// Where something stands before the shelf that the detector does not know.
    private func screened(_ sightings: [Sighting], _ expected: TagExpectation) -> [ShelfRect] {
        func places(_ objectClass: ObjectClass) -> [ShelfRect] {
            sightings.filter { $0.objectClass == objectClass }.map(\.place)
        }
        let (tags, products) = (places(.priceTag), places(.product))
        return rails.flatMap { $0.screened(tags: tags, expected: expected, products: products) }
    }

    /// The positions whose price tag is seen.
    package func tagged(in sightings: [Sighting]) -> Set<PositionReference> {
        let tags = sightings.filter { $0.objectClass == .priceTag }.map(\.place)
        return Set(rails.flatMap { rail in rail.tagged(by: tags).map { rail.slots[$0].place } })
    }

    /// The positions whose price tag could not be seen.
    private func hiddenTags(_ covers: [ShelfRect]) -> Set<PositionReference> {
        Set(
            rails.flatMap { rail in
                rail.slots.indices.filter { !isOpen(rail.region($0), under: covers) }.map {
                    rail.slots[$0].place
                }
            })
    }

    /// The positions that lack the price tag they should have, and how sure that is.
    ///
    /// As sure as tags are found in this look: where many are overlooked, one that is not seen may be there.
    private func untagged(
        _ sightings: [Sighting], _ hidden: Set<PositionReference>, _ tags: TagExpectation
    ) -> [PositionReference: Double] {
        if case .nowhere = tags { return [:] }
        let tagged = tagged(in: sightings)
        let expected = rails.flatMap(\.slots).map(\.place).filter {
            tags.includes($0) && !hidden.contains($0)
        }
        let missing = expected.filter { !tagged.contains($0) }
        let share = 1 - Double(missing.count) / Double(max(1, expected.count))
        return Dictionary(uniqueKeysWithValues: missing.map { ($0, 0.5 + 0.5 * share) })
    }

    /// Whether a unit is at least as wide as the narrowest face of the SKU that it is named.
    private func isWhole(_ unit: SeenUnit) -> Bool {
        guard let size = unit.identification?.gtin.flatMap({ catalogue[$0] })?.size else { return true }
        let narrowest = min(size.widthMM, size.heightMM, size.depthMM)
        return unit.place.widthMM >= SeenUnit.wholeShare * narrowest
    }

    /// The products on each row; what stands on none of them (floor, neighbouring bay) is left out.
    private func productsByRow(_ products: [Sighting]) -> [[Sighting]] {
        var byRow = [[Sighting]](repeating: [], count: rows.count)
        let span = -Self.besideMM...bayWidthMM + Self.besideMM
        for product in products where span.contains(product.place.center.xMM) {
            var best: (row: Int, misfitMM: Double)?
            for row in rows.indices {
                guard let misfit = rows[row].misfitMM(of: product.place),
                    misfit < best?.misfitMM ?? .infinity
                else { continue }
                best = (row, misfit)
            }
            if let best { byRow[best.row].append(product) }
        }
        return byRow
    }

    private func canSee(_ slot: PlannedSlot, under covers: [ShelfRect]) -> Bool {
        covers.isEmpty || (0..<slot.facings).allSatisfy { isOpen(slot.facing($0), under: covers) }
    }

    private func isOpen(_ region: ShelfRect, under covers: [ShelfRect]) -> Bool {
        covers.reduce(0) { $0 + region.share(coveredBy: $1) } < settings.occludedShare
    }
}

extension ShelfRect {
    /// The same, and a share of its height more at its top.
    fileprivate func raised(by share: Double) -> ShelfRect {
        ShelfRect(xMM: xMM, yMM: yMM, widthMM: widthMM, heightMM: heightMM * (1 + share))
    }
}
