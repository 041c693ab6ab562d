internal import ArgumentParser
internal import Recognition
internal import Retail

/// How a table of SKUs is to be read.
struct TableOptions: ParsableArguments {
    @Option(
        help: """
            Tree of categories that explains the table's category_code: Shopify's taxonomy (text or JSON), GS1 GPC \
            (XML or CSV), or CSV with code, parent_code and name.
            """)
    var tree: String?

    @Option(
        help: ArgumentHelp(
            "What the table calls a column that has another header.", valueName: "column=header"))
    var column: [String] = []

    func validate() throws {
        for pair in column where !pair.contains("=") {
            throw ValidationError("--column \(pair): expected COLUMN=HEADER, such as gtin=EAN")
        }
    }

    /// The table at `path`; rows of which nothing can be made are in its problems.
    func read(_ path: String) throws -> ProductTable {
        let columns = column.map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), String(parts[1]))
        }
        return try ProductTable.read(
            path: path, columns: Dictionary(columns) { _, last in last },
            tree: tree.map(ProductTree.read(path:)))
    }

    /// The SKUs of the table at `path`, all rows of which must make sense.
    static func entries(_ path: String) throws -> [CatalogueEntry] {
        let table = try ProductTable.read(path: path)
        guard table.problems.isEmpty else { throw TableError(path: path, problems: table.problems) }
        return table.entries
    }
}
