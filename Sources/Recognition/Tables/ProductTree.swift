package import Foundation
internal import Retail

/// A tree of categories, as it is published or as a retailer keeps it: each place has a code.
package struct ProductTree: Sendable {
    /// Names from the root down, by code.
    private let paths: [String: [String]]

    /// How many places it has.
    package var count: Int { paths.count }

    /// Where the place with this code lies in the catalogue's tree: the root is the department, and all below it
    /// together the category.
    ///
    /// A code of Shopify's is also known by its last part (`fb-2-3`).
    package subscript(code: String) -> (department: String, category: String)? {
        guard let names = paths[Self.short(code)], let department = names.first else { return nil }
        return (department, names.count == 1 ? department : names.dropFirst().joined(separator: " > "))
    }

    /// Reads the tree at `path`, in any of the layouts that docs/catalogue.md tells.
    ///
    /// Throws with everything that is wrong with it: no parent, a code given twice, no name.
    package static func read(path: String) throws(TableError) -> ProductTree {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TableError(path: path, "cannot be read: no such file, or it may not be read")
        }
        return try parse(data, path: path)
    }

    /// The same for the bytes of a tree; the layout is known by how they begin.
    package static func parse(_ data: Data, path: String) throws(TableError) -> ProductTree {
        let builder = ProductTreeBuilder(path: path)
        let text = try TableText(data, path: path)
        let start = text.text.prefix(200).drop(while: \.isWhitespace)
        if start.hasPrefix("<") {
            try builder.addGPC(xml: text)
        } else if start.hasPrefix("{") {
            try builder.addShopify(json: data)
        } else if start.hasPrefix("# Shopify") || start.hasPrefix("gid://") {
            builder.addShopify(lines: text.text)
        } else {
            try builder.add(rows: try text.rows())
        }
        return ProductTree(paths: try builder.paths())
    }

    /// The last part of a code that is an address.
    static func short(_ code: String) -> String {
        guard let slash = code.lastIndex(of: "/") else { return code }
        return String(code[code.index(after: slash)...])
    }

    private init(paths: [String: [String]]) { self.paths = paths }
}

/// Collects the places of a tree and finds what is wrong with it.
final class ProductTreeBuilder {
    private struct Node {
        let name: String
        let parent: String?
        let row: Int
    }

    let path: String
    private var nodes: [String: Node] = [:]
    private var problems: [TableProblem] = []

    /// No tree of goods is nearly as deep; parents in a circle would be.
    private static let deepest = 64

    init(path: String) { self.path = path }

    func fail(_ reason: String, row: Int) { problems.append(TableProblem(row: row, reason: reason)) }

    /// Adds a place below the one with the code `parent`, or a root.
    ///
    /// Layouts that name all ancestors of a place again and again say so with `isRepeated`.
    func add(_ code: String, name: String, parent: String?, row: Int, isRepeated: Bool = false) {
        let name = name.trimmed
        guard !code.isEmpty else { return fail("a place has no code", row: row) }
        guard !name.isEmpty else { return fail("the place with the code \"\(code)\" has no name", row: row) }
        if let first = nodes[code] {
            guard isRepeated, first.name == name, first.parent == parent else {
                return fail("the code \"\(code)\" is that of row \(first.row) too", row: row)
            }
            return
        }
        nodes[code] = Node(name: name, parent: parent, row: row)
    }

    /// The names from the root down to each place, by code.
    func paths() throws(TableError) -> [String: [String]] {
        var paths: [String: [String]] = [:]
        for (code, node) in nodes {
            if let parent = node.parent, nodes[parent] == nil {
                fail(
                    "orphan: \"\(node.name)\" (\(code)) lies below \"\(parent)\", which is not there",
                    row: node.row)
            }
            var names: [String] = []
            var next: Node? = node
            while let place = next, names.count <= Self.deepest {
                names.append(place.name)
                next = place.parent.flatMap { nodes[$0] }
            }
            guard names.count <= Self.deepest else {
                fail("\"\(node.name)\" (\(code)) lies below itself", row: node.row)
                continue
            }
            paths[code] = names.reversed()
        }
        if nodes.isEmpty && problems.isEmpty {
            throw TableError(path: path, "there is no place in this tree")
        }
        guard problems.isEmpty else {
            throw TableError(
                path: path, problems: problems.sorted { ($0.row ?? 0, $0.reason) < ($1.row ?? 0, $1.reason) })
        }
        return paths
    }
}
