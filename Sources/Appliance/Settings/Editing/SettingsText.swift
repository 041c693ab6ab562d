package import Console
internal import Yams

/// A settings file as text, in which single values are changed: comments, blank lines and order of all else stay.
///
/// After each change the text is read again and must mean exactly what was asked for.
package struct SettingsText: Hashable, Sendable {
    package private(set) var text: String

    package init(_ text: String) { self.text = text }

    /// What the file says, without standards.
    package var values: JSONValue {
        get throws(SettingsTextError) { try tree.json }
    }

    /// Writes values at their paths, as `cameras[0].interval_seconds`; `nil` takes a key or an item out.
    ///
    /// Paths refer to the text as it is before: items are taken out last. A new item has the number of items as its index.
    package mutating func set(_ values: [String: JSONValue?]) throws(SettingsTextError) {
        var wanted = try tree
        var changes: [(path: SettingsPath, value: JSONValue?)] = []
        for (text, value) in values {
            guard let path = SettingsPath(text) else { throw .noSuchPlace(path: text) }
            changes.append((path, value == .some(.null) ? nil : value ?? nil))
        }
        changes.sort { $0.path < $1.path }
        for (path, value) in changes {
            guard let value else { continue }
            wanted = try wanted.with(YAMLTree(value, like: wanted[path]), at: path)
        }
        for (path, value) in changes.reversed() where value == nil { wanted = try wanted.with(nil, at: path) }
        try become(wanted)
    }

    /// Throws where the text is no YAML, or holds what can't be changed in place.
    var tree: YAMLTree {
        get throws(SettingsTextError) {
            guard let root = try root else { return .map([]) }
            do { return try YAMLTree(root) } catch { throw .unsuitable(line: error.line) }
        }
    }

    /// `dropsComments`: what is removed takes its comments along.
    mutating func become(_ wanted: YAMLTree, dropsComments: Bool = false) throws(SettingsTextError) {
        guard try tree.json != wanted.json else { return }
        // Lines may end as on Windows; then those that are written do too.
        let isWindows = text.utf8.contains(0x0D)
        var plain = isWindows ? text.replacing("\r\n", with: "\n") : text
        if let last = plain.utf8.last, last != 0x0A { plain += "\n" }
        let before = SettingsText(plain)
        let written = try YAMLRewriter.rewritten(
            plain, root: before.root, to: wanted, dropsComments: dropsComments)
        var result = SettingsText(isWindows ? written.replacing("\n", with: "\r\n") : written)
        if result.text.isEmpty { result.text = "{}\n" }
        do {
            guard try result.tree.json == wanted.json else { throw SettingsTextError.differs }
        } catch {
            throw .differs
        }
        self = result
    }

    /// The line of what stands at `path`, from 1; `nil` if nothing does.
    func line(of path: SettingsPath) -> Int? {
        // A text that is no YAML has no lines to name.
        var node = (try? root) ?? nil
        for step in path.steps {
            switch step {
            case .key(let name): node = node?.mapping?[Node(name)]
            case .item(let index):
                let items = node?.sequence
                node = items.flatMap { index < $0.count ? $0[index] : nil }
            }
        }
        return node?.mark?.line
    }

    /// The first character of a node that the parser marked.
    func character(_ mark: Mark) -> Unicode.Scalar? {
        let text = YAMLText(text)
        return text.character(text.place(line: mark.line, column: mark.column))
    }

    var root: Node? {
        get throws(SettingsTextError) {
            do { return try compose(yaml: text) } catch { throw .notYAML(line: Settings.line(of: error)) }
        }
    }
}

extension SettingsPath: Comparable {
    /// Places that hold others come before these, items in their order.
    static func < (left: SettingsPath, right: SettingsPath) -> Bool {
        for (first, second) in zip(left.steps, right.steps) where first != second {
            switch (first, second) {
            case (.key(let first), .key(let second)): return first < second
            case (.item(let first), .item(let second)): return first < second
            case (.key, .item): return true
            case (.item, .key): return false
            }
        }
        return left.steps.count < right.steps.count
    }
}
