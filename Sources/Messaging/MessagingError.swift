/// What can go wrong between the appliance and its broker, in words an operator can act on.
package enum MessagingError: Error, Hashable, Sendable, CustomStringConvertible {
    case badIdentifier(what: String, value: String)
    case badSetting(what: String, reason: String)
    case unusableAuthority(path: String, reason: String)
    case unreachable(host: String, port: Int, reason: String)
    case notSecure(host: String, port: Int, reason: String)
    case refused(reason: String)
    case connectionLost(reason: String)
    case outOfResources(reason: String)

    package var description: String {
        switch self {
        case .badIdentifier(let what, let value):
            "\(what) \"\(value)\" cannot be part of an MQTT topic: use 1 to \(Topics.longestIdentifier) "
                + "characters without space, +, #, / and control characters"
        case .badSetting(let what, let reason): "\(what): \(reason)"
        case .unusableAuthority(let path, let reason):
            "\(path): cannot be used as the broker's certificate authority: \(reason)"
        case .unreachable(let host, let port, let reason):
            "broker \(host):\(port) cannot be reached: \(reason)"
        case .notSecure(let host, let port, let reason):
            "no secure connection to broker \(host):\(port): \(reason); the certificate authority in the "
                + "settings must have signed the broker's certificate, which must name this host"
        case .refused(let reason): "the broker refused the connection: \(reason)"
        case .connectionLost(let reason): "the connection to the broker was lost: \(reason)"
        case .outOfResources(let reason): "no MQTT client can be made: \(reason)"
        }
    }
}
