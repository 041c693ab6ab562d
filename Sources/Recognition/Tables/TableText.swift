internal import Foundation
internal import Retail

/// Text that another program has exported.
struct TableText {
    let path: String
    let text: String

    init(path: String) throws(TableError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TableError(path: path, "cannot be read: no such file, or it may not be read")
        }
        try self.init(data, path: path)
    }

    /// Takes the bytes of a file, which must be UTF-8; `path` is named in errors.
    init(_ data: Data, path: String) throws(TableError) {
        self.path = path
        guard !data.starts(with: [0xFF, 0xFE]), !data.starts(with: [0xFE, 0xFF]) else {
            throw TableError(path: path, "it is UTF-16: save it as UTF-8 (in Excel: \"CSV UTF-8\")")
        }
        guard let text = String(bytes: data, encoding: .utf8) else {
            throw TableError(
                path: path, row: Self.firstBadLine(of: data),
                "it is not UTF-8: save it as UTF-8 (in Excel: \"CSV UTF-8\")")
        }
        self.text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    private static func firstBadLine(of data: Data) -> Int? {
        data.split(separator: 0x0A, omittingEmptySubsequences: false)
            .firstIndex { String(bytes: $0, encoding: .utf8) == nil }.map { $0 + 1 }
    }

    /// The rows of comma-separated values; semicolons and tabs, which spreadsheets of many countries write, are known by
    /// the first line.
    func rows() throws(TableError) -> [CSVText.Row] {
        let first = text.prefix { !$0.isNewline }.unicodeScalars
        let separators: [Unicode.Scalar] = [",", ";", "\t"]
        let counts = separators.map { separator in first.count { $0 == separator } }
        let most =
            counts.indices.max { counts[$0] < counts[$1] || (counts[$0] == counts[$1] && $0 > $1) } ?? 0
        do {
            return try CSVText.rows(of: text, separator: separators[most])
        } catch {
            throw TableError(path: path, "\(error)")
        }
    }

    /// The name of a column as it is compared: lower case, blanks as underscores.
    static func columnName(_ header: String) -> String {
        header.trimmed.lowercased().replacing(" ", with: "_")
    }
}

extension StringProtocol {
    /// Without white space at its ends.
    ///
    /// Tables have millions of fields, nearly all of which are so already.
    var trimmed: String {
        guard first?.isWhitespace == true || last?.isWhitespace == true else { return String(self) }
        return trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
