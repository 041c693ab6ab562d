import FoundationEssentials

/// What every JSON payload of the interface has in common.
protocol Payload: Encodable, Sendable {
    /// The version of this payload's form.
    var schemaVersion: Int { get }
}

extension Payload {
    /// The payload as JSON: keys in snake case and sorted; what is not known is left out.
    func encoded() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        do {
            return Array(try encoder.encode(self))
        } catch {
            // Payloads are plain values and their figures are finite (`Figure`), so nothing is left that
            // could fail.
            preconditionFailure("\(Self.self) cannot be encoded: \(error)")
        }
    }
}

/// A figure as it goes into a payload: finite, and without digits that mean nothing.
enum Figure {
    /// Rounded to four decimals; `nil` for what is no number.
    static func rounded(_ value: Double) -> Double? {
        value.isFinite ? (value * 10_000).rounded() / 10_000 : nil
    }

    static func rounded(_ value: Double?) -> Double? { value.flatMap { rounded($0) } }
}
