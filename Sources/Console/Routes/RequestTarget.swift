internal import HTTPTypes

/// What stands in a request's first line, taken apart.
struct RequestTarget: Sendable {
    /// The path's parts, decoded; a part may hold a slash that was written as `%2F`.
    let segments: [String]
    let query: Substring?

    init(_ text: String) throws(Refusal) {
        guard text.hasPrefix("/"), text.utf8.count <= 4000, !text.contains("#") else {
            throw Refusal(.badRequest, "The address is no path.")
        }
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        query = parts.count > 1 ? parts[1] : nil
        var segments: [String] = []
        for part in parts[0].dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            segments.append(try Self.decoded(part))
        }
        guard !segments.contains("."), !segments.contains("..") else {
            throw Refusal(.badRequest, "The path goes up.")
        }
        self.segments = segments
    }

    var isAPI: Bool { segments.starts(with: ["api", "v1"]) }

    /// The values by their names; each may stand there once.
    func values(known: [String]) throws(Refusal) -> [String: String] {
        var values: [String: String] = [:]
        for pair in (query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decoded(parts[0], plusIsSpace: true)
            guard known.contains(name) else {
                throw Refusal.field(String(name.prefix(100)), "is not known here")
            }
            guard values[name] == nil else { throw Refusal.field(name, "stands here twice") }
            values[name] = parts.count > 1 ? try Self.decoded(parts[1], plusIsSpace: true) : ""
        }
        return values
    }

    private static func decoded(_ text: Substring, plusIsSpace: Bool = false) throws(Refusal) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                let digits = rest.prefix(2)
                guard digits.count == 2, digits.allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit }),
                    let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
                else { throw Refusal(.badRequest, "The address has a % that stands for nothing.") }
                bytes.append(value)
                rest = rest.dropFirst(2)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard let decoded = String(validating: bytes, as: UTF8.self),
            !bytes.contains(where: { $0 < 0x20 || $0 == 0x7f })
        else { throw Refusal(.badRequest, "The address holds what is no text.") }
        return decoded
    }
}
