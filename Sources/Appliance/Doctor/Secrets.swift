internal import Yams

/// Takes out of texts what nobody but the store may know.
package struct Secrets: Sendable {
    package static let struckOut = "(struck out)"

    /// Keys whose values are secrets, as far as their names tell; a name of a file that holds one is none.
    private static let words = ["password", "secret", "token", "username", "credential"]

    /// Values that are struck out wherever they stand.
    private let values: [String]

    /// `values`: such as the broker's password; empty ones do not count.
    package init(values: [String]) {
        self.values = values.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
    }

    /// `text` without the known values.
    package func strike(from text: String) -> String {
        values.reduce(text) { text, value in
            text.split(separator: value, omittingEmptySubsequences: false).joined(separator: Self.struckOut)
        }
    }

    /// The settings in `yaml` without the values of keys that tell of secrets, and without comments, which may hold
    /// anything; a file that is no YAML is left out whole.
    package func strike(fromSettings yaml: String) -> String {
        do {
            guard let node = try compose(yaml: yaml) else { return "" }
            return strike(from: try serialize(node: Self.struck(node)))
        } catch {
            return "(left out: no valid YAML)\n"
        }
    }

    private static func struck(_ node: Node) -> Node {
        switch node {
        case .mapping(let mapping):
            return Node(mapping.map { key, value in (key, isSecret(key) ? Node(struckOut) : struck(value)) })
        case .sequence(let sequence): return Node(sequence.map(struck))
        case .scalar, .alias: return node
        }
    }

    private static func isSecret(_ key: Node) -> Bool {
        guard let name = key.string?.lowercased(), !name.hasSuffix("_file") else { return false }
        return words.contains { name.contains($0) }
    }
}
