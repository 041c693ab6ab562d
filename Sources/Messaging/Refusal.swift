/// Why a broker refuses a connection, a message or a subscription.
///
/// The codes are those of MQTT 3.1.1, section 3.2.2.3, and of MQTT 5, section 2.4.
package enum Refusal: Hashable, Sendable, CustomStringConvertible {
    case protocolVersion
    case clientID
    case unavailable
    case badCredentials
    case notAuthorised
    case quota
    case packetTooLarge
    /// Another client has connected under the same id.
    case takenOver
    /// The connection was closed in place of an answer.
    case silent
    case other(code: Int)

    init(code: Int) {
        self =
            switch code {
            case 1, 0x84: .protocolVersion
            case 2, 0x85: .clientID
            case 3, 0x88, 0x89, 0x8b: .unavailable
            case 4, 0x86: .badCredentials
            case 5, 0x87, 0x8a: .notAuthorised
            case 0x8e: .takenOver
            case 0x95: .packetTooLarge
            case 0x96, 0x97, 0x9f: .quota
            default: .other(code: code)
            }
    }

    /// One word for programs.
    package var word: String {
        switch self {
        case .protocolVersion: "protocol_version"
        case .clientID: "client_id"
        case .unavailable, .silent: "unavailable"
        case .badCredentials: "bad_credentials"
        case .notAuthorised: "not_authorised"
        case .quota: "quota"
        case .packetTooLarge: "packet_too_large"
        case .takenOver: "taken_over"
        case .other: "refused"
        }
    }

    package var description: String {
        switch self {
        case .protocolVersion: "it speaks neither MQTT 5 nor 3.1.1"
        case .clientID: "it does not take the client id: store and device in the settings make it"
        case .unavailable: "it is not available: it is starting or stopping, or has too many connections"
        case .badCredentials:
            "user name or password is wrong: mqtt.username and mqtt.password_file in the settings"
        case .notAuthorised:
            "not authorised: it does not know the user name and password of mqtt.username and "
                + "mqtt.password_file in the settings, or they are missing, or its rules forbid this client"
        case .quota: "this client has sent too much, or too fast, for its rules: raise its quota there"
        case .packetTooLarge:
            "a message is larger than it allows: raise its limit (max_packet_size, message_size_limit or the "
                + "like)"
        case .takenOver:
            "another client has connected under this one's id: are there two appliances with the same store "
                + "and device?"
        case .silent: "it closed the connection without an answer: it may have too many connections"
        case .other(let code): "reason code \(code)"
        }
    }
}
