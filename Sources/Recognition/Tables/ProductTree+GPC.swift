internal import Foundation
internal import FoundationXML

extension ProductTreeBuilder {
    /// GS1 GPC as XML: `segment`, `family`, `class` and `brick` within each other, each with `code` and `text`.
    ///
    /// Foundation's parser ends the program at names that are not UTF-8, so it gets text that is known to be; and it finds
    /// nothing wrong with a file that is cut off, so elements are counted.
    func addGPC(xml text: TableText) throws(TableError) {
        let reader = GPCReader(self)
        let parser = XMLParser(data: Data(text.text.utf8))
        parser.delegate = reader
        guard parser.parse(), reader.open == 0 else {
            let reason = parser.parserError?.localizedDescription ?? "it ends too early"
            throw TableError(path: path, row: parser.lineNumber, "no valid XML: \(reason)")
        }
        guard reader.hasPlaces else {
            throw TableError(path: path, "not a tree: expected GS1 GPC with segment, family, class and brick")
        }
    }
}

/// Reads element by element: with definitions in it the file is far larger than the tree.
private final class GPCReader: NSObject, XMLParserDelegate {
    private let builder: ProductTreeBuilder
    /// The codes of the open elements.
    private var above: [String] = []
    private(set) var hasPlaces = false
    /// How many elements of any kind have begun and not ended.
    private(set) var open = 0

    init(_ builder: ProductTreeBuilder) { self.builder = builder }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        open += 1
        guard let level = ProductTreeBuilder.gpcLevels.firstIndex(of: element) else { return }
        hasPlaces = true
        let code = attributes["code"] ?? ""
        if level != above.count {
            builder.fail(
                "orphan: the \(element) \"\(code)\" does not lie in what it should", row: parser.lineNumber)
        }
        builder.add(code, name: attributes["text"] ?? "", parent: above.last, row: parser.lineNumber)
        above.append(code)
    }

    func parser(
        _ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?
    ) {
        open -= 1
        if ProductTreeBuilder.gpcLevels.contains(element) { _ = above.popLast() }
    }
}
