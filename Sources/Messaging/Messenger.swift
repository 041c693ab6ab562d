import FoundationEssentials
package import Retail
import Synchronization

/// The appliance's voice on MQTT.
///
/// The `publish` functions never wait and never fail: what cannot be sent now is sent when the broker is
/// there. They may be called from any thread, before and while `run` runs. What is published is sent in the
/// order of the calls.
package final class Messenger: Sendable {
    /// Where the connection stands, for the log; each change once.
    ///
    /// To be read by one task.
    package let connectionStates: AsyncStream<ConnectionState>
    /// What people have asked for; each is about a deviation that was open, and has been answered.
    ///
    /// To be read by one task. It ends with `run`.
    package let deviationRequests: AsyncStream<DeviationRequest>

    private let requests: AsyncStream<DeviationRequest>.Continuation
    private let states: AsyncStream<ConnectionState>.Continuation
    private let stopRequests: AsyncStream<Void>
    private let stopRequest: AsyncStream<Void>.Continuation
    private let client: MQTTClient
    private let session: Mutex<Session>
    private let lastReason = Mutex<MessagingError?>(nil)
    private let stopPatience: Duration
    private let clock: @Sendable () -> Double

    /// Makes a messenger that has not begun to connect.
    ///
    /// `names` gives the path of a SKU, if the catalogue knows it. `clock` tells the time in seconds since
    /// 1970 (UTC). Throws `MessagingError` at a setting that cannot work, and for an id in `info` that no
    /// topic can hold.
    package init(
        _ settings: MessengerSettings, info: ApplianceInfo, names: @escaping @Sendable (GTIN) -> SKUPath?,
        clock: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
    ) throws(MessagingError) {
        let topics = try Topics(store: settings.store, device: settings.device)
        for camera in info.cameras { try Topics.check(camera, what: "camera") }
        for zone in info.zones { try Topics.check(zone.id, what: "zone") }
        let will = MQTTMessage(
            topic: topics.availability, payload: Array("offline".utf8), quality: .atLeastOnce,
            isRetained: true)
        client = try MQTTClient(settings.broker, will: will, longestPayload: Request.longestPayload)
        session = Mutex(
            Session(
                settings: settings, topics: topics, info: info, run: Timestamp.text(clock()), names: names))
        stopPatience = settings.stopPatience
        self.clock = clock
        (connectionStates, states) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(64))
        (deviationRequests, requests) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1000))
        (stopRequests, stopRequest) = AsyncStream.makeStream()
    }

    /// Connects, and delivers until it is stopped; may be called once.
    ///
    /// After `stop` it delivers what waits, announces `stopped` and disconnects, in all within the settings'
    /// patience. When its task is cancelled it drops the connection at once, and the broker announces
    /// `offline`. Throws only if the system has no thread left.
    package func run() async throws {
        defer {
            states.yield(.ended)
            states.finish()
            requests.finish()
        }
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

    /// Takes over the deviations that an earlier run had opened: their retained topics are kept, no event is
    /// sent.
    ///
    /// To be called before `run`: what is not known when the connection stands counts as left over and is
    /// cleared.
    package func restore(open deviations: [Deviation]) { update { $0.restore(deviations) } }

    /// Publishes a step in a deviation's life, and opens or clears the deviation's retained topic.
    ///
    /// Never dropped.
    package func publish(event: DeviationEvent) { update { $0.publish(event) } }

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

    package var counters: DeliveryCounters { session.withLock { $0.counters } }

    /// Messages that the broker has not confirmed.
    package var outboxDepth: Int { session.withLock { $0.outboxDepth } }

    /// Events that the broker has not confirmed; after `run`, those that are lost.
    package var undeliveredEvents: Int { session.withLock { $0.undeliveredEvents } }

    /// Changes the session and passes on what follows, both under one lock so that the order stays.
    private func update(_ change: (inout Session) -> Void) {
        session.withLock { session in
            change(&session)
            client.submit(session.nextOrders(now: clock()))
            for request in session.takeDeviationRequests() { requests.yield(request) }
        }
    }

    /// On the connection's thread.
    private func handle(_ event: MQTTClient.Event) {
        switch event {
        case .connecting:
            if lastReason.withLock({ $0 == nil }) { states.yield(.connecting) }
        case .connected:
            lastReason.withLock { $0 = nil }
            states.yield(.connected)
            update { $0.connected() }
        case .acknowledged(let token): update { $0.acknowledged(token) }
        case .received(let message): update { $0.received(message) }
        case .disconnected(let reason):
            let isNew = lastReason.withLock { last in
                defer { last = reason }
                return last != reason
            }
            if isNew { states.yield(.disconnected(reason)) }
            update { $0.disconnected() }
        }
    }
}
