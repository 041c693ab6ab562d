import Markup
import Retail

/// The rows of one sheet of an Excel workbook (ECMA-376): what its cells show, as text.
enum XLSXReader {
    /// No part of a list comes near; this protects the memory from what unpacks without end.
    private static let mostBytes = 64 << 20

    /// Rows with the numbers that the sheet gives them; `sheet` `nil`: the first.
    static func rows(_ bytes: [UInt8], sheet: String?, file: String) throws(ImportError) -> [CSVText.Row] {
        do {
            let archive = try ZipArchive(bytes)
            let workbook = try part("xl/workbook.xml", of: archive, as: WorkbookPart())
            guard !workbook.sheets.isEmpty else { throw ZipFault(description: "the workbook has no sheets") }
            let found = sheet.map { name in workbook.sheets.first { $0.name == name } } ?? workbook.sheets[0]
            guard let found else {
                let names = workbook.sheets.map(\.name).joined(separator: ", ")
                throw ZipFault(description: "there is no sheet \"\(sheet ?? "")\"; there are \(names)")
            }
            let relations = try part("xl/_rels/workbook.xml.rels", of: archive, as: RelationPart())
            guard let target = relations.targets[found.relation] else {
                throw ZipFault(description: "sheet \"\(found.name)\" is not in the file")
            }
            let path = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)"
            let shared = try archive.entry("xl/sharedStrings.xml", limit: mostBytes)
            let strings = try shared.map {
                try parsed($0, as: SharedStringPart(), name: "xl/sharedStrings.xml").strings
            }
            return try part(path, of: archive, as: SheetPart(strings: strings ?? [])).rows
        } catch let fault as ZipFault {
            throw ImportError(file: file, "this workbook can't be read: \(fault)")
        } catch {
            throw ImportError(file: file, "this workbook can't be read: \(error)")
        }
    }

    private static func part<Part: XMLFollower>(
        _ name: String, of archive: ZipArchive, as part: Part
    ) throws(ZipFault) -> Part {
        guard let bytes = try archive.entry(name, limit: mostBytes) else {
            throw ZipFault(description: "\(name) is missing")
        }
        return try parsed(bytes, as: part, name: name)
    }

    private static func parsed<Part: XMLFollower>(
        _ bytes: [UInt8], as part: Part, name: String
    ) throws(ZipFault) -> Part {
        do throws(XMLFault) {
            try XMLDocument.read(bytes, follower: part)
        } catch {
            throw ZipFault(description: "\(name), \(error)")
        }
        return part
    }
}

/// `xl/workbook.xml`: the sheets in order.
private final class WorkbookPart: XMLFollower {
    var sheets: [(name: String, relation: String)] = []

    func started(_ name: String, _ attributes: [String: String], line: Int) throws(XMLFault) {
        guard name.localName == "sheet", let title = attributes["name"] else { return }
        let relation = attributes.first { $0.key.localName == "id" && $0.key.contains(":") }?.value ?? ""
        sheets.append((title, relation))
    }
}

/// `xl/_rels/workbook.xml.rels`: the part of each relation.
private final class RelationPart: XMLFollower {
    var targets: [String: String] = [:]

    func started(_ name: String, _ attributes: [String: String], line: Int) throws(XMLFault) {
        guard name.localName == "Relationship", let id = attributes["Id"],
            let target = attributes["Target"]
        else { return }
        targets[id] = target
    }
}

/// `xl/sharedStrings.xml`: texts that cells refer to by number.
private final class SharedStringPart: XMLFollower {
    var strings: [String] = []
    private var text = ""
    private var isText = false
    /// How to pronounce the text is no part of it.
    private var isPhonetic = false

    func started(_ name: String, _ attributes: [String: String], line: Int) throws(XMLFault) {
        switch name.localName {
        case "si": text = ""
        case "rPh": isPhonetic = true
        case "t": isText = !isPhonetic
        default: break
        }
    }

    func ended(_ name: String, line: Int) throws(XMLFault) {
        switch name.localName {
        case "si": strings.append(text)
        case "rPh": isPhonetic = false
        case "t": isText = false
        default: break
        }
    }

    func found(_ characters: String) {
        if isText { text += characters }
    }
}

/// A worksheet: its rows of cells.
private final class SheetPart: XMLFollower {
    /// Columns beyond hold no list's fields.
    private static let mostColumns = 512

    var rows: [CSVText.Row] = []
    private let strings: [String]
    private var fields: [String] = []
    private var row = 0
    private var column = 0
    private var type = ""
    private var text = ""
    private var isValue = false

    init(strings: [String]) { self.strings = strings }

    func started(_ name: String, _ attributes: [String: String], line: Int) throws(XMLFault) {
        switch name.localName {
        case "row":
            row = attributes["r"].flatMap(Int.init) ?? row + 1
            (fields, column) = ([], 0)
            if rows.count > ListImport.mostRows {
                throw XMLFault(line: line, "the sheet has more than \(ListImport.mostRows) rows")
            }
        case "c":
            if let place = attributes["r"] {
                guard let index = Self.column(of: place) else {
                    throw XMLFault(
                        line: line,
                        "\"\(place.prefix(40))\" is no cell among the first \(Self.mostColumns) columns")
                }
                column = index
            }
            (type, text) = (attributes["t"] ?? "n", "")
        case "v", "t": isValue = true
        default: break
        }
    }

    func ended(_ name: String, line: Int) throws(XMLFault) {
        switch name.localName {
        case "v", "t": isValue = false
        case "c":
            guard column < Self.mostColumns, let shown = shown else {
                throw XMLFault(
                    line: line,
                    "row \(row), column \(column + 1): the cell refers to a text that is not there")
            }
            while fields.count < column { fields.append("") }
            if fields.count == column { fields.append(shown) } else { fields[column] = shown }
            column += 1
        case "row": rows.append(CSVText.Row(line: row, fields: fields))
        default: break
        }
    }

    func found(_ characters: String) {
        if isValue { text += characters }
    }

    /// The cell as text: numbers without the `.0` and the exponent that a product's key would not survive.
    private var shown: String? {
        switch type {
        case "s":
            guard let index = Int(text), strings.indices.contains(index) else { return nil }
            return strings[index]
        case "n":
            guard let value = Double(text), abs(value) < 1e15, let whole = Int(exactly: value) else {
                return text
            }
            return String(whole)
        default: return text
        }
    }

    /// The column of `AB12`, from 0.
    private static func column(of place: String) -> Int? {
        var column = 0
        for byte in place.utf8 {
            guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) else { break }
            column = column * 26 + Int(byte - UInt8(ascii: "A")) + 1
            guard column <= mostColumns else { return nil }
        }
        return column > 0 ? column - 1 : nil
    }
}

extension String {
    /// A name without the prefix of its namespace.
    fileprivate var localName: String { split(separator: ":").last.map(String.init) ?? self }
}
