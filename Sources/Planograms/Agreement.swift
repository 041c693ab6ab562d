import Retail

/// How far what was seen agrees with what is planned.
enum Agreement: Hashable {
    /// It is the planned SKU.
    case same
    /// It is sure down to this ancestor of the planned SKU, and no further.
    case ancestor(TreeLevel)
    /// Nothing is known of it, or it contradicts the plan without proof.
    case open
    /// It is a product that does not belong here, sure down to the product or SKU.
    case other

    /// Compares along the tree; a contradiction needs proof.
    init(_ seen: PlannedNames.Seen, _ expected: PlannedNames.Expectation) {
        guard let level = seen.level else {
            self = .open
            return
        }
        if let gtin = seen.gtin, gtin == expected.gtin {
            self = .same
        } else if let lineage = expected.lineage, seen.node == lineage[level.rawValue] {
            self = level == .sku ? .same : .ancestor(level)
        } else if expected.lineage == nil && seen.gtin == nil {
            self = .open
        } else {
            // The product and the SKU are names enough; "another brand" alone is too little to accuse anyone.
            self = seen.isProven ? .other : .open
        }
    }

    /// The cost of taking such a unit for the planned one: 0 for the right one; a missing and a surplus unit
    /// together cost 2.
    var cost: Double {
        switch self {
        case .same: 0
        case .ancestor(.product), .ancestor(.sku): 0.15
        case .ancestor(.brand): 0.3
        case .ancestor: 0.45
        case .open: 0.6
        case .other: 1.2
        }
    }
}
