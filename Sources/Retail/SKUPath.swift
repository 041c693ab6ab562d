/// A level of the product tree, from the widest to the narrowest.
package enum TreeLevel: Int, CaseIterable, Comparable, Sendable {
    case department, category, brand, product, sku

    package var name: String {
        switch self {
        case .department: "department"
        case .category: "category"
        case .brand: "brand"
        case .product: "product"
        case .sku: "sku"
        }
    }

    package static func < (left: TreeLevel, right: TreeLevel) -> Bool { left.rawValue < right.rawValue }
}

/// The names from the department down to one SKU, or down to an ancestor of it.
///
/// `names[0]` is the department; a full path has one name for each `TreeLevel`. Names are unique among siblings,
/// so a path identifies its node.
package struct SKUPath: Hashable, Sendable, Codable, CustomStringConvertible {
    package let names: [String]

    /// A path of at most `TreeLevel.allCases.count` names; empty stands for the root.
    package init(_ names: [String]) {
        precondition(names.count <= TreeLevel.allCases.count)
        self.names = names
    }

    /// The level this path ends at; `nil` for the root.
    package var level: TreeLevel? { TreeLevel(rawValue: names.count - 1) }

    package var description: String { names.joined(separator: " / ") }

    /// The ancestor that ends at `level`, or the path itself if it ends higher up.
    package func ancestor(at level: TreeLevel) -> SKUPath { SKUPath(Array(names.prefix(level.rawValue + 1))) }

    /// Whether this path is `other` or one of its ancestors.
    package func contains(_ other: SKUPath) -> Bool { other.names.starts(with: names) }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let names = try container.decode([String].self)
        guard names.count <= TreeLevel.allCases.count else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a path has at most \(TreeLevel.allCases.count) names")
        }
        self.names = names
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(names)
    }
}
