internal import Yams

/// Changes a YAML text so that it means another tree, line by line where the two differ.
///
/// It works on blocks, one key or item to a line; what stands in brackets is written anew as a whole. What it writes is to
/// be read again and compared: it knows no more of YAML than what people write into settings.
struct YAMLRewriter {
    private struct Edit {
        let start: Int
        let end: Int
        let text: String
    }

    /// The lines that a node may take, and where its value stands in them.
    private struct Frame {
        /// Where the line of its key or dash begins.
        let lineStart: Int
        /// After the colon or the dash.
        let valueStart: Int
        /// The column of the key or the dash.
        let column: Int
        /// The line after its last.
        let endLine: Int
    }

    private let text: YAMLText
    /// Comments within what goes are left behind, unless this is set.
    private let dropsComments: Bool
    private var edits: [Edit] = []

    private init(_ text: YAMLText, dropsComments: Bool) {
        self.text = text
        self.dropsComments = dropsComments
    }

    /// `text`, whose root is `root`, with the meaning of `tree`.
    ///
    /// `dropsComments`: what is removed takes its comments along, and the items of lists those right above them.
    static func rewritten(
        _ text: String, root: Node?, to tree: YAMLTree, dropsComments: Bool = false
    ) throws(SettingsTextError) -> String {
        var rewriter = YAMLRewriter(YAMLText(text), dropsComments: dropsComments)
        let end = rewriter.text.lineCount
        if let root, case .map(let pairs) = tree, let mapping = root.mapping, rewriter.isBlock(root) {
            try rewriter.rewrite(mapping, pairs, endLine: end)
        } else if root == nil || root?.null != nil, case .map(let pairs) = tree {
            for pair in pairs { rewriter.insert(YAMLTree.entry(pair.key, pair.value, at: 0), atLine: end) }
        } else {
            throw .unsuitable(line: root?.mark?.line)
        }
        return rewriter.result
    }

    private var result: String {
        var result = String.UnicodeScalarView()
        var place = 0
        let ordered = edits.enumerated().sorted {
            ($0.element.start, $0.element.end, $0.offset) < ($1.element.start, $1.element.end, $1.offset)
        }
        for (_, edit) in ordered {
            // Two that overlap would be a mistake; what comes out then does not mean what was asked for.
            guard edit.start >= place else { continue }
            result += text.characters[place..<edit.start]
            result += edit.text.unicodeScalars
            place = edit.end
        }
        result += text.characters[place...]
        return String(result)
    }

    private mutating func insert(_ lines: [String], atLine line: Int) {
        let place = text.start(line)
        edits.append(Edit(start: place, end: place, text: lines.map { $0 + "\n" }.joined()))
    }

    // MARK: Maps

    private mutating func rewrite(
        _ mapping: Node.Mapping, _ new: [(key: String, value: YAMLTree)], endLine: Int
    ) throws(SettingsTextError) {
        let old = try entries(mapping, endLine: endLine)
        guard let first = old.first else { return }
        let (kept, removed) = (
            old.filter { entry in new.contains { $0.key == entry.key } },
            old.filter { entry in !new.contains { $0.key == entry.key } }
        )
        for entry in kept {
            guard let value = new.first(where: { $0.key == entry.key })?.value else { continue }
            try change(entry.value, to: value, in: entry.frame)
        }
        if let gone = removed.first, gone.key == first.key, !isAtLineStart(first) {
            // It stands behind the dash of a list's item, where the next key that stays must stand then.
            guard let next = kept.first else { throw .unsuitable(line: text.line(of: first.place) + 1) }
            keepComments(from: first.place, to: next.place, aboveLineOf: first.place)
            edits.append(Edit(start: first.place, end: next.place, text: ""))
            for entry in removed.dropFirst() where entry.place > next.place { remove(entry) }
        } else {
            for entry in removed { remove(entry) }
        }
        // A new key comes after the one that it follows, or at the end; what is commented out there stays before it.
        let column = first.frame.column
        let last = text.end(of: text.line(of: first.place)..<endLine)
        let mapEnd = column == 0 ? endLine : ownEnd(last..<endLine, deeperThan: column - 1)
        var end = mapEnd
        for pair in new {
            if let entry = kept.first(where: { $0.key == pair.key }) {
                let lines = text.line(of: entry.place)..<entry.frame.endLine
                let isLast = entry.place == old.last?.place
                end = isLast ? mapEnd : ownEnd(text.end(of: lines)..<lines.upperBound, deeperThan: column)
                continue
            }
            let lines = YAMLTree.entry(pair.key, pair.value, at: column)
            // The parts of a file stand apart.
            let isPart = column == 0 && lines.count > 1
            insert(isPart ? [""] + lines : lines, atLine: end)
        }
    }

    private struct Entry {
        let key: String
        let value: Node
        /// Where the key begins.
        let place: Int
        let frame: Frame
    }

    private func entries(_ mapping: Node.Mapping, endLine: Int) throws(SettingsTextError) -> [Entry] {
        var places: [Int] = []
        for key in mapping.keys {
            guard let mark = key.mark else { throw .unsuitable(line: nil) }
            places.append(text.place(line: mark.line, column: mark.column))
        }
        var entries: [Entry] = []
        for (number, (key, value)) in mapping.enumerated() {
            let place = places[number]
            let end = number + 1 < places.count ? text.line(of: places[number + 1]) : endLine
            guard let name = key.scalar?.string, let valueStart = text.afterKey(at: place) else {
                throw .unsuitable(line: key.mark?.line)
            }
            let frame = Frame(
                lineStart: text.start(text.line(of: place)), valueStart: valueStart,
                column: text.column(of: place), endLine: end)
            entries.append(Entry(key: name, value: value, place: place, frame: frame))
        }
        return entries
    }

    /// Whether nothing but spaces stands before a key.
    private func isAtLineStart(_ entry: Entry) -> Bool {
        text.indent(text.line(of: entry.place)) == entry.frame.column
    }

    private mutating func remove(_ entry: Entry) {
        let first = text.line(of: entry.place)
        let end = text.end(of: first..<entry.frame.endLine)
        // What stands at the end of its own line goes with it.
        keepComments(from: text.start(first + 1), to: text.start(end), aboveLineOf: entry.place)
        edits.append(Edit(start: text.start(first), end: text.start(end), text: ""))
    }

    private mutating func keepComments(from start: Int, to end: Int, aboveLineOf place: Int) {
        guard !dropsComments, start < end else { return }
        let line = text.line(of: place)
        let pad = String(repeating: " ", count: text.indent(line) ?? 0)
        insert(text.comments(from: start, to: end).map { pad + $0 }, atLine: line)
    }

    // MARK: Lists

    private mutating func rewrite(
        _ sequence: Node.Sequence, _ new: [YAMLTree], endLine: Int
    ) throws(SettingsTextError) {
        guard let mark = sequence.mark else { throw .unsuitable(line: nil) }
        let column = mark.column - 1
        var starts: [Int] = []
        var trees: [YAMLTree] = []
        for item in sequence {
            guard let line = dashLine(of: item, at: column) else { throw .unsuitable(line: item.mark?.line) }
            starts.append(line)
            do { trees.append(try YAMLTree(item)) } catch { throw .unsuitable(line: error.line) }
        }
        let pairs = ListPairing.pairs(trees, new)
        var place = starts.first ?? endLine
        var matched: Set<Int> = []
        for (number, item) in new.enumerated() {
            guard let partner = pairs[number] else {
                insert(item.item(at: column), atLine: place)
                continue
            }
            matched.insert(partner)
            let end = partner + 1 < starts.count ? starts[partner + 1] : endLine
            let frame = Frame(
                lineStart: text.start(starts[partner]), valueStart: text.start(starts[partner]) + column + 1,
                column: column, endLine: end)
            try change(sequence[partner], to: item, in: frame)
            place = ownEnd(text.end(of: starts[partner]..<end)..<end, deeperThan: column)
        }
        for index in starts.indices where !matched.contains(index) {
            removeItem(
                starts[index]..<(index + 1 < starts.count ? starts[index + 1] : endLine), column: column)
        }
    }

    private mutating func removeItem(_ lines: Range<Int>, column: Int) {
        var (first, end) = (lines.lowerBound, text.end(of: lines))
        if dropsComments {
            while first > 0, text.isComment(first - 1), text.indent(first - 1) == column { first -= 1 }
            end = ownEnd(end..<lines.upperBound, deeperThan: column)
        } else {
            keepComments(
                from: text.start(first + 1), to: text.start(end), aboveLineOf: text.start(first))
        }
        edits.append(Edit(start: text.start(first), end: text.start(end), text: ""))
    }

    /// The end of what is commented out below the last key of something that stands at `column`.
    private func ownEnd(_ lines: Range<Int>, deeperThan column: Int) -> Int {
        var end = lines.lowerBound
        while end < lines.upperBound, text.isComment(end), (text.indent(end) ?? 0) > column { end += 1 }
        return end
    }

    /// The line with the dash of an item.
    private func dashLine(of item: Node, at column: Int) -> Int? {
        guard let mark = item.mark else { return nil }
        var line = min(mark.line - 1, text.lineCount - 1)
        while line >= 0 {
            if text.indent(line) == column, text.character(text.start(line) + column) == "-" { return line }
            // A list in a list has its first dash behind another one.
            guard text.isEmpty(line) || text.isComment(line) || line == mark.line - 1 else { return nil }
            line -= 1
        }
        return nil
    }

    // MARK: Values

    private func isBlock(_ node: Node) -> Bool {
        guard let mark = node.mark else { return false }
        let first = text.character(text.place(line: mark.line, column: mark.column))
        switch node {
        case .mapping: return first != "{" && first != "&" && first != "!"
        case .sequence: return first == "-"
        default: return false
        }
    }

    private mutating func change(
        _ node: Node, to new: YAMLTree, in frame: Frame
    ) throws(SettingsTextError) {
        let old: YAMLTree
        do { old = try YAMLTree(node) } catch { throw .unsuitable(line: error.line) }
        guard old.json != new.json else { return }
        if isBlock(node), !new.isEmpty {
            switch (node, new) {
            case (.mapping(let mapping), .map(let pairs))
            where pairs.contains { pair in mapping.keys.contains { $0.scalar?.string == pair.key } }:
                return try rewrite(mapping, pairs, endLine: frame.endLine)
            case (.sequence(let sequence), .list(let items)):
                return try rewrite(sequence, items, endLine: frame.endLine)
            default: break
            }
        }
        try replace(node, by: new, in: frame)
    }

    /// Writes a whole value anew; the comments in it come to stand above it, one behind it stays there.
    private mutating func replace(
        _ node: Node, by new: YAMLTree, in frame: Frame
    ) throws(SettingsTextError) {
        let firstLine = text.line(of: frame.valueStart)
        var start = frame.valueStart
        while text.character(start) == " " { start += 1 }
        let first = text.character(start)
        if let first, "&*!|>".unicodeScalars.contains(first) { throw .unsuitable(line: firstLine + 1) }
        // What comes behind the value in the line of its key, and where the value ends.
        var lastLine = max(firstLine + 1, text.end(of: firstLine..<frame.endLine))
        if dropsComments, isBlock(node) {
            lastLine = ownEnd(lastLine..<frame.endLine, deeperThan: frame.column)
        }
        let end = text.start(lastLine) - 1
        var trailing = ""
        let isEmptyLine = first == "\n" || first == "#" || first == nil
        if isEmptyLine {
            trailing = text.text(from: frame.valueStart, to: text.start(firstLine + 1) - 1)
            keepInner(from: text.start(firstLine + 1), to: end, frame)
        } else if let valueEnd = isBlock(node) ? nil : text.endOfValue(from: start), valueEnd <= end,
            text.line(of: valueEnd) == lastLine - 1
        {
            trailing = text.text(from: valueEnd, to: end)
            if text.line(of: valueEnd) != firstLine { keepInner(from: start, to: valueEnd, frame) }
        } else {
            keepInner(from: start, to: end, frame)
        }
        let inBraces = (first == "{" || first == "[") && node.isFilled
        let column = frame.column
        if text.character(frame.valueStart - 1) == "-" {
            let lines = new.item(at: column, inBraces: inBraces)
            if lines.count > 1 { keepLine(trailing, frame) }
            let text = lines.joined(separator: "\n").unicodeScalars.dropFirst(column + 1)
            edits.append(
                Edit(
                    start: frame.valueStart, end: end,
                    text: String(text) + (lines.count > 1 ? "" : trailing)))
            return
        }
        let (inline, lines) = new.value(
            at: column, after: frame.valueStart - frame.lineStart + 1, inBraces: inBraces)
        let head = (inline.map { " \($0)" } ?? "") + trailing
        edits.append(
            Edit(
                start: frame.valueStart, end: end,
                text: ([head] + lines).joined(separator: "\n")))
    }

    private mutating func keepInner(from start: Int, to end: Int, _ frame: Frame) {
        guard start < end else { return }
        keepComments(from: start, to: end, aboveLineOf: frame.lineStart)
    }

    private mutating func keepLine(_ comment: String, _ frame: Frame) {
        guard !dropsComments, let start = comment.firstIndex(of: "#") else { return }
        let line = text.line(of: frame.lineStart)
        let pad = String(repeating: " ", count: text.indent(line) ?? 0)
        insert([pad + comment[start...]], atLine: line)
    }
}

extension Node {
    /// Whether it has items or keys.
    fileprivate var isFilled: Bool {
        !(sequence?.isEmpty ?? true) || !(mapping?.isEmpty ?? true)
    }
}
