/// What can go wrong between the appliance and its broker, in words an operator can act on.
package enum MessagingError: Error, Hashable, Sendable, CustomStringConvertible {
    case badIdentifier(what: String, value: String)
    case badSetting(what: String, reason: String)
    case unusableFile(path: String, setting: String, reason: String)
    case unreachable(host: String, port: Int, reason: String)
    case notSecure(host: String, port: Int, reason: InsecurityReason)
    case refused(Refusal)
    /// The broker took the connection, but not what was sent to `topic`.
    case messageRefused(topic: String, Refusal)
    case subscriptionRefused(filter: String, Refusal)
    case connectionLost(reason: String)
    case outOfResources(reason: String)

    /// One word for programs.
    package var word: String {
        switch self {
        case .badIdentifier, .badSetting: "bad_setting"
        case .unusableFile: "unusable_file"
        case .unreachable: "unreachable"
        case .notSecure: "tls"
        case .refused(let refusal), .messageRefused(_, let refusal), .subscriptionRefused(_, let refusal):
            refusal.word
        case .connectionLost: "lost"
        case .outOfResources: "out_of_resources"
        }
    }

    package var description: String {
        switch self {
        case .badIdentifier(let what, let value):
            "\(what) \"\(value)\" cannot be part of an MQTT topic: use 1 to \(Topics.longestIdentifier) "
                + "characters without space, +, #, / and control characters"
        case .badSetting(let what, let reason): "\(what): \(reason)"
        case .unusableFile(let path, let setting, let reason):
            "\(path): \(reason): \(setting) in the settings names it"
        case .unreachable(let host, let port, let reason):
            "broker \(host):\(port) cannot be reached: \(reason)"
        case .notSecure(let host, let port, let reason):
            "no secure connection to broker \(host):\(port): \(reason)"
        case .refused(let refusal): "the broker refused the connection: \(refusal)"
        case .messageRefused(let topic, let refusal):
            "the broker refused a message on \(topic): \(refusal)"
        case .subscriptionRefused(let filter, let refusal):
            "the broker refused the subscription to \(filter): \(refusal)"
        case .connectionLost(let reason): "the connection to the broker was lost: \(reason)"
        case .outOfResources(let reason): "no MQTT client can be made: \(reason)"
        }
    }
}
