import Retail

/// Where the units of a bay stand, for any state of its stock: in front, and in the row behind.
struct ShelfStanding {
    private let store: Store

    init(_ store: Store) { self.store = store }

    /// The units of `stock`, shelf by shelf from left to right, those behind after those before them.
    func units(_ stock: StockState) -> [Scene.Unit] {
        store.planogram.bay.shelves.flatMap { shelf -> [Scene.Unit] in
            let swapped = Set(shelf.positions.compactMap { stock.positions[$0.id]?.swappedWith })
            return shelf.positions.filter { !swapped.contains($0.id) }.flatMap { position -> [Scene.Unit] in
                guard let here = stock.positions[position.id] else { return [] }
                guard let other = here.swappedWith, let right = store.position(other)?.position,
                    let there = stock.positions[other]
                else { return units(of: position, here, from: position.xMM, on: shelf) }
                // Each takes its own width along to the other's end of their common space.
                let rightStart = right.endMM - position.widthMM
                return units(of: right, there, from: position.xMM, on: shelf)
                    + units(of: position, here, from: rightStart, on: shelf)
            }
        }
    }

    private func units(of position: Position, _ stock: StockState.Stock, from xMM: Double, on shelf: Shelf)
        -> [Scene.Unit]
    {
        let slot = (position.widthMM - 2 * BayPlanner.edgeMM) / Double(max(1, position.facings))
        var units: [Scene.Unit] = []
        for (index, entry) in stock.units.enumerated() {
            guard let entry else { continue }
            units += column(
                of: entry, number: index, x: xMM + BayPlanner.edgeMM + slot * (Double(index) + 0.5), position,
                shelf, isFrontGone: stock.frontGaps.contains(index), stock.postures[index] ?? .upright)
        }
        if let extra = stock.extra {
            let x = xMM + position.widthMM + extra.size.widthMM / 2
            units += column(
                of: extra, number: stock.units.count, x: x, position, shelf, isFrontGone: false, .upright)
        }
        return units
    }

    /// A unit in front and one behind it; each stands where its key and place say, whatever happens around
    /// it.
    private func column(
        of entry: CatalogueEntry, number: Int, x: Double, _ position: Position, _ shelf: Shelf,
        isFrontGone: Bool, _ posture: Posture
    ) -> [Scene.Unit] {
        var random = Random(
            store.definition.seed, stableHash([position.id]), UInt64(number), entry.gtin.number)
        let depth = Float(entry.size.depthMM)
        let push = -random.uniform(0...14)
        var units: [Scene.Unit] = []
        for row in 0..<(depth < 170 || isFrontGone ? 2 : 1) {
            var unit = Scene.Unit(
                entry: entry,
                base: [
                    Float(x) + random.normal() * 0.8, Float(shelf.surfaceMM), push - Float(row) * (depth + 6),
                ],
                row: row, ceilingMM: Float(shelf.surfaceMM + shelf.clearanceMM))
            unit.yaw = random.normal() * (entry.form.isRound ? 0.08 : 0.025)
            if entry.form.leans { unit.lean = random.uniform(0.02...0.14) }
            if row == 0, posture != .upright { (unit.posture, unit.lean) = (posture, 0) }
            if row > 0 || !isFrontGone { units.append(unit) }
        }
        return units
    }
}
