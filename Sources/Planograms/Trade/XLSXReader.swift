import Foundation
import FoundationXML
import Retail

/// The rows of one sheet of an Excel workbook (ECMA-376): what its cells show, as text.
enum XLSXReader {
    /// No part of a list comes near; this protects the memory from what unpacks without end.
    private static let mostBytes = 64 << 20

    /// Rows with the numbers that the sheet gives them; `sheet` `nil`: the first.
    static func rows(_ bytes: [UInt8], sheet: String?, file: String) throws(ImportError) -> [CSVText.Row] {
        do {
            let archive = try ZipArchive(bytes)
            let workbook = try part("xl/workbook.xml", of: archive, as: WorkbookParser())
            guard !workbook.sheets.isEmpty else { throw ZipFault(description: "the workbook has no sheets") }
            let found = sheet.map { name in workbook.sheets.first { $0.name == name } } ?? workbook.sheets[0]
            guard let found else {
                let names = workbook.sheets.map(\.name).joined(separator: ", ")
                throw ZipFault(description: "there is no sheet \"\(sheet ?? "")\"; there are \(names)")
            }
            let relations = try part("xl/_rels/workbook.xml.rels", of: archive, as: RelationParser())
            guard let target = relations.targets[found.relation] else {
                throw ZipFault(description: "sheet \"\(found.name)\" is not in the file")
            }
            let path = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)"
            let shared = try archive.entry("xl/sharedStrings.xml", limit: mostBytes)
            let strings = try shared.map {
                try parsed($0, as: SharedStringParser(), name: "xl/sharedStrings.xml").strings
            }
            return try part(path, of: archive, as: SheetParser(strings: strings ?? [])).rows
        } catch let fault as ZipFault {
            throw ImportError(file: file, "this workbook can't be read: \(fault)")
        } catch {
            throw ImportError(file: file, "this workbook can't be read: \(error)")
        }
    }

    private static func part<Parser: XLSXPartParser>(
        _ name: String, of archive: ZipArchive, as parser: Parser
    ) throws(ZipFault) -> Parser {
        guard let bytes = try archive.entry(name, limit: mostBytes) else {
            throw ZipFault(description: "\(name) is missing")
        }
        return try parsed(bytes, as: parser, name: name)
    }

    private static func parsed<Parser: XLSXPartParser>(
        _ bytes: [UInt8], as delegate: Parser, name: String
    ) throws(ZipFault) -> Parser {
        // Workbooks declare nothing; whoever does means to blow the parser up, or to read other files with it.
        if Data(bytes).range(of: Data("<!DOCTYPE".utf8)) != nil {
            throw ZipFault(description: "\(name) declares entities, as no workbook does")
        }
        let parser = XMLParser(data: Data(bytes))
        parser.shouldResolveExternalEntities = false
        parser.delegate = delegate
        // The parser's own answer is true for a document that ends too early.
        guard parser.parse(), delegate.isWhole, delegate.fault == nil else {
            throw ZipFault(
                description:
                    "\(name), line \(parser.lineNumber): \(delegate.fault ?? "this is no well-formed XML")")
        }
        return delegate
    }
}

/// Follows one XML part of a workbook; stops the parser with a reason if it can't be meant.
///
/// Subclasses override what they follow: the protocol's own methods would not be found in them.
private class XLSXPartParser: NSObject, XMLParserDelegate {
    fileprivate var fault: String?
    private weak var parser: XMLParser?
    private var depth = 0
    private var hasRoot = false

    /// Whether all that was begun has ended.
    fileprivate var isWhole: Bool { hasRoot && depth == 0 }

    /// `name` is without the prefix of its namespace.
    fileprivate func started(_ name: String, _ attributes: [String: String]) {}
    fileprivate func ended(_ name: String) {}
    fileprivate func found(_ characters: String) {}

    fileprivate func stop(_ reason: String) {
        fault = fault ?? reason
        parser?.abortParsing()
    }

    func parserDidStartDocument(_ parser: XMLParser) { self.parser = parser }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        hasRoot = true
        depth += 1
        started(element.localName, attributes)
    }

    func parser(
        _ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?
    ) {
        depth -= 1
        ended(element.localName)
    }

    func parser(_ parser: XMLParser, foundCharacters characters: String) { found(characters) }

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
        fault = fault ?? "this is no well-formed XML"
    }
}

/// `xl/workbook.xml`: the sheets in order.
private final class WorkbookParser: XLSXPartParser {
    var sheets: [(name: String, relation: String)] = []

    override func started(_ element: String, _ attributes: [String: String]) {
        guard element == "sheet", let name = attributes["name"] else { return }
        let relation = attributes.first { $0.key.localName == "id" && $0.key.contains(":") }?.value ?? ""
        sheets.append((name, relation))
    }
}

/// `xl/_rels/workbook.xml.rels`: the part of each relation.
private final class RelationParser: XLSXPartParser {
    var targets: [String: String] = [:]

    override func started(_ element: String, _ attributes: [String: String]) {
        guard element == "Relationship", let id = attributes["Id"],
            let target = attributes["Target"]
        else { return }
        targets[id] = target
    }
}

/// `xl/sharedStrings.xml`: texts that cells refer to by number.
private final class SharedStringParser: XLSXPartParser {
    var strings: [String] = []
    private var text = ""
    private var isText = false
    /// How to pronounce the text is no part of it.
    private var isPhonetic = false

    override func started(_ element: String, _ attributes: [String: String]) {
        switch element {
        case "si": text = ""
        case "rPh": isPhonetic = true
        case "t": isText = !isPhonetic
        default: break
        }
    }

    override func ended(_ element: String) {
        switch element {
        case "si": strings.append(text)
        case "rPh": isPhonetic = false
        case "t": isText = false
        default: break
        }
    }

    override func found(_ characters: String) {
        if isText { text += characters }
    }
}

/// A worksheet: its rows of cells.
private final class SheetParser: XLSXPartParser {
    /// Columns beyond hold no list's fields.
    private static let mostColumns = 512

    var rows: [CSVText.Row] = []
    private let strings: [String]
    private var fields: [String] = []
    private var line = 0
    private var column = 0
    private var type = ""
    private var text = ""
    private var isValue = false

    init(strings: [String]) { self.strings = strings }

    override func started(_ element: String, _ attributes: [String: String]) {
        switch element {
        case "row":
            line = attributes["r"].flatMap(Int.init) ?? line + 1
            (fields, column) = ([], 0)
            if rows.count > ListImport.mostRows {
                stop("the sheet has more than \(ListImport.mostRows) rows")
            }
        case "c":
            if let place = attributes["r"] {
                guard let index = Self.column(of: place) else {
                    stop("\"\(place.prefix(40))\" is no cell among the first \(Self.mostColumns) columns")
                    return
                }
                column = index
            }
            (type, text) = (attributes["t"] ?? "n", "")
        case "v", "t": isValue = true
        default: break
        }
    }

    override func ended(_ element: String) {
        switch element {
        case "v", "t": isValue = false
        case "c":
            guard column < Self.mostColumns, let shown = shown else {
                stop("row \(line), column \(column + 1): the cell refers to a text that is not there")
                return
            }
            while fields.count < column { fields.append("") }
            if fields.count == column { fields.append(shown) } else { fields[column] = shown }
            column += 1
        case "row": rows.append(CSVText.Row(line: line, fields: fields))
        default: break
        }
    }

    override func found(_ characters: String) {
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
