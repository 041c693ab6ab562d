/// What turns one text into another, line by line, in the unified form that `patch` reads.
package enum UnifiedDiff {
    private static let context = 3

    private enum Line {
        case same(Substring)
        case gone(Substring)
        case come(Substring)
    }

    /// Empty if the texts are the same.
    ///
    /// `from` and `to` are their names.
    package static func text(_ old: String, _ new: String, from: String, to: String) -> String {
        let lines = lines(split(old), split(new))
        let changes = lines.indices.filter { isChange(lines[$0]) }
        guard let first = changes.first else { return "" }
        var result = "--- \(from)\n+++ \(to)\n"
        var hunk = max(0, first - context)..<first + 1
        for change in changes.dropFirst() {
            if change - hunk.upperBound <= 2 * context {
                hunk = hunk.lowerBound..<change + 1
            } else {
                result += text(of: hunk.lowerBound..<hunk.upperBound + context, lines)
                hunk = change - context..<change + 1
            }
        }
        return result + text(of: hunk.lowerBound..<min(hunk.upperBound + context, lines.count), lines)
    }

    private static func text(of hunk: Range<Int>, _ lines: [Line]) -> String {
        var (oldStart, newStart) = (0, 0)
        for line in lines[..<hunk.lowerBound] {
            if !isCome(line) { oldStart += 1 }
            if !isGone(line) { newStart += 1 }
        }
        let oldCount = lines[hunk].count { !isCome($0) }
        let newCount = lines[hunk].count { !isGone($0) }
        // A side without lines names the line before.
        let head =
            "@@ -\(oldStart + (oldCount > 0 ? 1 : 0)),\(oldCount) +\(newStart + (newCount > 0 ? 1 : 0)),\(newCount) @@\n"
        return lines[hunk].reduce(head) { text, line in
            switch line {
            case .same(let line): text + marked(" ", line)
            case .gone(let line): text + marked("-", line)
            case .come(let line): text + marked("+", line)
            }
        }
    }

    private static func marked(_ mark: String, _ line: Substring) -> String {
        mark + line + (line.unicodeScalars.last == "\n" ? "" : "\n\\ No newline at end of file\n")
    }

    private static func isChange(_ line: Line) -> Bool {
        if case .same = line { return false }
        return true
    }

    private static func isGone(_ line: Line) -> Bool {
        if case .gone = line { return true }
        return false
    }

    private static func isCome(_ line: Line) -> Bool {
        if case .come = line { return true }
        return false
    }

    /// Lines with their ends.
    private static func split(_ text: String) -> [Substring] {
        var lines: [Substring] = []
        var start = text.startIndex
        while start < text.endIndex {
            let end =
                text.unicodeScalars[start...].firstIndex(of: "\n").map {
                    text.unicodeScalars.index(after: $0)
                }
                ?? text.endIndex
            lines.append(text[start..<end])
            start = end
        }
        return lines
    }

    /// All lines of both, by their longest common subsequence.
    private static func lines(_ old: [Substring], _ new: [Substring]) -> [Line] {
        // What is alike at both ends needs no table.
        let head = zip(old, new).prefix { $0 == $1 }.count
        let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed()).prefix { $0 == $1 }
            .count
        let (first, second) = (Array(old[head..<old.count - tail]), Array(new[head..<new.count - tail]))
        var lengths = [[Int32]](
            repeating: [Int32](repeating: 0, count: second.count + 1), count: first.count + 1)
        for row in first.indices.reversed() {
            for column in second.indices.reversed() {
                lengths[row][column] =
                    first[row] == second[column]
                    ? lengths[row + 1][column + 1] + 1
                    : max(lengths[row + 1][column], lengths[row][column + 1])
            }
        }
        var lines: [Line] = old[..<head].map { .same($0) }
        var (row, column) = (0, 0)
        while row < first.count || column < second.count {
            if row < first.count, column < second.count, first[row] == second[column] {
                lines.append(.same(first[row]))
                (row, column) = (row + 1, column + 1)
            } else if row < first.count,
                column == second.count || lengths[row + 1][column] >= lengths[row][column + 1]
            {
                lines.append(.gone(first[row]))
                row += 1
            } else {
                lines.append(.come(second[column]))
                column += 1
            }
        }
        return lines + old[(old.count - tail)...].map { .same($0) }
    }
}
