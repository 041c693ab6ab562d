/// The departments and categories of the made-up shops.
enum Assortment {
    static let categories = drinks + pantry + snacks + fresh + household

    /// A category as the tables list it; without varieties of its own it has its department's.
    struct Row {
        let name: String
        let packages: [PackagePlan]
        let varieties: [Variety]?

        init(_ name: String, _ packages: [PackagePlan], _ varieties: [Variety]? = nil) {
            self.name = name
            self.packages = packages
            self.varieties = varieties
        }
    }

    static func department(_ name: String, _ varieties: [Variety], _ rows: [Row]) -> [CategoryPlan] {
        rows.map { row in
            let own = row.varieties ?? varieties
            let all = own.first?.word == Variety.plain.first?.word ? own : own + Variety.plain
            return CategoryPlan(department: name, name: row.name, packages: row.packages, varieties: all)
        }
    }
}
