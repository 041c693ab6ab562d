/// What the broker should hold for this appliance: a value by topic.
struct RetainedTopics {
    /// `nil`: the topic has to be cleared and the broker has not confirmed that yet.
    private var values: [String: [UInt8]?] = [:]

    /// Every topic with something to send, `availability` first.
    var topics: [String] { values.keys.sorted() }

    /// Whether `topic` has a value (and is not about to be cleared).
    func holds(_ topic: String) -> Bool { values[topic].map { $0 != nil } ?? false }

    mutating func set(_ topic: String, _ payload: [UInt8]) { values[topic] = .some(payload) }

    mutating func clear(_ topic: String) { values[topic] = .some(nil) }

    /// What to send now: empty clears the topic.
    func payload(_ topic: String) -> [UInt8] { (values[topic] ?? nil) ?? [] }

    /// Forgets a topic that was cleared, once the broker has confirmed it; returns whether it was.
    mutating func confirm(_ topic: String) -> Bool {
        guard let value = values[topic], value == nil else { return false }
        values[topic] = nil
        return true
    }
}
