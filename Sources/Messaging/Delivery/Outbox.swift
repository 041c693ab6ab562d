/// What still has to be sent, in order.
///
/// Events are on the disk before they come here, and leave it when they are acknowledged; of those that wait
/// only the first few are in memory. States do not pile up: an entry names the topic only, and what is sent is
/// the topic's value at that moment.
///
/// An entry leaves when it is acknowledged. When the connection goes, everything on its way counts as not
/// sent, and keeps its place in the order.
struct Outbox: Sendable {
    enum Item: Equatable, Sendable {
        /// The current value of a retained topic.
        case state(topic: String)
        case event(Ledger.Event)
        case message(MQTTMessage)
    }

    private var waiting = Queue<Item>()
    private var statesWaiting: Set<String> = []
    /// In the order of sending.
    private var onTheirWay: [(token: UInt64, item: Item)] = []
    private var lastToken: UInt64 = 0
    private let inFlightLimit: Int

    /// The number of the event that was decided last.
    private(set) var lastSequence = 0
    /// Events up to this one have been in memory; those after it are on the disk only.
    private var lastLoaded = 0
    /// Events in memory that nobody has acknowledged.
    private var loadedCount = 0
    /// Plain messages that nobody has acknowledged.
    private(set) var messageCount = 0

    /// So many of the events that wait are in memory.
    private static let mostLoaded = 200

    init(inFlightLimit: Int) { self.inFlightLimit = inFlightLimit }

    /// Entries that nobody has acknowledged, in memory and on the disk.
    var depth: Int { waiting.count + onTheirWay.count + unloadedCount }
    /// Whether memory holds nothing that nobody has acknowledged.
    var isQuiet: Bool { waiting.count + onTheirWay.count == 0 }
    /// Events that nobody has acknowledged, in memory and on the disk.
    var eventCount: Int { loadedCount + unloadedCount }

    private var unloadedCount: Int { lastSequence - lastLoaded }

    // MARK: Events

    /// Goes on with a ledger whose last event is number `last` and which has all after `settled`.
    mutating func begin(last: Int, settled: Int) {
        lastSequence = last
        lastLoaded = settled
    }

    /// Takes an event that was just written; one that finds no room is read again later.
    mutating func take(_ event: Ledger.Event) {
        lastSequence = event.sequence
        guard lastLoaded == event.sequence - 1, loadedCount < Self.mostLoaded else { return }
        append(event)
    }

    /// The events to read from the disk, if there are some and there is room for them.
    var wantedEvents: (after: Int, count: Int)? {
        guard unloadedCount > 0, loadedCount < Self.mostLoaded / 2 else { return nil }
        return (lastLoaded, Self.mostLoaded - loadedCount)
    }

    /// Takes the events that were wanted.
    mutating func load(_ events: [Ledger.Event]) {
        for event in events { append(event) }
        if events.isEmpty { lastLoaded = lastSequence }
    }

    private mutating func append(_ event: Ledger.Event) {
        loadedCount += 1
        waiting.append(.event(event))
        lastLoaded = event.sequence
    }

    /// Gives up the events up to `sequence` that are not on their way; returns how many.
    mutating func drop(eventsUpTo sequence: Int) -> Int {
        let before = eventCount
        lastLoaded = max(lastLoaded, min(sequence, lastSequence))
        var items: [Item] = []
        while let item = waiting.removeFirst() {
            if case .event(let event) = item, event.sequence <= sequence {
                loadedCount -= 1
            } else {
                items.append(item)
            }
        }
        for item in items { waiting.append(item) }
        return before - eventCount
    }

    /// Gives up the events that were on the disk only; returns how many.
    mutating func giveUpUnloaded() -> Int {
        defer { lastLoaded = lastSequence }
        return unloadedCount
    }

    // MARK: Everything else

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

    /// What is on its way under this token, if it is.
    func item(_ token: UInt64) -> Item? { onTheirWay.first { $0.token == token }?.item }

    /// Takes out what the broker has.
    ///
    /// Returns `nil` for a token of an earlier connection.
    mutating func acknowledge(_ token: UInt64) -> Item? {
        guard let index = onTheirWay.firstIndex(where: { $0.token == token }) else { return nil }
        let item = onTheirWay.remove(at: index).item
        switch item {
        case .state: break
        case .event: loadedCount -= 1
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
