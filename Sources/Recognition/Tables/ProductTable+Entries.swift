internal import Retail

extension ProductTable {
    /// Why no SKU can be made of a row.
    private struct Fault: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    /// Makes SKUs of `rows`; those of which none can be made are told beside `problems`.
    init(path: String, rows: [Row], problems: [TableProblem], tree: ProductTree?) {
        var entries: [CatalogueEntry] = []
        entries.reserveCapacity(rows.count)
        var problems = problems
        var rowsOfKeys: [GTIN: Int] = [:]
        var rowsOfPaths: [SKUPath: Int] = [:]
        for row in rows {
            do throws(Fault) {
                let entry = try Self.entry(row, tree)
                if let first = rowsOfKeys[entry.gtin] {
                    throw Fault("GTIN \(entry.gtin) is in row \(first) already: keep one of them")
                }
                if let first = rowsOfPaths[entry.path] {
                    throw Fault(
                        "the path \"\(entry.path)\" is that of row \(first) too: give the SKU a name of its own"
                    )
                }
                rowsOfKeys[entry.gtin] = row.number
                rowsOfPaths[entry.path] = row.number
                entries.append(entry)
            } catch {
                problems.append(TableProblem(row: row.number, reason: error.reason))
            }
        }
        self.path = path
        self.entries = entries
        self.problems = problems.sorted { ($0.row ?? 0) < ($1.row ?? 0) }
    }

    private static func entry(_ row: Row, _ tree: ProductTree?) throws(Fault) -> CatalogueEntry {
        let gtin: GTIN
        do {
            gtin = try GTIN(row[.gtin])
        } catch {
            throw Fault(error.description)
        }
        let names = try Self.names(of: row, tree)
        for (name, level) in zip(names, TreeLevel.allCases) {
            guard !name.isEmpty else { throw Fault("the name of its \(level.name) is missing") }
            // Unicode's category Cc.
            guard name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
            else {
                throw Fault("the name of its \(level.name) holds a line end or another control character")
            }
        }
        let size = PackageSize(
            widthMM: try length(.widthMM, row), heightMM: try length(.heightMM, row),
            depthMM: try length(.depthMM, row))
        guard let form = row[.form].isEmpty ? .box : PackageForm(rawValue: row[.form].lowercased()) else {
            let known = PackageForm.allCases.map(\.rawValue).joined(separator: ", ")
            throw Fault("form \"\(row[.form])\": expected one of \(known)")
        }
        return CatalogueEntry(gtin: gtin, path: SKUPath(names), form: form, size: size)
    }

    /// The five names from the department to the SKU.
    private static func names(of row: Row, _ tree: ProductTree?) throws(Fault) -> [String] {
        if let path = row.path {
            guard path.count == TreeLevel.allCases.count else {
                throw Fault("path: \(path.count) names; five are expected, from the department to the SKU")
            }
            return path
        }
        let brand = row[.brand].isEmpty ? "No brand" : row[.brand]
        // A product of one SKU needs no name of its own.
        let product = row[.product].isEmpty ? row[.name] : row[.product]
        let code = row[.categoryCode]
        guard !code.isEmpty else {
            guard !row[.department].isEmpty || row[.category].isEmpty else {
                throw Fault("orphan: its category \"\(row[.category])\" lies in no department")
            }
            return [row[.department], row[.category], brand, product, row[.name]]
        }
        guard let tree else { throw Fault("category_code \"\(code)\": no tree was given that explains it") }
        guard let place = tree[code] else {
            throw Fault("orphan: the tree has no place with the code \"\(code)\"")
        }
        return [place.department, place.category, brand, product, row[.name]]
    }

    /// A side of a package, in millimetres; some countries write a comma for the point.
    private static func length(_ column: Column, _ row: Row) throws(Fault) -> Double {
        let text = row[column]
        guard let length = Double(text) ?? Double(text.replacing(",", with: ".")), length.isFinite else {
            throw Fault("\(column.rawValue) \"\(text)\": expected a number of millimetres")
        }
        guard (1...3000).contains(length) else {
            throw Fault("\(column.rawValue) \(text): expected 1 to 3000 millimetres")
        }
        return length
    }
}
