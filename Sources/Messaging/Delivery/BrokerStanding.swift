/// How the appliance and its broker get along.
struct BrokerStanding: Sendable {
    /// The version of MQTT that is spoken; `nil` without a connection.
    private(set) var version: ProtocolVersion?
    /// Why there is no connection; `nil` if there is one, or was none yet.
    private(set) var loss: MessagingError?
    /// Why there was no connection when there was none last.
    private(set) var lastLoss: MessagingError?
    /// What the broker does not take on this connection, by the topic.
    private var refusals: [String: Refusal] = [:]
    private var requestsRefusal: MessagingError?

    /// What somebody should do something about.
    var trouble: MessagingError? {
        if let trouble = loss ?? requestsRefusal { return trouble }
        return refusals.min { $0.key < $1.key }.map { .messageRefused(topic: $0.key, $0.value) }
    }

    mutating func connected(_ version: ProtocolVersion) {
        self.version = version
        loss = nil
        refusals = [:]
        requestsRefusal = nil
    }

    mutating func disconnected(_ reason: MessagingError) {
        version = nil
        loss = reason
        lastLoss = reason
    }

    /// Returns whether that is a new trouble.
    mutating func refuse(_ topic: String, _ refusal: Refusal) -> Bool {
        let before = trouble
        refusals[topic] = refusal
        return trouble != before
    }

    mutating func refuseRequests(_ filter: String, _ refusal: Refusal) -> Bool {
        let before = trouble
        requestsRefusal = .subscriptionRefused(filter: filter, refusal)
        return trouble != before
    }

    /// The broker has taken a message on this topic.
    mutating func taken(_ topic: String) { refusals[topic] = nil }
}
