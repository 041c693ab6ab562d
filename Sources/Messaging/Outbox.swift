/// What still has to be sent, in order.
///
/// It is in memory: what it holds when the process ends is lost. Events are never dropped, so it grows (by
/// about a kilobyte each) for as long as the broker is away. States do not pile up: an entry names the topic
/// only, and what is sent is the topic's value at that moment.
///
/// An entry leaves when it is acknowledged. When the connection goes, everything on its way counts as not
/// sent, and keeps its place in the order.
struct Outbox {
    enum Item: Equatable {
        /// The current value of a retained topic.
        case state(topic: String)
        case event(Event)
        case message(MQTTMessage)
    }

    /// An event with its place in the sequence of this run.
    struct Event: Equatable {
        let sequence: Int
        let change: String
        /// When it was decided, seconds since 1970 (UTC).
        let time: Double
        /// For a closing: how long it was open or under watch, in seconds.
        let duration: Double?
        let deviation: DeviationPayload

        static func == (left: Event, right: Event) -> Bool { left.sequence == right.sequence }
    }

    private var waiting = Queue<Item>()
    private var statesWaiting: Set<String> = []
    /// In the order of sending.
    private var onTheirWay: [(token: UInt64, item: Item)] = []
    private var lastToken: UInt64 = 0
    private let inFlightLimit: Int

    init(inFlightLimit: Int) { self.inFlightLimit = inFlightLimit }

    /// Entries that nobody has acknowledged.
    var depth: Int { waiting.count + onTheirWay.count }
    var isEmpty: Bool { depth == 0 }

    /// Events that nobody has acknowledged.
    private(set) var eventCount = 0
    /// Plain messages that nobody has acknowledged.
    private(set) var messageCount = 0

    mutating func append(event: Event) {
        eventCount += 1
        waiting.append(.event(event))
    }

    mutating func append(message: MQTTMessage) {
        messageCount += 1
        waiting.append(.message(message))
    }

    /// Returns `false` if `topic` waited already: it keeps its place and will be sent with its newest value.
    @discardableResult
    mutating func append(state topic: String) -> Bool {
        guard statesWaiting.insert(topic).inserted else { return false }
        waiting.append(.state(topic: topic))
        return true
    }

    /// The next entry to send, or `nil` if nothing waits or enough is on its way.
    ///
    /// It has to be acknowledged later.
    mutating func next() -> (token: UInt64, item: Item)? {
        guard onTheirWay.count < inFlightLimit, let item = waiting.removeFirst() else { return nil }
        if case .state(let topic) = item { statesWaiting.remove(topic) }
        lastToken += 1
        onTheirWay.append((lastToken, item))
        return (lastToken, item)
    }

    /// Whether some value of `topic` is still to be sent or acknowledged.
    func holds(state topic: String) -> Bool {
        statesWaiting.contains(topic) || onTheirWay.contains { $0.item == .state(topic: topic) }
    }

    /// Takes out what the broker has.
    ///
    /// Returns `nil` for a token of an earlier connection.
    mutating func acknowledge(_ token: UInt64) -> Item? {
        guard let index = onTheirWay.firstIndex(where: { $0.token == token }) else { return nil }
        let item = onTheirWay.remove(at: index).item
        switch item {
        case .state: break
        case .event: eventCount -= 1
        case .message: messageCount -= 1
        }
        return item
    }

    /// Begins anew on a new connection: all of `states` first, then whatever else is not acknowledged, in
    /// order.
    mutating func restart(states: [String]) {
        var items = onTheirWay.map(\.item)
        onTheirWay = []
        while let item = waiting.removeFirst() { items.append(item) }
        statesWaiting = []
        for topic in states { append(state: topic) }
        for item in items {
            if case .state = item { continue }
            waiting.append(item)
        }
    }
}
