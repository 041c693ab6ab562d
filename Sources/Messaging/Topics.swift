/// Every topic of the MQTT interface, version 1.
package struct Topics: Hashable, Sendable {
    /// The most characters that a store, device, camera, zone or deviation id may have.
    package static let longestIdentifier = 64

    /// What every topic begins with: `gondola/1/<store>/<device>`.
    package let base: String

    /// Throws `MessagingError.badIdentifier` if `store` or `device` cannot stand in a topic.
    package init(store: String, device: String) throws(MessagingError) {
        try Topics.check(store, what: "store")
        try Topics.check(device, what: "device")
        base = "gondola/1/\(store)/\(device)"
    }

    /// Whether `topic` is one of this appliance, under its present name.
    func contains(_ topic: String) -> Bool { topic.hasPrefix(base + "/") }

    package var availability: String { "\(base)/availability" }
    package var info: String { "\(base)/info" }
    package var health: String { "\(base)/health" }
    package var event: String { "\(base)/event" }

    package func cameraState(_ camera: String) -> String { "\(base)/camera/\(camera)/state" }
    package func zoneState(_ zone: String) -> String { "\(base)/zone/\(zone)/state" }

    package func deviation(_ id: String, zone: String) -> String { "\(base)/zone/\(zone)/deviation/\(id)" }

    package func response(_ verb: String) -> String { "\(base)/response/\(verb)" }

    /// The filter that receives every request to this appliance.
    var requests: String { "\(base)/request/+" }

    /// The filters that find what an earlier run left on the broker.
    var leftovers: [String] { [deviation("+", zone: "+"), zoneState("+"), cameraState("+")] }

    /// What a topic of this appliance is about; `nil` for a topic that it neither sends nor listens to.
    func subject(of topic: String) -> Subject? {
        guard contains(topic) else { return nil }
        let parts = topic.dropFirst(base.count + 1).split(separator: "/", omittingEmptySubsequences: false)
        return switch parts.map(String.init) {
        case ["availability"]: .availability
        case let rest where rest.count == 2 && rest[0] == "request": .request(verb: rest[1])
        case let rest where rest.count == 3 && rest[0] == "camera" && rest[2] == "state": .camera(rest[1])
        case let rest where rest.count == 3 && rest[0] == "zone" && rest[2] == "state": .zone(rest[1])
        case let rest where rest.count == 4 && rest[0] == "zone" && rest[2] == "deviation": .deviation
        default: nil
        }
    }

    enum Subject: Hashable {
        case availability
        case request(verb: String)
        case camera(String)
        case zone(String)
        case deviation
    }

    /// Throws `MessagingError.badIdentifier` unless `value` can be one level of a topic; `what` names it in
    /// the error.
    package static func check(_ value: String, what: String) throws(MessagingError) {
        guard isIdentifier(value) else { throw .badIdentifier(what: what, value: value) }
    }

    /// Whether `value` can be one level of a topic.
    package static func isIdentifier(_ value: String) -> Bool {
        (1...longestIdentifier).contains(value.count)
            && value.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "+", "#", "/": false
                default: !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
                }
            }
    }
}
