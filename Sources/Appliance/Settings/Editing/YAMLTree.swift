internal import Console
internal import Yams

/// YAML as values: keys in their order, scalars as they are written.
indirect enum YAMLTree: Sendable {
    /// `isPlain`: without quotes, so that what it looks like decides what it is.
    case scalar(String, isPlain: Bool)
    case list([YAMLTree])
    case map([(key: String, value: YAMLTree)])

    /// An alias, a key that is no text: what nobody writes into settings.
    struct Unsuitable: Error {
        let line: Int?
    }

    init(_ node: Node) throws(Unsuitable) {
        switch node {
        case .scalar(let scalar):
            self = .scalar(scalar.string, isPlain: scalar.style == .plain)
        case .sequence(let sequence):
            var items: [YAMLTree] = []
            for item in sequence { items.append(try YAMLTree(item)) }
            self = .list(items)
        case .mapping(let mapping):
            var pairs: [(key: String, value: YAMLTree)] = []
            for (key, value) in mapping {
                guard let name = key.scalar?.string else { throw Unsuitable(line: key.mark?.line) }
                pairs.append((name, try YAMLTree(value)))
            }
            self = .map(pairs)
        case .alias(let alias): throw Unsuitable(line: alias.mark?.line)
        }
    }

    /// Keys that `value` does not order come in the order of `model` first, and then by their names.
    init(_ value: JSONValue, like model: YAMLTree? = nil) {
        switch value {
        case .null: self = .scalar("null", isPlain: true)
        case .bool(let value): self = .scalar(value ? "true" : "false", isPlain: true)
        case .number(let value): self = .scalar(Self.text(value), isPlain: true)
        case .text(let text): self = .text(text)
        case .list(let items):
            var models: [YAMLTree] = []
            if case .list(let items) = model { models = items }
            self = .list(
                items.enumerated().map { YAMLTree($1, like: $0 < models.count ? models[$0] : nil) })
        case .object(let members):
            var models: [(key: String, value: YAMLTree)] = []
            if case .map(let pairs) = model { models = pairs }
            let names = models.map(\.key).filter { members[$0] != nil }
            let others = members.keys.filter { !names.contains($0) }.sorted()
            self = .map(
                (names + others).compactMap { name in
                    members[name].map { value in
                        (name, YAMLTree(value, like: models.first { $0.key == name }?.value))
                    }
                })
        }
        // What means the same stays as it was written: 1.50, 0x10.
        if let model, model.json == json { self = model }
    }

    /// A text, in quotes where YAML would take it for something else.
    static func text(_ text: String) -> YAMLTree { .scalar(text, isPlain: isSafe(text)) }

    static func number(_ value: Double) -> YAMLTree { .scalar(text(value), isPlain: true) }

    static func numbers(_ values: [Double]) -> YAMLTree { .list(values.map { .number($0) }) }

    /// What it means.
    var json: JSONValue {
        switch self {
        case .scalar(let text, isPlain: false): return .text(text)
        case .scalar(let text, isPlain: true):
            let node = Node(text)
            switch node.tag {
            case Tag(.null): return .null
            case Tag(.bool): return node.bool.map { .bool($0) } ?? .text(text)
            case Tag(.int): return node.int.map { .number(Double($0)) } ?? .text(text)
            case Tag(.float): return node.float.map { .number($0) } ?? .text(text)
            default: return .text(text)
            }
        case .list(let items): return .list(items.map(\.json))
        case .map(let pairs):
            return .object(Dictionary(pairs.map { ($0.key, $0.value.json) }, uniquingKeysWith: { $1 }))
        }
    }

    private static func text(_ value: Double) -> String {
        if let whole = Int(exactly: value) { return "\(whole)" }
        return "\(value)"
    }

    /// Whether `text` means itself without quotes, within braces too.
    private static func isSafe(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, isName(first) || first == "/" || first == "$" else {
            return false
        }
        let isFree = text.unicodeScalars.allSatisfy { isName($0) || "/.$-@+".unicodeScalars.contains($0) }
        return isFree && Node(text).tag == Tag(.str)
    }

    private static func isName(_ character: Unicode.Scalar) -> Bool {
        switch character {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }
}
