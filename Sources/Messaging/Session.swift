package import Retail

/// What the appliance has said, still has to say, and says next: the rules of the MQTT interface without any
/// I/O.
///
/// The caller reports what happened, then carries out `nextOrders`.
package struct Session {
    private enum Phase: Equatable {
        case running
        /// A clean stop was asked for; what waits is sent first.
        case stopping
        case sayingGoodbye(token: UInt64)
        case over
    }

    private let topics: Topics
    private let store: String
    private let device: String
    private let run: String
    private let historicalAfter: Double
    private let names: @Sendable (GTIN) -> SKUPath?

    private var info: ApplianceInfo
    private var retained = RetainedTopics()
    private var outbox: Outbox
    private var openDeviations: [String: Set<String>] = [:]
    private var deviationRequests: [DeviationRequest] = []
    private var lastSequence = 0
    package private(set) var counters = DeliveryCounters()

    private var phase = Phase.running
    private var isConnected = false
    private var isSweeping = false
    /// Orders that are not messages, for this connection.
    private var subscriptions: [MQTTClient.Order] = []

    /// More answers than these do not wait; requests beyond are ignored.
    private static let mostAnswers = 100

    /// `run` tells this run of the appliance from others.
    package init(
        settings: MessengerSettings, topics: Topics, info: ApplianceInfo, run: String,
        names: @escaping @Sendable (GTIN) -> SKUPath?
    ) {
        self.topics = topics
        store = settings.store
        device = settings.device
        self.run = run
        historicalAfter = settings.historicalAfter / .seconds(1)
        self.names = names
        self.info = info
        outbox = Outbox(inFlightLimit: settings.broker.inFlightLimit)
        retained.set(topics.availability, Array("online".utf8))
        retained.set(topics.info, InfoPayload(info, store: store, device: device, run: run).encoded())
    }

    /// Messages that the broker has not confirmed.
    package var outboxDepth: Int { outbox.depth }
    package var undeliveredEvents: Int { outbox.eventCount }

    // MARK: What the appliance says

    /// Takes over what an earlier run had opened: it is open, but nothing has happened to it.
    package mutating func restore(_ deviations: [Deviation]) {
        for deviation in deviations { open(deviation, payload(deviation)) }
    }

    package mutating func publish(_ event: DeviationEvent) {
        let deviation = event.deviation
        let zone = deviation.finding.place.zone
        let payload = payload(deviation)
        // The state goes first: who reacts to the event finds the retained topics as the event says.
        switch event.change {
        case .opened, .updated: open(deviation, payload)
        case .closed:
            openDeviations[zone]?.remove(deviation.id)
            clear(topics.deviation(deviation.id, zone: zone))
        }
        lastSequence += 1
        outbox.append(
            event: Outbox.Event(
                sequence: lastSequence, change: event.change.rawValue, time: event.time,
                duration: event.change == .closed ? max(0, event.time - deviation.since) : nil,
                deviation: payload))
    }

    private mutating func open(_ deviation: Deviation, _ payload: DeviationPayload) {
        let zone = deviation.finding.place.zone
        openDeviations[zone, default: []].insert(deviation.id)
        set(topics.deviation(deviation.id, zone: zone), payload.encoded())
    }

    private func payload(_ deviation: Deviation) -> DeviationPayload {
        DeviationPayload(
            deviation, store: store, device: device,
            camera: settings(of: deviation.finding.place.zone)?.camera, names: names)
    }

    package mutating func publish(_ report: CameraReport) {
        set(topics.cameraState(report.camera), CameraStatePayload(report).encoded())
    }

    package mutating func publish(_ report: ZoneReport) {
        let payload = ZoneStatePayload(
            report, zone: settings(of: report.zone), openDeviations: openDeviations[report.zone]?.count ?? 0)
        set(topics.zoneState(report.zone), payload.encoded())
    }

    package mutating func publish(_ report: HealthReport) {
        let payload = HealthPayload(report, outboxDepth: outbox.depth, counters: counters)
        if !set(topics.health, payload.encoded()) { counters.droppedHealth += 1 }
    }

    /// Also clears the states of cameras and zones that are no more.
    package mutating func publish(_ newInfo: ApplianceInfo) {
        for camera in Set(info.cameras).subtracting(newInfo.cameras) { clear(topics.cameraState(camera)) }
        for zone in Set(info.zones.map(\.id)).subtracting(newInfo.zones.map(\.id)) {
            clear(topics.zoneState(zone))
        }
        info = newInfo
        set(topics.info, InfoPayload(info, store: store, device: device, run: run).encoded())
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

    package mutating func connected() {
        isConnected = true
        counters.connections += 1
        rebirth()
        subscriptions = [.subscribe(topics.requests)]
        if phase == .running {
            // The own availability comes last, so its arrival tells that the leftovers are through.
            subscriptions += (topics.leftovers + [topics.availability]).map { .subscribe($0) }
            isSweeping = true
        }
    }

    package mutating func disconnected() {
        isConnected = false
        isSweeping = false
        subscriptions = []
        if case .sayingGoodbye = phase { phase = .stopping }
    }

    package mutating func acknowledged(_ token: UInt64) {
        if phase == .sayingGoodbye(token: token) { phase = .over }
        guard let item = outbox.acknowledge(token) else { return }
        counters.delivered += 1
        // An older value may be confirmed while the clearing is still to come.
        if case .state(let topic) = item, !outbox.holds(state: topic) { retained.confirm(topic) }
    }

    package mutating func received(_ message: MQTTMessage) {
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

    private mutating func answer(_ message: MQTTMessage, verb: String) {
        counters.requests += 1
        // A retained request would be carried out again at each connection.
        guard !message.isRetained, outbox.messageCount < Session.mostAnswers,
            let (demand, reply) = Request.read(verb: verb, message)
        else {
            counters.droppedRequests += 1
            return
        }
        var answer = reply
        switch demand {
        case .rebirth: for topic in statesToSend { outbox.append(state: topic) }
        case .acknowledge(let request) where openDeviations.values.contains { $0.contains(request.deviation) }:
            deviationRequests.append(request)
        case .acknowledge(let request):
            answer = .error(id: answer.id, "no deviation with the id \"\(request.deviation)\" is open")
        case nil: break
        }
        outbox.append(
            message: MQTTMessage(
                topic: topics.response(verb), payload: answer.encoded(), quality: .atLeastOnce,
                isRetained: false))
    }

    /// What people have asked for since the last call.
    package mutating func takeDeviationRequests() -> [DeviationRequest] {
        defer { deviationRequests = [] }
        return deviationRequests
    }

    private mutating func rebirth() { outbox.restart(states: statesToSend) }

    private var statesToSend: [String] {
        phase == .running ? retained.topics : retained.topics.filter { $0 != topics.availability }
    }

    // MARK: The end

    package mutating func stop() {
        guard phase == .running else { return }
        phase = .stopping
    }

    // MARK: What to do now

    /// What the connection has to do next, in order.
    ///
    /// `now` is in seconds since 1970 (UTC).
    package mutating func nextOrders(now: Double) -> [MQTTClient.Order] {
        guard isConnected else {
            guard phase == .stopping, outbox.eventCount == 0 else { return [] }
            // Nothing left that anybody would miss: the will has told that the appliance is gone.
            phase = .over
            return [.disconnect]
        }
        var orders = subscriptions
        subscriptions = []
        while let (token, item) = outbox.next() {
            orders.append(.publish(message(item, now: now), token: token))
        }
        switch phase {
        case .stopping where outbox.isEmpty:
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
            let quality = topic == topics.health ? DeliveryQuality.atMostOnce : .atLeastOnce
            return MQTTMessage(
                topic: topic, payload: retained.payload(topic), quality: quality, isRetained: true)
        case .event(let event):
            let payload = EventPayload(
                run: run, sequence: event.sequence, change: event.change, time: Timestamp.text(event.time),
                historical: now - event.time > historicalAfter,
                durationSeconds: Figure.rounded(event.duration), deviation: event.deviation)
            return MQTTMessage(
                topic: topics.event, payload: payload.encoded(), quality: .atLeastOnce, isRetained: false)
        }
    }
}
