/// A YAML text with what is needed to find the places of its nodes again.
///
/// Places are counted in Unicode scalars, as the parser counts columns.
struct YAMLText {
    let characters: [Unicode.Scalar]
    /// Where each line begins; one more for the end of the text.
    private let starts: [Int]

    /// `text` is to end with a line feed and to have no carriage returns.
    init(_ text: String) {
        characters = Array(text.unicodeScalars)
        var starts = [0]
        for (place, character) in characters.enumerated() where character == "\n" { starts.append(place + 1) }
        self.starts = starts
    }

    /// How many lines there are.
    var lineCount: Int { starts.count - 1 }

    /// Where line `line` begins, from 0; the end of the text for the line after the last.
    func start(_ line: Int) -> Int { starts[min(line, starts.count - 1)] }

    /// The line that holds `place`.
    func line(of place: Int) -> Int { (starts.firstIndex { $0 > place } ?? starts.count) - 1 }

    func column(of place: Int) -> Int { place - start(line(of: place)) }

    /// The place of a mark of the parser, which counts from 1.
    func place(line: Int, column: Int) -> Int { min(start(line - 1) + column - 1, characters.count) }

    /// A line without its end.
    func text(_ line: Int) -> String { text(from: start(line), to: max(start(line), start(line + 1) - 1)) }

    func text(from start: Int, to end: Int) -> String {
        String(String.UnicodeScalarView(characters[start..<end]))
    }

    func character(_ place: Int) -> Unicode.Scalar? {
        characters.indices.contains(place) ? characters[place] : nil
    }

    /// The column of a line's first character; `nil` for an empty one.
    func indent(_ line: Int) -> Int? {
        (start(line)..<start(line + 1)).first { characters[$0] != " " && characters[$0] != "\n" }
            .map { $0 - start(line) }
    }

    /// Whether a line holds nothing but a comment.
    func isComment(_ line: Int) -> Bool { indent(line).map { characters[start(line) + $0] == "#" } ?? false }

    func isEmpty(_ line: Int) -> Bool { indent(line) == nil }

    /// The line after the last one of `lines` that holds more than a comment.
    func end(of lines: Range<Int>) -> Int {
        var end = lines.upperBound
        while end > lines.lowerBound, isEmpty(end - 1) || isComment(end - 1) { end -= 1 }
        return end
    }

    /// The place after a key and its colon; `nil` if there is none at `place`.
    func afterKey(at place: Int) -> Int? {
        var next = place
        switch character(place) {
        case "\"", "'":
            guard let end = endOfQuotes(from: place) else { return nil }
            next = end
        case "?", "&", "*", "!", "{", "[": return nil
        default:
            while let found = character(next), found != "\n" {
                if found == ":", isBlank(next + 1) { break }
                next += 1
            }
        }
        while character(next) == " " { next += 1 }
        return character(next) == ":" ? next + 1 : nil
    }

    /// The end of a value that begins at `place` in its line; for a plain one, of its first line.
    func endOfValue(from place: Int) -> Int? {
        switch character(place) {
        case "\"", "'": return endOfQuotes(from: place)
        case "[", "{": return endOfBrackets(from: place)
        default:
            var end = place
            var next = place
            while let found = character(next), found != "\n" {
                if found == "#", next == place || character(next - 1) == " " { break }
                next += 1
                if found != " " { end = next }
            }
            return end
        }
    }

    /// The comments between two places, `#` and all, each without its indentation.
    func comments(from start: Int, to end: Int) -> [String] {
        var comments: [String] = []
        var next = start
        while next < end {
            switch characters[next] {
            case "\"" where isOpening(next), "'" where isOpening(next):
                next = endOfQuotes(from: next) ?? end
            case "#" where next == start || isBlank(next - 1):
                var last = next
                while last < end, characters[last] != "\n" { last += 1 }
                comments.append(text(from: next, to: last))
                next = last
            default: next += 1
            }
        }
        return comments
    }

    /// Whether a quote at `place` begins a text, and is no apostrophe within one.
    private func isOpening(_ place: Int) -> Bool {
        guard place > 0 else { return true }
        return " \n[{,:".unicodeScalars.contains(characters[place - 1])
    }

    private func isBlank(_ place: Int) -> Bool {
        guard let found = character(place) else { return true }
        return found == " " || found == "\n" || found == "\t"
    }

    private func endOfQuotes(from place: Int) -> Int? {
        let quote = characters[place]
        var next = place + 1
        while let found = character(next) {
            if quote == "\"", found == "\\" {
                next += 1
            } else if found == quote {
                guard quote == "'", character(next + 1) == "'" else { return next + 1 }
                next += 1
            }
            next += 1
        }
        return nil
    }

    private func endOfBrackets(from place: Int) -> Int? {
        var depth = 0
        var next = place
        while let found = character(next) {
            switch found {
            case "[", "{": depth += 1
            case "]", "}":
                depth -= 1
                if depth == 0 { return next + 1 }
            case "\"" where isOpening(next), "'" where isOpening(next):
                guard let end = endOfQuotes(from: next) else { return nil }
                next = end - 1
            case "#" where isBlank(next - 1):
                while let skipped = character(next + 1), skipped != "\n" {
                    _ = skipped
                    next += 1
                }
            default: break
            }
            next += 1
        }
        return nil
    }
}
