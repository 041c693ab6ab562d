package import Retail

/// Writes a zone's registration into the text of a settings file, whose comments and order stay.
package enum ZoneText {
    /// The keys that a registration replaces.
    private static let replaced = ["planogram", "bay", "picture_size", "points", "corners"]

    /// A zone as an item of the list `zones`, each line indented by `indent`.
    package static func item(_ zone: Zone, indent: String = "  ") -> [String] {
        ["\(indent)- id: \(zone.id)", "\(indent)  camera: \(quoted(zone.camera))"]
            + registration(zone).map { "\(indent)  \($0)" }
    }

    /// `text` with the registration of `zone`: in the item with its id, or as a new one.
    ///
    /// Throws if the list of zones is not written as one item of several lines after the other.
    package static func written(_ zone: Zone, into text: String) throws(ApplianceError) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        guard let list = lines.firstIndex(where: { isKey("zones", $0, at: 0) }) else {
            return (lines + ["", "zones:"] + item(zone)).joined(separator: "\n") + "\n"
        }
        let value = withoutComment(lines[list]).dropFirst("zones:".count)
        guard value.allSatisfy(\.isWhitespace) else { throw unsuitable(list) }
        var end = list + 1
        while end < lines.count, isEmpty(lines[end]) || lines[end].hasPrefix(" ") || lines[end].hasPrefix("-")
        {
            end += 1
        }
        while end > list + 1, isEmpty(lines[end - 1]) { end -= 1 }
        let starts = itemStarts(lines, list + 1..<end)
        for (number, start) in starts.enumerated() {
            let next = number + 1 < starts.count ? starts[number + 1] : end
            guard let column = keyColumn(lines[start]) else { throw unsuitable(start) }
            if id(of: Array(lines[start..<next]), column) == zone.id {
                let item = try replace(Array(lines[start..<next]), column, zone, line: start)
                lines.replaceSubrange(start..<next, with: item)
                return lines.joined(separator: "\n") + "\n"
            }
        }
        let indent = starts.first.map { String(lines[$0].prefix { $0 == " " }) } ?? "  "
        lines.insert(contentsOf: item(zone, indent: indent), at: end)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func registration(_ zone: Zone) -> [String] {
        func text(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
        let points = zone.pointPairs.map { pair in
            "  - {pixel: [\(text(pair.pixel.x)), \(text(pair.pixel.y))], "
                + "mm: [\(text(pair.shelf.xMM)), \(text(pair.shelf.yMM))]}"
        }
        return ["planogram: \(quoted(zone.planogram))"] + (zone.bay.map { ["bay: \(quoted($0))"] } ?? [])
            + ["picture_size: [\(zone.pictureSize.width), \(zone.pictureSize.height)]", "points:"] + points
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// The first lines of the items: those whose dash stands where the first one does.
    private static func itemStarts(_ lines: [String], _ range: Range<Int>) -> [Int] {
        guard let first = range.first(where: { isItem(lines[$0]) }) else { return [] }
        let column = lines[first].prefix { $0 == " " }.count
        return range.filter { isItem(lines[$0]) && lines[$0].prefix { $0 == " " }.count == column }
    }

    private static func replace(
        _ item: [String], _ column: Int, _ zone: Zone, line: Int
    ) throws(ApplianceError) -> [String] {
        var kept: [String] = []
        var place: Int?
        var isLeftOut = false
        for (number, text) in item.enumerated() {
            let indent = text.prefix { $0 == " " }.count
            let isOwnKey = replaced.contains { isKey($0, text, at: column) }
            if number == 0 {
                guard !replaced.contains(where: { text.dropFirst(column).hasPrefix("\($0):") }) else {
                    throw unsuitable(line)
                }
            } else if isOwnKey {
                isLeftOut = true
                place = place ?? kept.count
                continue
            } else if isLeftOut, indent > column || (indent == column && isItem(text)) {
                continue
            }
            isLeftOut = isLeftOut && isEmpty(text) && !text.contains("#")
            kept.append(text)
        }
        while place == nil, let last = kept.last, isEmpty(last) { kept.removeLast() }
        let pad = String(repeating: " ", count: column)
        kept.insert(contentsOf: registration(zone).map { pad + $0 }, at: place ?? kept.count)
        return kept
    }

    private static func id(of item: [String], _ column: Int) -> String? {
        for (number, line) in item.enumerated() {
            let text = number == 0 ? String(line.dropFirst(column)) : line
            guard isKey("id", text, at: number == 0 ? 0 : column) else { continue }
            let value = withoutComment(text).split(separator: ":", maxSplits: 1).last ?? ""
            return value.trimmed(of: " \"'")
        }
        return nil
    }

    /// Where the keys of an item begin that starts with this line; `nil` if it is written in braces.
    private static func keyColumn(_ line: String) -> Int? {
        guard let key = line.firstIndex(where: { $0 != " " && $0 != "-" }), line[key] != "{" else {
            return nil
        }
        return line.distance(from: line.startIndex, to: key)
    }

    private static func isKey(_ key: String, _ line: String, at column: Int) -> Bool {
        line.prefix { $0 == " " }.count == column && line.dropFirst(column).hasPrefix("\(key):")
    }

    private static func isItem(_ line: String) -> Bool {
        line.drop { $0 == " " }.hasPrefix("- ")
    }

    private static func isEmpty(_ line: String) -> Bool {
        let text = line.drop { $0 == " " }
        return text.isEmpty || text.hasPrefix("#")
    }

    private static func withoutComment(_ line: String) -> Substring {
        line.firstRange(of: " #").map { line[..<$0.lowerBound] } ?? line[...]
    }

    private static func unsuitable(_ line: Int) -> ApplianceError {
        ApplianceError(
            "line \(line + 1): the zones are not written as a list with one key to a line: paste the proposal by hand"
        )
    }
}

extension Substring {
    fileprivate func trimmed(of characters: String) -> String {
        var text = self
        while let first = text.first, characters.contains(first) { text.removeFirst() }
        while let last = text.last, characters.contains(last) { text.removeLast() }
        return String(text)
    }
}
