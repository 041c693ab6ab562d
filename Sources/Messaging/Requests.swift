import FoundationEssentials

/// A question on `request/<verb>`.
struct Request: Equatable {
    /// What this version answers with more than an error.
    enum Verb: String, CaseIterable {
        /// Send all retained topics again.
        case rebirth
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
    }

    /// Requests above this size are refused unread.
    static let longestPayload = 16_384
    static let longestIdentifier = 128

    /// Reads what arrived on `request/<verb>`.
    ///
    /// Returns `nil` for what no answer can be addressed to.
    static func read(verb: String, _ message: MQTTMessage) -> (verb: Verb?, answer: ResponsePayload)? {
        guard isSpeakable(verb) else { return nil }
        guard message.byteCount <= longestPayload else {
            return (
                nil,
                .error(
                    id: nil,
                    "a request has at most \(longestPayload) bytes; this one has \(message.byteCount)")
            )
        }
        var id: Identifier?
        if !message.payload.isEmpty {
            do {
                id = try JSONDecoder().decode(Body.self, from: Data(message.payload)).id
            } catch {
                return (
                    nil,
                    .error(
                        id: nil,
                        "a request is empty or a JSON object; its \"id\" is a text of at most "
                            + "\(longestIdentifier) characters or a whole number")
                )
            }
        }
        guard let known = Verb(rawValue: verb) else {
            let verbs = Verb.allCases.map(\.rawValue).joined(separator: ", ")
            return (nil, .error(id: id, "\"\(verb)\" is not known here; this version answers: \(verbs)"))
        }
        return (known, .done(id: id))
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
