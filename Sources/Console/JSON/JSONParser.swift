/// Reads JSON strictly: what two readers could understand in two ways is refused.
///
/// That is: keys that stand twice, numbers too large for a `Double`, bytes that are no UTF-8, half of a surrogate pair,
/// anything after the value, and values nested deeper than 32.
package struct JSONParser {
    package struct Fault: Error, Sendable, Hashable {
        /// As `zones[0].outline[3]`; empty: the whole.
        package let path: String
        package let reason: String
    }

    private static let deepest = 32
    private let bytes: [UInt8]
    private var at = 0
    private var path = JSONPath()

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    package static func value(of bytes: [UInt8]) throws(Fault) -> JSONValue {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Fault(path: "", reason: "is no UTF-8")
        }
        var parser = JSONParser(bytes)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.at == bytes.count else { throw parser.fault("something follows the value") }
        return value
    }

    private func fault(_ reason: String) -> Fault {
        Fault(path: path.description, reason: "\(reason), at byte \(at)")
    }

    private mutating func skipSpace() {
        while at < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[at]) { at += 1 }
    }

    /// Steps over `byte` if it comes next.
    private mutating func take(_ letter: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: letter) else { return false }
        at += 1
        return true
    }

    private mutating func value(depth: Int) throws(Fault) -> JSONValue {
        guard depth < Self.deepest else { throw fault("is nested deeper than \(Self.deepest)") }
        skipSpace()
        guard at < bytes.count else { throw fault("ends too early") }
        switch bytes[at] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try list(depth: depth)
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(Fault) -> JSONValue {
        guard bytes[at...].starts(with: word.utf8) else { throw fault("is no JSON") }
        at += word.utf8.count
        return value
    }

    private mutating func list(depth: Int) throws(Fault) -> JSONValue {
        at += 1
        var values: [JSONValue] = []
        skipSpace()
        if take("]") { return .list([]) }
        while true {
            path.push(values.count)
            values.append(try value(depth: depth + 1))
            path.pop()
            skipSpace()
            if take("]") { return .list(values) }
            guard take(",") else { throw fault("expected a comma or ]") }
        }
    }

    private mutating func object(depth: Int) throws(Fault) -> JSONValue {
        at += 1
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take("}") { return .object([:]) }
        while true {
            skipSpace()
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw fault("expected a key") }
            let key = try text()
            path.push(key)
            guard members[key] == nil else { throw fault("stands here twice") }
            skipSpace()
            guard take(":") else { throw fault("expected a colon") }
            members[key] = try value(depth: depth + 1)
            path.pop()
            skipSpace()
            if take("}") { return .object(members) }
            guard take(",") else { throw fault("expected a comma or }") }
        }
    }

    private mutating func number() throws(Fault) -> Double {
        let start = at
        func digits(_ parser: inout JSONParser) throws(Fault) {
            let first = parser.at
            while parser.at < parser.bytes.count, (0x30...0x39).contains(parser.bytes[parser.at]) {
                parser.at += 1
            }
            guard parser.at > first else { throw parser.fault("is no JSON") }
        }
        _ = take("-")
        if !take("0") { try digits(&self) }
        if take(".") { try digits(&self) }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits(&self)
        }
        guard let value = Double(String(decoding: bytes[start..<at], as: UTF8.self)), value.isFinite else {
            throw fault("is a number out of range")
        }
        return value
    }

    private mutating func text() throws(Fault) -> String {
        at += 1
        var letters: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: letters, as: UTF8.self)
            case UInt8(ascii: "\\"): letters += try escaped().utf8
            case 0..<0x20: throw fault("has a control character")
            default: letters.append(byte)
            }
        }
        throw fault("has no end")
    }

    private mutating func escaped() throws(Fault) -> String {
        guard at < bytes.count else { throw fault("has no end") }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(UnicodeScalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw fault("has an unknown escape")
        }
        let first = try codeUnit()
        if let scalar = UnicodeScalar(first) { return String(Character(scalar)) }
        guard (0xd800..<0xdc00).contains(first), take("\\"), take("u") else {
            throw fault("has half a surrogate pair")
        }
        let second = try codeUnit()
        guard (0xdc00..<0xe000).contains(second),
            let scalar = UnicodeScalar(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))
        else { throw fault("has half a surrogate pair") }
        return String(Character(scalar))
    }

    private mutating func codeUnit() throws(Fault) -> UInt32 {
        guard at + 4 <= bytes.count,
            bytes[at..<at + 4].allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit }),
            let unit = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
        else { throw fault("has an unknown escape") }
        at += 4
        return unit
    }
}

/// Where in a value one is: `zones[0].outline[3]`.
struct JSONPath: CustomStringConvertible {
    private var steps: [String] = []

    mutating func push(_ key: String) { steps.append(steps.isEmpty ? key : ".\(key)") }
    mutating func push(_ index: Int) { steps.append("[\(index)]") }
    mutating func pop() { steps.removeLast() }

    var description: String { String(steps.joined().prefix(200)) }
}
