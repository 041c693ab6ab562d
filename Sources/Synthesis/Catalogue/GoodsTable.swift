import Foundation
import Imaging
package import Retail

/// A retailer's own goods: a table of sizes and a pack shot `GTIN.jpg` of each.
///
/// The table is CSV with a header. The columns `gtin`, `width_mm`, `height_mm` and `depth_mm` must be there; `form`
/// (box if it is not given), `department`, `category`, `brand`, `product` and `sku` may be.
package struct GoodsTable: Sendable {
    /// The goods that can be rendered.
    package let entries: [CatalogueEntry]
    /// Where their pictures are.
    package let pictures: [GTIN: String]
    /// What was left out, a line for each: file, row and reason.
    package let problems: [String]

    /// Reads the table at `path` and looks at each picture in `folder`.
    ///
    /// Rows that make no sense are left out and named in `problems`; a file that cannot be read, has no such columns or
    /// holds nothing at all of use is refused.
    package static func read(path: String, pictures folder: String) throws(SynthesisError) -> GoodsTable {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .unreadable(path: path, reason: "no such file, or it may not be read")
        }
        guard let text = String(bytes: data, encoding: .utf8) else {
            throw .unreadable(path: path, reason: "it is not UTF-8: save it as CSV in UTF-8")
        }
        let table = try parse(text, path: path) { gtin in
            let picture = "\(folder)/\(gtin).jpg"
            do {
                let image = try JPEG.read(path: picture)
                guard image.width >= 16, image.height >= 16 else {
                    return .failure(Fault("\(picture): \(image.width) x \(image.height) pixels are too few"))
                }
                return .success(picture)
            } catch {
                return .failure(Fault("\(error)"))
            }
        }
        guard !table.entries.isEmpty else {
            throw .unreadable(
                path: path,
                reason: "no row can be used; the first: \(table.problems.first ?? "there is none")")
        }
        return table
    }

    /// Why a row or a picture cannot be used.
    package struct Fault: Error {
        let text: String
        package init(_ text: String) { self.text = text }
    }

    /// The same for a table's text; `picture` finds and checks a SKU's picture.
    package static func parse(
        _ text: String, path: String, picture: (GTIN) -> Result<String, Fault>
    ) throws(SynthesisError) -> GoodsTable {
        let rows: [CSVText.Row]
        do {
            rows = try CSVText.rows(of: text)
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
        guard let header = rows.first else { throw .unreadable(path: path, reason: "it is empty") }
        let names = header.fields.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        for name in ["gtin", "width_mm", "height_mm", "depth_mm"] where !names.contains(name) {
            throw .unreadable(
                path: path, reason: "line \(header.line): the column \"\(name)\" is missing from the header")
        }
        var entries: [CatalogueEntry] = []
        var pictures: [GTIN: String] = [:]
        var problems: [String] = []
        for row in rows.dropFirst() {
            do throws(Fault) {
                let entry = try Self.entry(row, names)
                guard pictures[entry.gtin] == nil else { throw Fault("GTIN \(entry.gtin) is given twice") }
                pictures[entry.gtin] = try picture(entry.gtin).get()
                entries.append(entry)
            } catch {
                problems.append("\(path), row \(row.line): \(error.text)")
            }
        }
        return GoodsTable(entries: entries, pictures: pictures, problems: problems)
    }

    private static func entry(_ row: CSVText.Row, _ names: [String]) throws(Fault) -> CatalogueEntry {
        guard row.fields.count == names.count else {
            throw Fault("\(row.fields.count) fields, the header has \(names.count)")
        }
        let values = Dictionary(zip(names, row.fields), uniquingKeysWith: { first, _ in first })
            .mapValues { $0.trimmingCharacters(in: .whitespaces) }
        let gtin: GTIN
        do {
            gtin = try GTIN(values["gtin"] ?? "")
        } catch {
            throw Fault("\(error)")
        }
        let size = PackageSize(
            widthMM: try length("width_mm", values), heightMM: try length("height_mm", values),
            depthMM: try length("depth_mm", values))
        let word = values["form"] ?? ""
        guard let form = word.isEmpty ? .box : PackageForm(rawValue: word) else {
            let known = PackageForm.allCases.map(\.rawValue).joined(separator: ", ")
            throw Fault("form \"\(word)\": expected one of \(known)")
        }
        let path = ["department", "category", "brand", "product", "sku"].map { level in
            let name = values[level] ?? ""
            return name.isEmpty ? (level == "sku" ? gtin.description : "Goods") : name
        }
        return CatalogueEntry(gtin: gtin, path: SKUPath(path), form: form, size: size)
    }

    /// Millimetres of a package: more than 5, less than 2 m.
    private static func length(_ name: String, _ values: [String: String]) throws(Fault) -> Double {
        let text = values[name] ?? ""
        guard let length = Double(text), length.isFinite else {
            throw Fault("\(name) \"\(text)\": expected a number of millimetres")
        }
        guard (5...2000).contains(length) else {
            throw Fault("\(name) \(text): expected 5 to 2000 millimetres")
        }
        return length
    }
}
