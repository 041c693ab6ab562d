import FoundationEssentials

/// The answer to a request, sent on `response/<verb>`.
struct ResponsePayload: Payload, Equatable {
    let schemaVersion = 1
    /// The number of the last event when this was made.
    var sequence = 0
    let id: Request.Identifier?
    /// `ok` or `error`.
    let status: String
    let error: String?

    static func done(id: Request.Identifier?) -> ResponsePayload {
        ResponsePayload(id: id, status: "ok", error: nil)
    }

    static func error(id: Request.Identifier?, _ text: String) -> ResponsePayload {
        ResponsePayload(id: id, status: "error", error: text)
    }

    /// The answer's text with one more member, `name`, whose value is JSON already.
    func encoded(with name: String, _ value: [UInt8]) -> [UInt8] {
        Array("{\"\(name)\":".utf8) + value + Array(",".utf8) + encoded().dropFirst()
    }
}

/// Puts texts that are JSON already together.
enum JSONText {
    static func array(_ values: [[UInt8]]) -> [UInt8] {
        Array("[".utf8) + values.joined(separator: Array(",".utf8)) + Array("]".utf8)
    }

    static func texts(_ values: [String]) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        do {
            return Array(try encoder.encode(values))
        } catch {
            preconditionFailure("texts cannot be encoded: \(error)")
        }
    }

    /// Members whose value is `nil` are left out.
    static func object(_ members: KeyValuePairs<String, [UInt8]?>) -> [UInt8] {
        let texts = members.compactMap { name, value in value.map { Array("\"\(name)\":".utf8) + $0 } }
        return Array("{".utf8) + texts.joined(separator: Array(",".utf8)) + Array("}".utf8)
    }
}
