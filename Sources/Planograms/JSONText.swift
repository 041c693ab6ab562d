/// Reads JSON (RFC 8259) and says where it stops being JSON.
///
/// Foundation's decoder refuses a broken file without a line on Linux, which helps nobody who edits one by
/// hand.
struct JSONText {
    /// What was found and where, both counted from 1.
    struct Fault: Error {
        let line: Int
        let column: Int
        let message: String
    }

    /// No planogram nests deeper than 6; this protects the stack.
    private static let deepest = 64

    private let bytes: [UInt8]
    private var place = 0

    /// Parses all of `bytes`.
    ///
    /// Throws at the first byte that does not belong there.
    static func parse(_ bytes: [UInt8]) throws(Fault) -> JSONValue {
        var text = JSONText(bytes)
        let value = try text.value(depth: 0)
        text.skipSpace()
        guard text.place == bytes.count else { throw text.fault("nothing more is expected") }
        return value
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is no JSON, but editors on Windows write it.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func value(depth: Int) throws(Fault) -> JSONValue {
        guard depth < Self.deepest else { throw fault("the nesting is too deep") }
        skipSpace()
        switch next ?? 0 {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .list(try list(depth: depth))
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default:
            for (word, value) in [("true", JSONValue.flag(true)), ("false", .flag(false)), ("null", .null)]
            where bytes[place...].starts(with: word.utf8) {
                place += word.utf8.count
                return value
            }
            throw fault("a value is expected")
        }
    }

    private mutating func object(depth: Int) throws(Fault) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        place += 1
        if takes("}") { return members }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw fault("a key in quotes is expected") }
            let start = place
            let key = try string()
            guard takes(":") else { throw fault("\":\" is expected") }
            guard members.updateValue(try value(depth: depth + 1), forKey: key) == nil else {
                place = start
                throw fault("the key \"\(key)\" is given twice")
            }
        } while takes(",")
        guard takes("}") else { throw fault("\",\" or \"}\" is expected") }
        return members
    }

    private mutating func list(depth: Int) throws(Fault) -> [JSONValue] {
        var items: [JSONValue] = []
        place += 1
        if takes("]") { return items }
        repeat { items.append(try value(depth: depth + 1)) } while takes(",")
        guard takes("]") else { throw fault("\",\" or \"]\" is expected") }
        return items
    }

    private mutating func number() throws(Fault) -> Double {
        let start = place
        while let byte = next, "+-.0123456789eE".utf8.contains(byte) { place += 1 }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        let digits = text.drop { $0 == "-" }
        guard let value = Double(text), value.isFinite, let last = text.last, last.isNumber,
            let first = digits.first, first.isNumber,
            !(first == "0" && digits.dropFirst().first?.isNumber == true),
            !text.contains(".e"), !text.contains(".E")
        else {
            place = start
            throw fault("\"\(text.prefix(40))\" is no number")
        }
        return value
    }

    private mutating func string() throws(Fault) -> String {
        let start = place
        var content: [UInt8] = []
        place += 1
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw fault("a text must end on its line") }
            place += 1
            if byte == UInt8(ascii: "\\") {
                content += String(try escaped()).utf8
            } else {
                content.append(byte)
            }
        }
        guard next != nil else {
            place = start
            throw fault("this text does not end")
        }
        place += 1
        guard let text = String(validating: content, as: UTF8.self) else {
            place = start
            throw fault("this text is not UTF-8")
        }
        return text
    }

    private mutating func escaped() throws(Fault) -> Unicode.Scalar {
        let plain: [UInt8: Unicode.Scalar] = [
            0x22: "\"", 0x5C: "\\", 0x2F: "/", 0x62: "\u{8}", 0x66: "\u{C}", 0x6E: "\n", 0x72: "\r",
            0x74: "\t",
        ]
        guard let byte = next else { throw fault("this text does not end") }
        place += 1
        if let scalar = plain[byte] { return scalar }
        guard byte == UInt8(ascii: "u") else { throw fault("this escape is not known") }
        var unit = UInt32(try fourHexDigits())
        // Characters beyond 16 bits come as two escapes.
        if (0xD800..<0xDC00).contains(unit), bytes[place...].starts(with: "\\u".utf8) {
            place += 2
            let low = UInt32(try fourHexDigits())
            guard (0xDC00..<0xE000).contains(low) else { throw fault("half of a character is missing") }
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(unit) else { throw fault("half of a character is missing") }
        return scalar
    }

    private mutating func fourHexDigits() throws(Fault) -> UInt16 {
        let digits = bytes[place...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw fault("four hexadecimal digits are expected") }
        place += 4
        return value
    }

    /// Steps over space and then over `sign`, if that is what comes.
    private mutating func takes(_ sign: Unicode.Scalar) -> Bool {
        skipSpace()
        guard let byte = next, byte == UInt8(ascii: sign) else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private func fault(_ message: String) -> Fault {
        let before = bytes.prefix(place)
        let start = (before.lastIndex(of: 0x0A) ?? -1) + 1
        let end = place == bytes.count ? "the file ends here: " : ""
        return Fault(
            line: before.count { $0 == 0x0A } + 1, column: place - start + 1, message: end + message)
    }
}
