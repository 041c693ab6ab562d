import Foundation

/// Text of the trade's files: UTF-8, or the Windows code page of the region that the format comes from.
enum TradeText {
    enum CodePage {
        case windows1252, shiftJIS
    }

    /// No file of the trade comes near; this protects the memory.
    static let mostBytes = 64 << 20

    /// The text of `bytes` without a byte order mark.
    ///
    /// What is valid UTF-8 is UTF-8, and UTF-16 is known by its mark; the rest is in `codePage`.
    static func decode(_ bytes: [UInt8], otherwise codePage: CodePage, file: String) throws(ImportError)
        -> String
    {
        guard bytes.count <= mostBytes else {
            throw ImportError(
                file: file, "the file has more than \(mostBytes >> 20) MiB: no planogram is that long")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            guard let text = String(data: Data(bytes), encoding: .utf16) else {
                throw ImportError(file: file, "the file begins as UTF-16 and is not: save it as UTF-8")
            }
            return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        }
        if let zero = bytes.firstIndex(of: 0) {
            throw ImportError(
                file: file, line: line(of: zero, in: bytes),
                "a zero byte: this is no text, or UTF-16 without its mark: save it as UTF-8")
        }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        if let text = String(validating: bytes[start...], as: UTF8.self) { return text }
        switch codePage {
        case .windows1252: return try windows1252(bytes[start...], file: file)
        case .shiftJIS: return try shiftJIS(bytes, file: file)
        }
    }

    private static func windows1252(_ bytes: ArraySlice<UInt8>, file: String) throws(ImportError) -> String {
        var text = String.UnicodeScalarView()
        for (place, byte) in bytes.enumerated() {
            guard
                let scalar = byte < 0x80 || byte >= 0xA0
                    ? Unicode.Scalar(byte) : windowsOnly[Int(byte) - 0x80]
            else {
                throw ImportError(
                    file: file, line: line(of: place, in: Array(bytes)),
                    "byte \(String(byte, radix: 16)) is neither UTF-8 nor Windows-1252: save the file as UTF-8"
                )
            }
            text.append(scalar)
        }
        return String(text)
    }

    /// The code page's characters from 0x80 to 0x9F; five places are empty.
    private static let windowsOnly: [Unicode.Scalar?] = [
        "€", nil, "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", nil, "Ž", nil,
        nil, "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", nil, "ž", "Ÿ",
    ]

    private static func shiftJIS(_ bytes: [UInt8], file: String) throws(ImportError) -> String {
        // Line by line, so that the fault has one; no line end is the second byte of a character.
        var lines: [String] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            guard let text = String(data: Data(line), encoding: .shiftJIS) else {
                throw ImportError(
                    file: file, line: index + 1,
                    "the line is neither UTF-8 nor Shift_JIS: save the file as UTF-8")
            }
            lines.append(text)
        }
        return lines.joined(separator: "\n")
    }

    static func line(of place: Int, in bytes: [UInt8]) -> Int {
        bytes.prefix(place).count { $0 == 0x0A } + 1
    }
}
