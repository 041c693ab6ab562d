/// Trees as text.
extension YAMLTree {
    /// No line is made longer than this for the sake of brackets.
    private static let widestLine = 110

    var isEmpty: Bool {
        switch self {
        case .scalar: false
        case .list(let items): items.isEmpty
        case .map(let pairs): pairs.isEmpty
        }
    }

    /// In one line, with brackets and braces.
    var inline: String {
        switch self {
        case .scalar(let text, let isPlain): isPlain ? text : Self.quoted(text)
        case .list(let items): "[" + items.map(\.inline).joined(separator: ", ") + "]"
        case .map(let pairs):
            "{" + pairs.map { "\(Self.key($0.key)): \($0.value.inline)" }.joined(separator: ", ") + "}"
        }
    }

    /// What follows a key that stands at `column`: a value in its line, or lines below it.
    ///
    /// `inBraces`: braces are wanted wherever they fit.
    func value(at column: Int, after used: Int, inBraces: Bool = false) -> (inline: String?, lines: [String])
    {
        if isInline || inBraces || isEmpty {
            let text = inline
            if isScalar || isEmpty || used + text.unicodeScalars.count <= Self.widestLine {
                return (text, [])
            }
        }
        return (nil, block(at: column + 2))
    }

    /// An item of a list whose dashes stand at `column`.
    func item(at column: Int, inBraces: Bool = false) -> [String] {
        let dash = String(repeating: " ", count: column) + "- "
        let text = inline
        let fits = column + 2 + text.unicodeScalars.count <= Self.widestLine
        if isScalar || isEmpty || (fits && (inBraces || isInline || isRecord)) { return [dash + text] }
        return blockItem(at: column)
    }

    /// An entry of a map whose keys stand at `column`.
    static func entry(_ key: String, _ value: YAMLTree, at column: Int) -> [String] {
        let start = String(repeating: " ", count: column) + Self.key(key) + ":"
        let (inline, lines) = value.value(at: column, after: start.unicodeScalars.count + 1)
        return [inline.map { "\(start) \($0)" } ?? start] + lines
    }

    /// An item of a list whose dashes stand at `column`, each key in a line of its own.
    func blockItem(at column: Int) -> [String] {
        let dash = String(repeating: " ", count: column) + "- "
        return block(at: column + 2).enumerated().map { $0 == 0 ? dash + $1.dropFirst(column + 2) : $1 }
    }

    private func block(at column: Int) -> [String] {
        switch self {
        case .scalar: [String(repeating: " ", count: column) + inline]
        case .list(let items): items.flatMap { $0.item(at: column) }
        case .map(let pairs): pairs.flatMap { Self.entry($0.key, $0.value, at: column) }
        }
    }

    var isScalar: Bool {
        if case .scalar = self { return true }
        return false
    }

    /// A scalar, or a list of scalars or of lists of them: written in brackets if it is short enough.
    private var isInline: Bool {
        switch self {
        case .scalar: true
        case .list(let items): items.allSatisfy { $0.isScalar || $0.isRow }
        case .map: false
        }
    }

    /// A list of scalars.
    private var isRow: Bool {
        guard case .list(let items) = self else { return false }
        return items.allSatisfy(\.isScalar)
    }

    /// A map of scalars and rows: an item of a list that is written in one line.
    private var isRecord: Bool {
        guard case .map(let pairs) = self else { return false }
        return pairs.allSatisfy { $0.value.isScalar || $0.value.isRow }
    }

    private static func key(_ name: String) -> String { text(name).inline }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\0"..."\u{1F}", "\u{7F}"..."\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}":
                let digits = String(character.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(character)
            }
        }
        return result + "\""
    }
}
