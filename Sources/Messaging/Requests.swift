import FoundationEssentials
import Retail

/// What somebody wants done with an open deviation.
package struct DeviationRequest: Hashable, Sendable {
    /// The deviation's id.
    package let deviation: String
    /// Close it and tell it no more before this time, in seconds since 1970 (UTC); `nil`: it was only taken note of.
    package let until: Double?

    package init(deviation: String, until: Double?) {
        self.deviation = deviation
        self.until = until
    }
}

/// A question on `request/<verb>`.
struct Request: Equatable {
    /// What this version answers with more than an error.
    enum Verb: String, CaseIterable {
        /// Send all retained topics again.
        case rebirth
        /// Somebody has seen a deviation, or wants to hear no more of it for a while.
        case acknowledge
    }

    /// A request that can be carried out.
    enum Demand: Equatable {
        case rebirth
        case acknowledge(DeviationRequest)
    }

    /// The caller's own mark, echoed in the answer.
    enum Identifier: Equatable, Codable, Sendable {
        case text(String)
        case number(Int)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            // A number is tried first; if it is none, the text decoder says what is wrong.
            if let number = try? container.decode(Int.self) {
                self = .number(number)
                return
            }
            let text = try container.decode(String.self)
            guard text.unicodeScalars.count <= Request.longestIdentifier else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "the id is too long")
            }
            self = .text(text)
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            }
        }
    }

    private struct Body: Decodable {
        let id: Identifier?
        let deviation: String?
        let until: UTCTime?
    }

    /// Requests above this size are refused unread.
    static let longestPayload = 16_384
    static let longestIdentifier = 128

    /// Reads what arrived on `request/<verb>`.
    ///
    /// Returns `nil` for what no answer can be addressed to, and an answer without a demand for what is refused.
    static func read(verb: String, _ message: MQTTMessage) -> (demand: Demand?, answer: ResponsePayload)? {
        guard isSpeakable(verb) else { return nil }
        guard message.byteCount <= longestPayload else {
            let size = "a request has at most \(longestPayload) bytes; this one has \(message.byteCount)"
            return (nil, .error(id: nil, size))
        }
        var body = Body(id: nil, deviation: nil, until: nil)
        if !message.payload.isEmpty {
            do {
                body = try JSONDecoder().decode(Body.self, from: Data(message.payload))
            } catch {
                return (
                    nil,
                    .error(
                        id: nil,
                        "a request is empty or a JSON object; its \"id\" is a text of at most "
                            + "\(longestIdentifier) characters or a whole number, \"deviation\" the id of a "
                            + "deviation, \"until\" a time as 2026-12-01T05:00:00Z")
                )
            }
        }
        switch Verb(rawValue: verb) {
        case .rebirth: return (.rebirth, .done(id: body.id))
        case .acknowledge:
            guard let deviation = body.deviation else {
                return (
                    nil,
                    .error(id: body.id, "\"deviation\" is missing: the id of the deviation that is meant")
                )
            }
            let request = DeviationRequest(deviation: deviation, until: body.until?.seconds)
            return (.acknowledge(request), .done(id: body.id))
        case nil:
            let verbs = Verb.allCases.map(\.rawValue).joined(separator: ", ")
            return (nil, .error(id: body.id, "\"\(verb)\" is not known here; this version answers: \(verbs)"))
        }
    }

    /// An answer's topic is made from the request's, so a verb is short and plain or gets none.
    private static func isSpeakable(_ verb: String) -> Bool {
        (1...32).contains(verb.utf8.count)
            && verb.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f }
    }
}

/// The answer to a request, sent on `response/<verb>`.
struct ResponsePayload: Payload, Equatable {
    let schemaVersion = 1
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
}
