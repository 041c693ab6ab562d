internal import Retail

extension ProductTreeBuilder {
    /// The four levels of GS1's Global Product Classification (https://www.gs1.org/standards/gpc).
    static let gpcLevels = ["segment", "family", "class", "brick"]

    /// A table with a header: GPC's, or a retailer's own with `code`, `parent_code` and `name`.
    func add(rows: [CSVText.Row]) throws(TableError) {
        guard let header = rows.first else { throw TableError(path: path, "it is empty") }
        // GPC is published with and without blanks in its headers.
        let names = header.fields.map { TableText.columnName($0).filter { $0 != "_" } }
        let levels = Self.gpcLevels.map { level in
            (
                code: names.firstIndex(of: level + "code"),
                name: names.firstIndex { [level + "title", level + "description"].contains($0) }
            )
        }
        if levels.allSatisfy({ $0.code != nil && $0.name != nil }) {
            addGPC(
                rows.dropFirst(),
                columns: levels.compactMap { level in
                    if let code = level.code, let name = level.name { (code, name) } else { nil }
                })
        } else if let code = names.firstIndex(of: "code"), let parent = names.firstIndex(of: "parentcode"),
            let name = names.firstIndex(of: "name")
        {
            for row in rows.dropFirst() {
                guard row.fields.count == names.count else {
                    fail("\(row.fields.count) fields, the header has \(names.count)", row: row.line)
                    continue
                }
                let above = row.fields[parent].trimmed
                add(
                    row.fields[code].trimmed, name: row.fields[name],
                    parent: above.isEmpty ? nil : above, row: row.line)
            }
        } else {
            throw TableError(
                path: path, row: header.line,
                "not a tree: expected the columns code, parent_code and name, or those of GS1 GPC (SegmentCode, "
                    + "SegmentTitle ... BrickCode, BrickTitle)")
        }
    }

    /// Each row names a brick with all above it; rows of its attributes name it again.
    private func addGPC(_ rows: ArraySlice<CSVText.Row>, columns: [(code: Int, name: Int)]) {
        for row in rows {
            guard let last = columns.map({ max($0.code, $0.name) }).max(), last < row.fields.count else {
                fail("\(row.fields.count) fields: too few for its four levels", row: row.line)
                continue
            }
            var parent: String?
            for column in columns {
                let code = row.fields[column.code].trimmed
                // Classes without a brick are listed too.
                guard !code.isEmpty else { break }
                add(code, name: row.fields[column.name], parent: parent, row: row.line, isRepeated: true)
                parent = code
            }
        }
    }
}
