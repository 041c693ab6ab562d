/// Comma-separated values as RFC 4180 describes them, read from text; another separator may be given.
///
/// Fields may be in double quotes, with commas, line ends and doubled quotes within. Lines end with LF or CRLF; a byte
/// order mark and empty lines are skipped.
package enum CSVText {
    /// One record and the line on which it begins, from 1.
    package struct Row: Hashable, Sendable {
        package let line: Int
        package let fields: [String]

        package init(line: Int, fields: [String]) {
            self.line = line
            self.fields = fields
        }
    }

    /// All records of `text`; throws at a quote that is not closed.
    ///
    /// `separator` stands between fields: some countries' spreadsheets write a semicolon for the comma.
    package static func rows(of text: String, separator: Unicode.Scalar = ",") throws(CSVError) -> [Row] {
        var rows: [Row] = []
        var fields: [String] = []
        var field = ""
        var line = 1
        var start = 1
        var isQuoted = false
        var wasQuoted = false
        var letters = Array(text.unicodeScalars)[...]
        if letters.first == "\u{FEFF}" { letters = letters.dropFirst() }

        func endRow() {
            fields.append(field)
            if fields != [""] || wasQuoted { rows.append(Row(line: start, fields: fields)) }
            (fields, field, wasQuoted) = ([], "", false)
        }

        while let letter = letters.popFirst() {
            if isQuoted {
                if letter == "\"" {
                    if letters.first == "\"" {
                        field.unicodeScalars.append(letter)
                        letters = letters.dropFirst()
                    } else {
                        isQuoted = false
                    }
                } else {
                    if letter == "\n" { line += 1 }
                    field.unicodeScalars.append(letter)
                }
                continue
            }
            switch letter {
            case "\"" where field.isEmpty: (isQuoted, wasQuoted) = (true, true)
            case separator:
                fields.append(field)
                field = ""
            case "\r" where letters.first == "\n": continue
            case "\n":
                endRow()
                line += 1
                start = line
            default: field.unicodeScalars.append(letter)
            }
        }
        guard !isQuoted else { throw .openQuote(line: start) }
        if !field.isEmpty || !fields.isEmpty { endRow() }
        return rows
    }
}

/// Why a text is no CSV.
package enum CSVError: Error, Equatable, CustomStringConvertible {
    case openQuote(line: Int)

    package var description: String {
        switch self {
        case .openQuote(let line): "line \(line): a quoted field is not closed"
        }
    }
}
