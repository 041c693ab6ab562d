internal import Markup

extension ProductTreeBuilder {
    /// GS1 GPC as XML: `segment`, `family`, `class` and `brick` within each other, each with `code` and `text`.
    func addGPC(xml text: TableText) throws(TableError) {
        let reader = GPCReader(self)
        do throws(XMLFault) {
            // The text is UTF-8 by now, whatever its first line says.
            try XMLDocument.read(Array(text.text.utf8), encoding: .utf8, follower: reader)
        } catch {
            throw TableError(path: path, row: error.line, "no valid XML: \(error.reason)")
        }
        guard reader.hasPlaces else {
            throw TableError(path: path, "not a tree: expected GS1 GPC with segment, family, class and brick")
        }
    }
}

/// Reads element by element: with definitions in it the file is far larger than the tree.
private final class GPCReader: XMLFollower {
    private let builder: ProductTreeBuilder
    /// The codes of the open elements.
    private var above: [String] = []
    private(set) var hasPlaces = false

    init(_ builder: ProductTreeBuilder) { self.builder = builder }

    func started(_ name: String, _ attributes: [String: String], line: Int) {
        guard let level = ProductTreeBuilder.gpcLevels.firstIndex(of: name) else { return }
        hasPlaces = true
        let code = attributes["code"] ?? ""
        if level != above.count {
            builder.fail("orphan: the \(name) \"\(code)\" does not lie in what it should", row: line)
        }
        builder.add(code, name: attributes["text"] ?? "", parent: above.last, row: line)
        above.append(code)
    }

    func ended(_ name: String, line: Int) {
        if ProductTreeBuilder.gpcLevels.contains(name) { _ = above.popLast() }
    }
}
