import FoundationEssentials
import Retail

/// Something that somebody wants done, and that waits for an answer.
package struct ApplianceRequest: Hashable, Sendable {
    package enum Demand: Hashable, Sendable {
        /// Note that somebody has seen the deviation with this id.
        case acknowledge(String)
        /// Close the deviation with this id and tell it no more before this time, in seconds since 1970 (UTC).
        case suppress(String, until: Double)
        /// Forget what earlier pictures have told, and look at everything again.
        case rescan
        /// Read the settings and what they name again.
        case reload

        /// The id of the deviation that it is about.
        package var deviation: String? {
            switch self {
            case .acknowledge(let id), .suppress(let id, _): id
            case .rescan, .reload: nil
            }
        }
    }

    package let demand: Demand
    let verb: String
    /// The caller's own mark, echoed in the answer.
    let id: Request.Identifier?
}

/// A question on `request/<verb>`.
enum Request: Equatable {
    case wrong(ResponsePayload)
    case rebirth(Identifier?)
    case snapshot(Identifier?, zone: String)
    case diagnose(Identifier?)
    case demand(ApplianceRequest)

    /// What this version answers with more than an error.
    private enum Verb: String, CaseIterable {
        /// Send all retained topics again.
        case rebirth
        /// Somebody has seen a deviation.
        ///
        /// With a time: the same as `suppress`.
        case acknowledge
        /// Somebody wants to hear no more of a deviation for a while.
        case suppress
        /// Look at everything again.
        case rescan
        /// Read the settings again.
        case reload
        /// Tell the present state of a zone, with what is open there.
        case snapshot
        /// Tell how the appliance is.
        case diagnose
    }

    /// The caller's own mark, echoed in the answer.
    enum Identifier: Hashable, Codable, Sendable {
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
        var deviation: String?
        var until: UTCTime?
        var zone: String?
    }

    /// Requests above this size are refused unread.
    static let longestPayload = 16_384
    static let longestIdentifier = 128

    /// Reads what arrived on `request/<verb>`.
    ///
    /// Returns `nil` for what no answer can be addressed to.
    static func read(verb: String, _ message: MQTTMessage) -> Request? {
        guard isSpeakable(verb) else { return nil }
        guard message.byteCount <= longestPayload else {
            let size = "a request has at most \(longestPayload) bytes; this one has \(message.byteCount)"
            return .wrong(.error(id: nil, size))
        }
        var body = Body(id: nil)
        if !message.payload.isEmpty {
            do {
                body = try JSONDecoder().decode(Body.self, from: Data(message.payload))
            } catch {
                return .wrong(
                    .error(
                        id: nil,
                        "a request is empty or a JSON object; its \"id\" is a text of at most "
                            + "\(longestIdentifier) characters or a whole number, \"deviation\" the id of a "
                            + "deviation, \"until\" a time as 2026-12-01T05:00:00Z, \"zone\" the id of a "
                            + "zone"))
            }
        }
        guard let verb = Verb(rawValue: verb) else {
            let verbs = Verb.allCases.map(\.rawValue).joined(separator: ", ")
            return .wrong(
                .error(id: body.id, "\"\(verb)\" is not known here; this version answers: \(verbs)"))
        }
        return read(verb, body)
    }

    private static func read(_ verb: Verb, _ body: Body) -> Request {
        func demand(_ demand: ApplianceRequest.Demand) -> Request {
            .demand(ApplianceRequest(demand: demand, verb: verb.rawValue, id: body.id))
        }
        switch verb {
        case .rebirth: return .rebirth(body.id)
        case .diagnose: return .diagnose(body.id)
        case .snapshot:
            guard let zone = body.zone else {
                return .wrong(.error(id: body.id, "\"zone\" is missing: the id of the zone that is meant"))
            }
            return .snapshot(body.id, zone: zone)
        case .rescan: return demand(.rescan)
        case .reload: return demand(.reload)
        case .acknowledge, .suppress:
            guard let deviation = body.deviation else {
                return .wrong(
                    .error(id: body.id, "\"deviation\" is missing: the id of the deviation that is meant"))
            }
            if let until = body.until { return demand(.suppress(deviation, until: until.seconds)) }
            guard verb == .acknowledge else {
                return .wrong(
                    .error(
                        id: body.id,
                        "\"until\" is missing: when to tell it again if it is still there, as "
                            + "2026-12-01T05:00:00Z"))
            }
            return demand(.acknowledge(deviation))
        }
    }

    /// An answer's topic is made from the request's, so a verb is short and plain or gets none.
    private static func isSpeakable(_ verb: String) -> Bool {
        (1...32).contains(verb.utf8.count)
            && verb.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f }
    }
}
