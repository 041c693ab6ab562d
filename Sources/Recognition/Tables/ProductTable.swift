package import Foundation
package import Retail

/// The SKUs that a retailer's table lists: CSV with a header, or a JSON list of objects with the same names.
///
/// docs/catalogue.md describes the columns.
package struct ProductTable: Sendable {
    package let path: String
    /// The rows that make sense, in their order.
    package let entries: [CatalogueEntry]
    /// What is wrong with the other rows, in their order.
    package let problems: [TableProblem]

    /// What a column holds; the raw value is its name in the header.
    enum Column: String, CaseIterable {
        case gtin, name, brand, product, department, category, path, form
        case categoryCode = "category_code"
        case widthMM = "width_mm"
        case heightMM = "height_mm"
        case depthMM = "depth_mm"
    }

    /// A row before anything is made of it.
    struct Row {
        let number: Int
        var values: [Column: String] = [:]
        /// The names from the department to the SKU, if the row gives them as one.
        var path: [String]?

        subscript(column: Column) -> String { values[column] ?? "" }
    }

    /// Reads the table at `path`.
    ///
    /// `columns` gives the table's own header for the columns that it calls otherwise; `tree` gives the place of the
    /// codes in `category_code`. Throws if nothing can be made of the file as a whole.
    package static func read(
        path: String, columns: [String: String] = [:], tree: ProductTree? = nil
    ) throws(TableError) -> ProductTable {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TableError(path: path, "cannot be read: no such file, or it may not be read")
        }
        return try parse(data, path: path, columns: columns, tree: tree)
    }

    /// The same for a table's bytes.
    package static func parse(
        _ data: Data, path: String, columns: [String: String] = [:], tree: ProductTree? = nil
    ) throws(TableError) -> ProductTable {
        let headers = try Self.headers(renamed: columns, path: path)
        let text = try TableText(data, path: path)
        let list: (rows: [Row], problems: [TableProblem])
        if text.text.first(where: { !$0.isWhitespace }).map({ "[{".contains($0) }) == true {
            list = (try jsonRows(data, path: path, headers: headers), [])
        } else {
            list = try csvRows(text, headers: headers, hasTree: tree != nil)
        }
        return ProductTable(path: path, rows: list.rows, problems: list.problems, tree: tree)
    }

    /// What the table calls each column, and the column.
    private static func headers(
        renamed: [String: String], path: String
    ) throws(TableError) -> [String: Column] {
        var headers = Dictionary(uniqueKeysWithValues: Column.allCases.map { ($0.rawValue, $0) })
        // What the table of `gondola synth --goods` calls it.
        headers["sku"] = .name
        for (name, header) in renamed {
            guard let column = Column(rawValue: name) else {
                let known = Column.allCases.map(\.rawValue).joined(separator: ", ")
                throw TableError(path: path, "there is no column \"\(name)\"; there are \(known)")
            }
            headers[name] = nil
            headers[TableText.columnName(header)] = column
        }
        return headers
    }

    private static func csvRows(
        _ text: TableText, headers: [String: Column], hasTree: Bool
    ) throws(TableError) -> (rows: [Row], problems: [TableProblem]) {
        let lines = try text.rows()
        guard let header = lines.first else { throw TableError(path: text.path, "it is empty") }
        let columns = header.fields.map { headers[TableText.columnName($0)] }
        let missing = Self.missing(from: Set(columns.compactMap { $0 }), hasTree: hasTree)
        guard missing.isEmpty else {
            throw TableError(
                path: text.path,
                problems: missing.map {
                    TableProblem(row: header.line, reason: "the column \($0) is missing")
                })
        }
        var rows: [Row] = []
        var problems: [TableProblem] = []
        for line in lines.dropFirst() {
            guard line.fields.count == columns.count else {
                problems.append(
                    TableProblem(
                        row: line.line, reason: "\(line.fields.count) fields, the header has \(columns.count)"
                    ))
                continue
            }
            var row = Row(number: line.line)
            for (column, field) in zip(columns, line.fields) {
                guard let column else { continue }
                row.values[column] = field.trimmed
            }
            if let path = row.values[.path], !path.isEmpty {
                row.path = path.split(separator: ">", omittingEmptySubsequences: false).map {
                    $0.trimmed
                }
            }
            rows.append(row)
        }
        return (rows, problems)
    }

    /// What has to be there and is not.
    private static func missing(from columns: Set<Column>, hasTree: Bool) -> [String] {
        var wanted: [Column] = [.gtin, .widthMM, .heightMM, .depthMM]
        if !columns.contains(.path) { wanted += [.name, .brand] }
        var missing = wanted.filter { !columns.contains($0) }.map { "\"\($0.rawValue)\"" }
        let hasPlace =
            columns.contains(.path) || columns.isSuperset(of: [.department, .category])
            || (hasTree && columns.contains(.categoryCode))
        if !hasPlace {
            missing.append(
                "\"path\", or \"department\" and \"category\", or \"category_code\" with a tree,")
        }
        return missing
    }
}
