package import Retail

/// What one look says of a zone beyond its findings: compliance by component, and whose the shelf front is.
package struct ZoneMeasure: Sendable {
    private struct Planned: Sendable {
        let shelf: String
        let facings: Int
        let tolerance: Int
        /// The front that one facing takes.
        let facingMM: Double
        let brand: String?
    }

    private let planned: [PositionReference: Planned]
    private let shelves: [String: String]

    /// Prepares the plan; `catalogue` gives the brands of its SKUs.
    package init(planogram: Planogram, zone: String, catalogue: any SKUTable) {
        var planned: [PositionReference: Planned] = [:]
        var shelves: [String: String] = [:]
        for shelf in planogram.bay.shelves {
            for position in shelf.positions {
                let place = PositionReference(
                    zone: zone, bay: planogram.bay.id, shelf: shelf.id, position: position.id)
                planned[place] = Planned(
                    shelf: shelf.id, facings: position.facings, tolerance: position.tolerance,
                    facingMM: position.widthMM / Double(max(1, position.facings)),
                    brand: catalogue[position.gtin].flatMap { Self.brand(of: $0.path) })
                shelves[position.id] = shelf.id
            }
        }
        self.planned = planned
        self.shelves = shelves
    }

    /// The look's figures with what is missing in them.
    package func figures(of look: ShelfLook) -> ZoneFigures {
        var figures = look.figures
        let findings = Dictionary(grouping: look.findings, by: \.place)
        // Where each planned SKU was seen although it belongs elsewhere: the shelves, by its own position.
        let strays = Dictionary(
            grouping: look.findings.filter { $0.belongsTo != nil }, by: { $0.belongsTo ?? "" }
        )
        .mapValues { Set($0.map(\.place.shelf)) }
        var counts = (presence: 0, shelf: 0, position: 0, facings: 0, order: 0)
        var fronts: [String: Double] = [:]
        var positions = 0
        for place in look.observed {
            guard let plan = planned[place] else { continue }
            positions += 1
            let here = findings[place] ?? []
            let found = here.first?.facingsFound ?? plan.facings
            let elsewhere = strays[place.position] ?? []
            counts.position += found > 0 ? 1 : 0
            counts.shelf += found > 0 || elsewhere.contains(plan.shelf) ? 1 : 0
            counts.presence += found > 0 || !elsewhere.isEmpty ? 1 : 0
            counts.facings += found > 0 && abs(found - plan.facings) <= plan.tolerance ? 1 : 0
            let isMixedUp = here.contains { finding in
                finding.kind == .wrongOrder
                    || finding.kind == .misplaced && finding.belongsTo.flatMap { shelves[$0] } == plan.shelf
            }
            counts.order += isMixedUp ? 0 : 1
            if let brand = plan.brand { fronts[brand, default: 0] += Double(found) * plan.facingMM }
            for finding in here where finding.kind == .foreignProduct || finding.kind == .misplaced {
                guard let brand = finding.seen.flatMap({ Self.brand(of: $0.path) }) else { continue }
                fronts[brand, default: 0] += plan.facingMM
            }
        }
        let total = Double(positions)
        guard total > 0 else { return figures }
        figures.components = ComplianceShares(
            presence: Double(counts.presence) / total, shelf: Double(counts.shelf) / total,
            position: Double(counts.position) / total, facings: Double(counts.facings) / total,
            order: Double(counts.order) / total)
        let front = fronts.values.reduce(0, +)
        if front > 0 { figures.shareOfShelf = fronts.mapValues { $0 / front } }
        return figures
    }

    private static func brand(of path: SKUPath) -> String? {
        path.names.count > TreeLevel.brand.rawValue ? path.names[TreeLevel.brand.rawValue] : nil
    }
}
