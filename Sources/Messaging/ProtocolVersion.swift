/// The versions of MQTT that can be spoken; the raw value is the name in messages.
package enum ProtocolVersion: String, CaseIterable, Sendable {
    // The newest first: that is the order in which they are tried.
    case five = "5"
    case three = "3.1.1"
}
