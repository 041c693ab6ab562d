internal import Console
internal import Planograms
internal import Retail

/// Products in words for people.
struct Naming: Sendable {
    private let catalogue: any SKUTable
    /// What the plans call products that the catalogue does not know.
    private let planned: [GTIN: String]

    init(catalogue: any SKUTable, plans: [PlanogramVersions]) {
        self.catalogue = catalogue
        var planned: [GTIN: String] = [:]
        for position in plans.lazy.flatMap(\.versions).flatMap(\.bay.shelves).flatMap(\.positions) {
            if let name = position.name { planned[position.gtin] = name }
        }
        self.planned = planned
    }

    func product(_ gtin: GTIN) -> ProductCard {
        let path = catalogue[gtin]?.path
        return ProductCard(
            gtin: "\(gtin)", path: path?.names ?? [],
            name: path.map(Self.name) ?? planned[gtin] ?? "\(gtin)")
    }

    func seen(_ identification: Identification) -> SeenCard {
        let names = identification.path.names
        let levels = zip(TreeLevel.allCases, zip(names, identification.probabilities)).map { level, known in
            SeenCard.Level(level: level.name, name: known.0, probability: known.1)
        }
        return SeenCard(
            levels: levels, gtin: identification.gtin.map { "\($0)" },
            name: names.isEmpty ? "unknown product" : Self.name(of: identification.path))
    }

    /// Brand, product and variety, or the last name that is known above them; what a name repeats is left out.
    private static func name(of path: SKUPath) -> String {
        let names =
            path.names.count > TreeLevel.brand.rawValue
            ? path.names.dropFirst(TreeLevel.brand.rawValue) : path.names.suffix(1)
        var words: [String] = []
        for name in names {
            if let last = words.last, name.hasPrefix(last) { words.removeLast() }
            words.append(name)
        }
        return words.joined(separator: " ")
    }
}
