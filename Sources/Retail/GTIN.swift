/// A product key of the GS1 system, held as its 14 digits (GTIN-14).
///
/// Shorter keys (GTIN-8, -12, -13) are padded with zeros on the left, as GS1 General Specifications 3.3 asks.
package struct GTIN: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The 14 digits as a number; its last digit is the check digit.
    package let number: UInt64

    /// Reads 8, 12, 13 or 14 digits and verifies the check digit.
    package init(_ text: String) throws(GTINError) {
        let digits = text.utf8
        guard [8, 12, 13, 14].contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt64(text)
        else { throw .malformed(text) }
        let expected = GTIN.checkDigit(of: number / 10)
        guard number % 10 == expected else { throw .wrongCheckDigit(text, expected: Int(expected)) }
        self.number = number
    }

    /// The key of 14 digits that is `number`; nil if it has more digits or a wrong check digit.
    package init?(number: UInt64) {
        guard number < 100_000_000_000_000, number % 10 == Self.checkDigit(of: number / 10) else {
            return nil
        }
        self.number = number
    }

    /// A key in GS1's restricted-circulation range (prefix 02), which no real product carries.
    ///
    /// `item` is below 10^10.
    package init(restrictedCirculationItem item: UInt64) {
        precondition(item < 10_000_000_000)
        let body = 20_000_000_000 + item
        number = body * 10 + GTIN.checkDigit(of: body)
    }

    package var description: String {
        let digits = String(number)
        return String(repeating: "0", count: 14 - digits.count) + digits
    }

    package static func < (left: GTIN, right: GTIN) -> Bool { left.number < right.number }

    /// GS1's modulo-10 check digit: weights 3 and 1 alternate from the right.
    private static func checkDigit(of body: UInt64) -> UInt64 {
        var rest = body
        var weight: UInt64 = 3
        var sum: UInt64 = 0
        while rest > 0 {
            sum += rest % 10 * weight
            weight = 4 - weight
            rest /= 10
        }
        return (10 - sum % 10) % 10
    }
}

/// Why a text is no GTIN.
package enum GTINError: Error, Equatable, CustomStringConvertible {
    case malformed(String)
    case wrongCheckDigit(String, expected: Int)

    package var description: String {
        switch self {
        case .malformed(let text): "\"\(text)\" is no GTIN: 8, 12, 13 or 14 digits are expected"
        case .wrongCheckDigit(let text, let expected):
            "GTIN \(text) has a wrong check digit: its last digit should be \(expected)"
        }
    }
}

extension GTIN: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            try self.init(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
