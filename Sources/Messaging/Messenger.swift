import Dispatch
import FoundationEssentials
package import Retail
import Synchronization

/// The appliance's voice on MQTT.
///
/// The `publish` functions and `decide` never wait and never fail: what cannot be sent now is sent when the
/// broker is there, and what cannot be written now is written when the disk takes it. They may be called from
/// any thread, before and while `run` runs. What is published is sent in the order of the calls.
///
/// Threads: one queue, the desk, does everything in that order, writing to the disk included; the connection's
/// thread waits for it.
package final class Messenger: Sendable {
    /// Where the connection stands, for the log; each change once.
    ///
    /// To be read by one task.
    package let connectionStates: AsyncStream<ConnectionState>
    /// What people have asked for; each waits for its `answer`.
    ///
    /// To be read by one task. It ends with `run`.
    package let requests: AsyncStream<ApplianceRequest>
    /// Why what is decided can't be written, `nil` when it can be again; each change once.
    ///
    /// To be read by one task. It ends with `run`.
    package let ledgerTroubles: AsyncStream<LedgerTrouble?>

    private let requestsFeed: AsyncStream<ApplianceRequest>.Continuation
    private let troublesFeed: AsyncStream<LedgerTrouble?>.Continuation
    private let states: AsyncStream<ConnectionState>.Continuation
    private let stopRequests: AsyncStream<Void>
    private let stopRequest: AsyncStream<Void>.Continuation
    private let client: MQTTClient
    private let desk = DispatchQueue(label: "gondola.delivery")
    /// What only the desk touches.
    private let work: Mutex<Work>
    private let lastReason = Mutex<MessagingError?>(nil)
    private let stopPatience: Duration
    private let uptime: @Sendable () -> Double
    private let broker: BrokerSettings

    private struct Work: Sendable {
        var delivery: Delivery
        var toldTrouble: LedgerTrouble?
        /// Since when the connection is being made, by the uptime.
        var connectingSince: Double?
        var isRunning = true
    }

    /// The disk is asked after so often, and one that can't be written tried again.
    private static let probePause = DispatchTimeInterval.seconds(2)
    /// A broker that says nothing for so many seconds is told as out of reach.
    private static let patience = 4.0

    /// Makes a messenger that has not begun to connect.
    ///
    /// `names` gives the path of a SKU, if the catalogue knows it. `uptime` is a clock in seconds that nobody
    /// sets. Throws `MessagingError` at a setting that cannot work, and for an id in `info` that no topic can
    /// hold.
    package init(
        _ settings: MessengerSettings, info: ApplianceInfo, names: @escaping @Sendable (GTIN) -> SKUPath?,
        uptime: @escaping @Sendable () -> Double = { Uptime.seconds }
    ) throws(MessagingError) {
        let topics = try Topics(store: settings.store, device: settings.device)
        for camera in info.cameras { try Topics.check(camera, what: "camera") }
        for zone in info.zones { try Topics.check(zone.id, what: "zone") }
        let will = MQTTMessage(
            topic: topics.availability, payload: Array("offline".utf8), quality: .atLeastOnce,
            isRetained: true)
        client = try MQTTClient(settings.broker, will: will, longestPayload: Request.longestPayload)
        work = Mutex(
            Work(
                delivery: Delivery(
                    settings: settings, topics: topics, info: info,
                    run: Timestamp.text(Date().timeIntervalSince1970), names: names)))
        stopPatience = settings.stopPatience
        broker = settings.broker
        self.uptime = uptime
        (connectionStates, states) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
        // Requests that wait are few by rule, and troubles are told once each.
        (requests, requestsFeed) = AsyncStream.makeStream()
        (ledgerTroubles, troublesFeed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
        (stopRequests, stopRequest) = AsyncStream.makeStream()
    }

    /// Connects, and delivers until it is stopped; may be called once.
    ///
    /// After `stop` it delivers what waits, announces `stopped` and disconnects, in all within the settings'
    /// patience. When its task is cancelled it drops the connection at once, and the broker announces
    /// `offline`. Throws only if the system has no thread left.
    package func run() async throws {
        defer {
            // What was confirmed lately is written too; what was decided already is.
            desk.sync {
                work.withLock { work in
                    work.isRunning = false
                    work.delivery.close()
                }
            }
            states.yield(.ended)
            states.finish()
            requestsFeed.finish()
            troublesFeed.finish()
        }
        desk.async { self.probe() }
        try await withThrowingTaskGroup { group in
            group.addTask { try await self.client.run { self.handle($0) } }
            group.addTask {
                for await _ in self.stopRequests { break }
                // Cancelled when the goodbye is done: then there is nothing more to wait for.
                try? await Task.sleep(for: self.stopPatience)
            }
            defer {
                client.abandon()
                group.cancelAll()
            }
            try await group.next()
        }
    }

    /// Asks `run` to end cleanly; returns at once.
    package func stop() {
        update { $0.stop() }
        client.hurry()
        stopRequest.yield()
        stopRequest.finish()
    }

    /// What the cameras' monitors had to remember when it was written last, by the camera's id.
    package var memories: [String: [UInt8]] { read { $0.memories } }

    /// Where a damaged ledger was moved to, if a new one had to be begun.
    package var damagedLedger: String? { read { $0.damagedFile } }

    /// Takes over the deviations that an earlier run had opened: their retained topics are kept, no event is
    /// sent.
    ///
    /// To be called before `run`: what is not known when the connection stands counts as left over and is
    /// cleared.
    package func restore(open deviations: [Deviation]) { update { $0.restore(deviations) } }

    /// Writes what was decided, then publishes its events and opens or clears the deviations' topics.
    ///
    /// `whenWritten` learns, on the desk, why it could not be written yet, or `nil` when it was.
    package func decide(
        _ decision: Decision, whenWritten: @escaping @Sendable (LedgerTrouble?) -> Void = { _ in }
    ) {
        let now = uptime()
        update { whenWritten($0.decide(decision, now: now)) }
    }

    /// Answers a request; `error` says why it was not done, if it was not.
    package func answer(_ request: ApplianceRequest, error: String? = nil) {
        update { $0.answer(request, error: error) }
    }

    /// Publishes how a camera is; while the broker is away only the newest report of each camera is kept.
    package func publish(cameraState: CameraReport) { update { $0.publish(cameraState) } }

    /// Publishes what a zone looks like; while the broker is away only the newest report of each zone is
    /// kept.
    package func publish(zoneState: ZoneReport) { update { $0.publish(zoneState) } }

    /// Publishes how the appliance is; a reading that could not be sent before the next one is dropped and
    /// counted.
    package func publish(health: HealthReport) { update { $0.publish(health) } }

    /// Publishes what the appliance is made of, and clears the states of cameras and zones that are no more.
    package func publish(info: ApplianceInfo) { update { $0.publish(info) } }

    package var counters: DeliveryCounters { read { $0.counters } }

    /// What is wrong between the appliance and its broker, if anything is.
    package var brokerTrouble: MessagingError? {
        desk.sync {
            work.withLock { work in
                if let trouble = work.delivery.brokerTrouble { return trouble }
                guard let start = work.connectingSince, uptime() - start > Self.patience else { return nil }
                return .unreachable(host: broker.host, port: broker.port, reason: "it does not answer yet")
            }
        }
    }

    /// Why what is decided can't be written, if it can't be.
    package var ledgerTrouble: LedgerTrouble? { read { $0.trouble } }

    /// Messages that the broker has not confirmed.
    package var outboxDepth: Int { read { $0.outboxDepth } }

    /// Events that the broker has not confirmed.
    package var undeliveredEvents: Int { read { $0.undeliveredEvents } }

    /// Events that are lost if the process ends now.
    package var unkeptEvents: Int { read { $0.unkeptEvents } }

    /// Waits for the desk, and for a disk that is slow.
    private func read<Value: Sendable>(_ value: (Delivery) -> Value) -> Value {
        desk.sync { work.withLock { value($0.delivery) } }
    }

    /// Has the desk do something and pass on what follows.
    private func update(_ change: @escaping @Sendable (inout Delivery) -> Void) {
        desk.async { self.carryOut(change) }
    }

    /// On the desk.
    private func carryOut(_ change: (inout Delivery) -> Void) {
        work.withLock { work in
            change(&work.delivery)
            client.submit(work.delivery.nextOrders(now: uptime()))
            for request in work.delivery.takeRequests() { requestsFeed.yield(request) }
            guard work.delivery.trouble != work.toldTrouble else { return }
            work.toldTrouble = work.delivery.trouble
            troublesFeed.yield(work.toldTrouble)
        }
    }

    /// On the desk.
    private func probe() {
        carryOut { $0.probe() }
        guard work.withLock({ $0.isRunning }) else { return }
        desk.asyncAfter(deadline: .now() + Self.probePause) { [weak self] in self?.probe() }
    }

    /// On the connection's thread, which may not run ahead of the desk.
    private func wait(_ change: (inout Delivery) -> Void) { desk.sync { carryOut(change) } }

    /// On the connection's thread.
    private func handle(_ event: MQTTClient.Event) {
        switch event {
        case .connecting:
            let now = uptime()
            desk.sync { work.withLock { $0.connectingSince = now } }
            if lastReason.withLock({ $0 == nil }) { states.yield(.connecting) }
        case .connected(let version):
            desk.sync { work.withLock { $0.connectingSince = nil } }
            lastReason.withLock { $0 = nil }
            states.yield(.connected)
            wait { $0.connected(version) }
        case .acknowledged(let token): wait { $0.acknowledged(token) }
        case .refused(let token, let refusal): wait { $0.refused(token, refusal) }
        case .subscriptionRefused(let filter, let refusal): wait { $0.subscriptionRefused(filter, refusal) }
        case .received(let message): wait { $0.received(message) }
        case .disconnected(let reason):
            let isNew = lastReason.withLock { last in
                defer { last = reason }
                return last != reason
            }
            if isNew { states.yield(.disconnected(reason)) }
            wait { $0.disconnected(reason) }
        }
    }
}
