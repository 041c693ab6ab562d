import Retail

/// The planned products' places in the tree as numbers, so that comparing many units needs no texts.
struct PlannedNames: Sendable {
    /// The product planned for one position.
    struct Expectation: Hashable, Sendable {
        let gtin: GTIN
        /// The numbers of its department, category, brand, product and SKU; `nil` if the catalogue does not have the
        /// SKU: then only the key can be compared.
        let lineage: [Int]?
    }

    /// What recognition says of a unit.
    struct Seen {
        let gtin: GTIN?
        /// `nil`: nothing is known.
        let level: TreeLevel?
        /// `nil` if nothing below is planned.
        let node: Int?
        /// Whether it is sure enough to accuse the shelf on its word.
        let isProven: Bool
    }

    private var nodes: [SKUPath: Int] = [:]

    /// Numbers a planned SKU and all that it is part of; `path` is `nil` for one that the catalogue lacks.
    mutating func expect(_ gtin: GTIN, _ path: SKUPath?) -> Expectation {
        let lineage = path.map { path in
            TreeLevel.allCases.map { level in
                let ancestor = path.ancestor(at: level)
                if let node = nodes[ancestor] { return node }
                nodes[ancestor] = nodes.count
                return nodes.count - 1
            }
        }
        return Expectation(gtin: gtin, lineage: lineage)
    }

    func seen(_ identification: Identification?, proof: Proof) -> Seen {
        guard let identification, let level = identification.path.level else {
            return Seen(gtin: nil, level: nil, node: nil, isProven: false)
        }
        return Seen(
            gtin: identification.gtin, level: level, node: nodes[identification.path],
            isProven: proof.isGiven(by: identification))
    }
}
