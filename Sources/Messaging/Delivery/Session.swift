import Retail

/// What the appliance has said, still has to say, and says next: the rules of the MQTT interface without any
/// I/O.
///
/// The caller reports what happened, then carries out `nextOrders`. Events are on the disk before they come
/// here; of those that wait, only the first few are in memory.
struct Session: Sendable {
    private enum Phase: Equatable {
        case running
        /// A clean stop was asked for; what waits is sent first.
        case stopping
        case sayingGoodbye(token: UInt64)
        case over
    }

    let topics: Topics
    private let store: String
    private let device: String
    private let run: String
    /// Whether events that wait outlive the process.
    private let isDurable: Bool
    private let names: @Sendable (GTIN) -> SKUPath?

    private(set) var info: ApplianceInfo
    private(set) var retained = RetainedTopics()
    var outbox: Outbox
    /// The ids of what is open, by the zone's id.
    private(set) var openDeviations: [String: Set<String>] = [:]
    private(set) var cameraReports: [String: CameraReport] = [:]
    var requests: [ApplianceRequest] = []
    private var series: String?
    private var decisionTimes: DecisionTimes
    private var settledEvents: [Int] = []
    private var clearedTopics: [String] = []
    private var lastHealth: HealthReport?
    private(set) var ledgerState = LedgerState()
    private(set) var standing = BrokerStanding()
    var counters = DeliveryCounters()

    private var phase = Phase.running
    private var isConnected = false
    private var isSweeping = false
    /// Orders that are not messages, for this connection.
    private var subscriptions: [MQTTClient.Order] = []
    /// Requests that are being carried out.
    var demandCount = 0

    /// `run` tells this run of the appliance from others.
    init(
        settings: MessengerSettings, topics: Topics, info: ApplianceInfo, run: String,
        names: @escaping @Sendable (GTIN) -> SKUPath?
    ) {
        self.topics = topics
        store = settings.store
        device = settings.device
        self.run = run
        decisionTimes = DecisionTimes(patience: settings.historicalAfter / .seconds(1))
        isDurable = settings.ledgerPath != nil
        self.names = names
        self.info = info
        outbox = Outbox(inFlightLimit: settings.broker.inFlightLimit)
        retained.set(topics.availability, Array("online".utf8))
        retained.set(topics.info, infoPayload)
    }

    private var infoPayload: [UInt8] {
        InfoPayload(info, store: store, device: device, run: run, series: series, sequence: lastSequence)
            .encoded()
    }

    /// Messages that the broker has not confirmed, in memory and on the disk.
    var outboxDepth: Int { outbox.depth }
    var undeliveredEvents: Int { outbox.eventCount }
    /// Whether nothing is on its way to the broker.
    var isQuiet: Bool { outbox.isQuiet }
    /// The number of the event that was decided last.
    var lastSequence: Int { outbox.lastSequence }

    // MARK: What the ledger says

    /// Takes over what a ledger holds that was just opened.
    mutating func begin(_ contents: Ledger.Contents) {
        series = contents.numbering.series
        outbox.begin(last: contents.numbering.last, settled: contents.settled)
        counters.droppedEvents += contents.dropped
        let own = Set(ownTopics)
        for topic in contents.topics where !own.contains(topic) && !retained.holds(topic) { clear(topic) }
        set(topics.info, infoPayload)
    }

    /// The topics that are retained as long as the settings stay, and those of what is open.
    var ownTopics: [String] {
        [topics.availability, topics.info, topics.health] + info.cameras.map(topics.cameraState)
            + info.zones.map { topics.zoneState($0.id) }
            + openDeviations.flatMap { zone, ids in ids.map { topics.deviation($0, zone: zone) } }
    }

    /// The events to read from the disk, if there is room for some.
    var wantedEvents: (after: Int, count: Int)? { isConnected ? outbox.wantedEvents : nil }

    mutating func load(_ events: [Ledger.Event]) { outbox.load(events) }

    /// Takes an event that was just written and was decided at this uptime, in seconds.
    mutating func take(_ event: Ledger.Event, decidedAt time: Double) {
        decisionTimes.note(event.sequence, at: time)
        outbox.take(event)
    }

    /// The oldest events are no more.
    mutating func drop(upTo sequence: Int) { counters.droppedEvents += outbox.drop(eventsUpTo: sequence) }

    /// Events that were on the disk only are lost.
    mutating func giveUpUnloaded() { counters.droppedEvents += outbox.giveUpUnloaded() }

    mutating func count(dropped: Int) { counters.droppedEvents += dropped }

    /// Events that the broker has confirmed since the last call.
    mutating func takeSettledEvents() -> [Int] {
        defer { settledEvents = [] }
        return settledEvents
    }

    /// Topics whose clearing the broker has confirmed since the last call.
    mutating func takeClearedTopics() -> [String] {
        defer { clearedTopics = [] }
        return clearedTopics
    }

    /// Tells at once, with the health that was told last, when the disk begins or ceases to make trouble.
    mutating func tell(_ state: LedgerState) {
        let isNew = ledgerState.state != state.state
        ledgerState = state
        if isNew { tellAgain() }
    }

    private mutating func tellAgain() {
        if let lastHealth { set(topics.health, healthPayload(lastHealth)) }
    }

    // MARK: What the appliance says

    /// Takes over what an earlier run had opened: it is open, but nothing has happened to it.
    mutating func restore(_ deviations: [Deviation]) {
        for deviation in deviations { open(deviation, payload(deviation, sequence: lastSequence)) }
    }

    /// Opens, changes or clears the retained topic of the event's deviation.
    mutating func show(_ event: DeviationEvent, sequence: Int) {
        let deviation = event.deviation
        switch event.change {
        case .opened, .updated: open(deviation, payload(deviation, sequence: sequence))
        case .closed:
            openDeviations[deviation.finding.place.zone]?.remove(deviation.id)
            clear(topic(of: event))
        }
    }

    func topic(of event: DeviationEvent) -> String {
        topics.deviation(event.deviation.id, zone: event.deviation.finding.place.zone)
    }

    /// What makes the event's text when its number is known.
    func body(of event: DeviationEvent, _ numbering: Ledger.Numbering?) -> (Int) -> [UInt8] {
        let series = numbering?.series ?? ""
        return { sequence in
            EventPayload(
                series: series, sequence: sequence, change: event.change.rawValue,
                time: Timestamp.text(event.time),
                durationSeconds: event.change == .closed
                    ? Figure.rounded(max(0, event.time - event.deviation.since)) : nil,
                deviation: payload(event.deviation, sequence: sequence)
            ).encoded()
        }
    }

    private mutating func open(_ deviation: Deviation, _ payload: DeviationPayload) {
        let zone = deviation.finding.place.zone
        openDeviations[zone, default: []].insert(deviation.id)
        set(topics.deviation(deviation.id, zone: zone), payload.encoded())
    }

    private func payload(_ deviation: Deviation, sequence: Int) -> DeviationPayload {
        DeviationPayload(
            deviation, store: store, device: device, sequence: sequence,
            camera: settings(of: deviation.finding.place.zone)?.camera, names: names)
    }

    mutating func publish(_ report: CameraReport) {
        cameraReports[report.camera] = report
        set(topics.cameraState(report.camera), CameraStatePayload(report, sequence: lastSequence).encoded())
    }

    mutating func publish(_ report: ZoneReport) {
        let payload = ZoneStatePayload(
            report, zone: settings(of: report.zone), openDeviations: openDeviations[report.zone]?.count ?? 0,
            sequence: lastSequence)
        set(topics.zoneState(report.zone), payload.encoded())
    }

    mutating func publish(_ report: HealthReport) {
        lastHealth = report
        if !set(topics.health, healthPayload(report)) { counters.droppedHealth += 1 }
    }

    private func healthPayload(_ report: HealthReport) -> [UInt8] {
        HealthPayload(
            report, outboxDepth: outboxDepth, broker: BrokerState(standing, counters), ledger: ledgerState,
            sequence: lastSequence
        ).encoded()
    }

    /// Also clears the states of cameras and zones that are no more.
    mutating func publish(_ newInfo: ApplianceInfo) {
        for camera in Set(info.cameras).subtracting(newInfo.cameras) {
            cameraReports[camera] = nil
            clear(topics.cameraState(camera))
        }
        for zone in Set(info.zones.map(\.id)).subtracting(newInfo.zones.map(\.id)) {
            clear(topics.zoneState(zone))
        }
        info = newInfo
        set(topics.info, infoPayload)
    }

    private func settings(of zone: String) -> Zone? { info.zones.first { $0.id == zone } }

    /// Returns `false` if the topic's last value was never sent.
    @discardableResult
    private mutating func set(_ topic: String, _ payload: [UInt8]) -> Bool {
        retained.set(topic, payload)
        return outbox.append(state: topic)
    }

    private mutating func clear(_ topic: String) {
        retained.clear(topic)
        outbox.append(state: topic)
    }

    // MARK: What the connection says

    mutating func connected(_ version: ProtocolVersion) {
        isConnected = true
        standing.connected(version)
        counters.connections += 1
        tellAgain()
        outbox.restart(states: statesToSend)
        subscriptions = [.subscribe(topics.requests)]
        if phase == .running {
            // The own availability comes last, so its arrival tells that the leftovers are through.
            subscriptions += (topics.leftovers + [topics.availability]).map { .subscribe($0) }
            isSweeping = true
        }
    }

    mutating func disconnected(_ reason: MessagingError) {
        isConnected = false
        standing.disconnected(reason)
        isSweeping = false
        subscriptions = []
        if case .sayingGoodbye = phase { phase = .stopping }
    }

    mutating func acknowledged(_ token: UInt64) {
        if phase == .sayingGoodbye(token: token) { phase = .over }
        guard let item = outbox.acknowledge(token) else { return }
        counters.delivered += 1
        standing.taken(topic(of: item))
        switch item {
        case .event(let event): settledEvents.append(event.sequence)
        // An older value may be confirmed while the clearing is still to come.
        case .state(let topic) where !outbox.holds(state: topic):
            if retained.confirm(topic) { clearedTopics.append(topic) }
        case .state, .message: break
        }
    }

    /// The broker does not take a message.
    ///
    /// A retained topic is sent again on the next connection. An event may not be passed over, so the
    /// connection is given up until the broker takes it.
    mutating func refused(_ token: UInt64, _ refusal: Refusal) {
        guard let item = outbox.item(token) else { return }
        counters.refused += 1
        let topic = topic(of: item)
        if case .event = item {
            subscriptions = [.drop(because: .messageRefused(topic: topic, refusal))]
            return
        }
        _ = outbox.acknowledge(token)
        if phase == .sayingGoodbye(token: token) { phase = .over }
        if standing.refuse(topic, refusal) { tellAgain() }
    }

    mutating func subscriptionRefused(_ filter: String, _ refusal: Refusal) {
        // Without the others only what was left behind stays where it is.
        if filter == topics.requests, standing.refuseRequests(filter, refusal) { tellAgain() }
    }

    private func topic(of item: Outbox.Item) -> String {
        switch item {
        case .state(let topic): topic
        case .event: topics.event
        case .message(let message): message.topic
        }
    }

    mutating func received(_ message: MQTTMessage) {
        switch topics.subject(of: message.topic) {
        case .request(let verb): answer(message, verb: verb)
        case .availability: endSweep()
        case .deviation where message.isRetained: sweep(message.topic)
        case .camera(let id) where message.isRetained && !info.cameras.contains(id): sweep(message.topic)
        case .zone(let id) where message.isRetained && !info.zones.contains(where: { $0.id == id }):
            sweep(message.topic)
        case .camera, .zone, .deviation, nil: break
        }
    }

    /// Clears what an earlier run has left and this one does not know.
    private mutating func sweep(_ topic: String) {
        if !retained.holds(topic) { clear(topic) }
    }

    private mutating func endSweep() {
        guard isSweeping else { return }
        isSweeping = false
        subscriptions += (topics.leftovers + [topics.availability]).map { .unsubscribe($0) }
    }

    /// The retained topics to send on this connection.
    var statesToSend: [String] {
        phase == .running ? retained.topics : retained.topics.filter { $0 != topics.availability }
    }

    // MARK: The end

    mutating func stop() {
        guard phase == .running else { return }
        phase = .stopping
    }

    // MARK: What to do now

    /// What the connection has to do next, in order.
    ///
    /// `now` is the uptime in seconds.
    mutating func nextOrders(now: Double) -> [MQTTClient.Order] {
        guard isConnected else {
            guard phase == .stopping, isDurable || undeliveredEvents == 0 else { return [] }
            // Nothing would be lost: the will has told that the appliance is gone.
            phase = .over
            return [.disconnect]
        }
        var orders = subscriptions
        subscriptions = []
        while let (token, item) = outbox.next() {
            orders.append(.publish(message(item, now: now), token: token))
        }
        switch phase {
        case .stopping where outboxDepth == 0:
            retained.set(topics.availability, Array("stopped".utf8))
            outbox.append(state: topics.availability)
            if let (token, item) = outbox.next() {
                orders.append(.publish(message(item, now: now), token: token))
                phase = .sayingGoodbye(token: token)
            }
        case .over: orders.append(.disconnect)
        case .running, .stopping, .sayingGoodbye: break
        }
        return orders
    }

    private func message(_ item: Outbox.Item, now: Double) -> MQTTMessage {
        switch item {
        case .message(let message): return message
        case .state(let topic):
            // What stands under another name of the appliance is cleared once: a broker that forbids it may end the
            // connection for it, and must not do so each time.
            let isOnceOnly = topic == topics.health || !topics.contains(topic)
            let quality = isOnceOnly ? DeliveryQuality.atMostOnce : .atLeastOnce
            return MQTTMessage(
                topic: topic, payload: retained.payload(topic), quality: quality, isRetained: true)
        case .event(let event):
            let isLate = decisionTimes.isLate(event.sequence, at: now)
            return MQTTMessage(
                topic: topics.event, payload: EventPayload.marked(event.body, historical: isLate),
                quality: .atLeastOnce, isRetained: false)
        }
    }
}
