import Synchronization

/// An MQTT client that connects, and connects again, for ever: by version 5, or 3.1.1 with a broker that does
/// not speak that.
///
/// Threads: `run` starts one thread that owns the connection; it alone calls libmosquitto and `handler`. The
/// other methods may be called from everywhere, from `handler` too; they only leave an order for the thread
/// and return. `handler` may take its time on nothing: the connection waits for it.
///
/// Nothing is kept over a loss of connection: after `.disconnected`, every message without `.acknowledged`
/// has to be sent again by whoever sent it. Messages go out in the order of the calls.
package final class MQTTClient: Sendable {
    /// What `handler` learns, in the order in which it happened.
    package enum Event: Sendable {
        case connecting
        case connected(ProtocolVersion)
        /// The broker has the message (QoS 1), or it was sent (QoS 0).
        case acknowledged(token: UInt64)
        /// The broker does not take the message.
        ///
        /// One that speaks 3.1.1 can't say so: it acknowledges and forgets.
        case refused(token: UInt64, Refusal)
        case subscriptionRefused(filter: String, Refusal)
        case received(MQTTMessage)
        /// No attempt, or no connection, any more; the next attempt follows by itself.
        case disconnected(MessagingError)
    }

    /// What can be asked of the connection.
    ///
    /// All of it is void without one.
    package enum Order: Sendable {
        case publish(MQTTMessage, token: UInt64)
        case subscribe(String)
        case unsubscribe(String)
        /// Gives the connection up for a while, for this reason.
        case drop(because: MessagingError)
        /// Says goodbye to the broker and ends `run`.
        case disconnect
    }

    /// What was sent on one connection and waits for an answer, by the library's message id.
    private struct Unanswered {
        var tokens: [Int32: UInt64] = [:]
        var filters: [Int32: String] = [:]
    }

    private struct State {
        var orders: [Order] = []
        var isConnected = false
        var isEnding = false
        var isHurried = false
        var finished: CheckedContinuation<Void, Never>?
    }

    private let settings: BrokerSettings
    private let will: MQTTMessage?
    private let longestPayload: Int
    private let state = Mutex(State())
    private let wakeUp: WakeUp
    /// How long the broker may take to answer a connection that is made.
    private static let patience = Duration.seconds(20)

    /// Throws `MessagingError` if `settings` cannot work.
    ///
    /// Payloads received above `longestPayload` bytes are passed on without their content.
    package init(_ settings: BrokerSettings, will: MQTTMessage?, longestPayload: Int) throws(MessagingError) {
        try settings.check()
        self.settings = settings
        self.will = will
        self.longestPayload = longestPayload
        wakeUp = try WakeUp()
    }

    /// Keeps a connection to the broker until `disconnect` or `abandon` is called; may be called once.
    ///
    /// Throws only if no thread can be had. `handler` may still be called shortly after `abandon`.
    package func run(_ handler: @escaping @Sendable (Event) -> Void) async throws {
        try LoopThread.start { [self] in
            loop(handler)
            finish()
        }
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard !state.isEnding else { return true }
                state.finished = continuation
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    /// Leaves orders.
    ///
    /// They are dropped if there is no connection now, or none any more when their turn comes; only
    /// `disconnect` then ends `run`.
    func submit(_ orders: [Order]) {
        guard !orders.isEmpty else { return }
        let isConnected = state.withLock { state in
            if state.isConnected { state.orders += orders }
            return state.isConnected
        }
        if !isConnected, orders.contains(where: { if case .disconnect = $0 { true } else { false } }) {
            finish()
        }
        wakeUp.signal()
    }

    /// Sends `message`; its confirmation carries `token`.
    package func publish(_ message: MQTTMessage, token: UInt64) { submit([.publish(message, token: token)]) }

    package func subscribe(_ filter: String) { submit([.subscribe(filter)]) }

    package func unsubscribe(_ filter: String) { submit([.unsubscribe(filter)]) }

    /// Ends the pause before the next attempt, if there is one.
    func hurry() {
        state.withLock { $0.isHurried = true }
        wakeUp.signal()
    }

    /// Says goodbye to the broker after what was ordered before, and ends `run`.
    ///
    /// Without a connection it just ends.
    package func disconnect() { submit([.disconnect]) }

    /// Ends `run` at once and drops the connection without a goodbye, so that the broker publishes the will.
    package func abandon() {
        finish()
        wakeUp.signal()
    }

    private func finish() {
        let continuation = state.withLock { state in
            state.isEnding = true
            defer { state.finished = nil }
            return state.finished
        }
        continuation?.resume()
    }

    private var isEnding: Bool { state.withLock { $0.isEnding } }

    // MARK: On the connection's own thread

    private func loop(_ handler: (Event) -> Void) {
        var delay = RetryDelay(settings.retryDelay)
        while !isEnding {
            handler(.connecting)
            let start = ContinuousClock.now
            do throws(MessagingError) {
                try newestConnection(handler)
            } catch {
                state.withLock { state in
                    state.isConnected = false
                    state.orders = []
                }
                handler(.disconnected(error))
            }
            // A broker that accepts and drops at once is not worth a fast retry.
            if ContinuousClock.now - start > settings.retryDelay.upperBound { delay.reset() }
            pause(delay.next(jitter: .random(in: 0...1)))
        }
    }

    /// A connection by the newest version that the broker speaks.
    private func newestConnection(_ handler: (Event) -> Void) throws(MessagingError) {
        do throws(MessagingError) {
            return try connection(.five, handler)
        } catch {
            // Some old brokers say that they do not know the version, others just hang up.
            guard error == .refused(.protocolVersion) || error == .refused(.silent), !isEnding else {
                throw error
            }
        }
        try connection(.three, handler)
    }

    /// One connection from the greeting to its end.
    ///
    /// Returns when the client is to end, throws when it was lost.
    private func connection(
        _ version: ProtocolVersion, _ handler: (Event) -> Void
    ) throws(MessagingError) {
        let handle = try MosquittoHandle(
            settings, version: version, will: will, longestPayload: longestPayload)
        try handle.connect(settings)
        let deadline = ContinuousClock.now + MQTTClient.patience
        var unanswered = Unanswered()
        var isAnswered = false
        while !isEnding {
            let (notes, failure) = handle.work()
            for note in notes {
                switch note {
                case .answered(let refusal):
                    guard refusal == nil else { continue }
                    isAnswered = true
                    state.withLock { $0.isConnected = true }
                    handler(.connected(version))
                case .acknowledged(let messageID, let refusal):
                    guard let token = unanswered.tokens.removeValue(forKey: messageID) else { continue }
                    handler(refusal.map { .refused(token: token, $0) } ?? .acknowledged(token: token))
                case .subscribed(let messageID, let refusal):
                    guard let filter = unanswered.filters.removeValue(forKey: messageID), let refusal else {
                        continue
                    }
                    handler(.subscriptionRefused(filter: filter, refusal))
                case .received(let message): handler(.received(message))
                }
            }
            if let failure { throw failure }
            guard isAnswered || ContinuousClock.now < deadline else {
                throw .unreachable(host: settings.host, port: settings.port, reason: "it does not answer")
            }
            if try !carryOutOrders(handle, &unanswered, handler) { return finish() }
            guard let socket = handle.socket else { continue }
            wakeUp.wait(socket: socket, wantsToWrite: handle.wantsToWrite, timeout: .seconds(1))
        }
    }

    /// Returns `false` when the goodbye is said.
    private func carryOutOrders(
        _ handle: MosquittoHandle, _ unanswered: inout Unanswered, _ handler: (Event) -> Void
    ) throws(MessagingError) -> Bool {
        let orders = state.withLock { state in
            defer { state.orders = [] }
            return state.orders
        }
        for order in orders {
            switch order {
            case .publish(let message, let token):
                guard let messageID = try handle.publish(message) else {
                    handler(.refused(token: token, .packetTooLarge))
                    continue
                }
                switch message.quality {
                case .atMostOnce: handler(.acknowledged(token: token))
                case .atLeastOnce: unanswered.tokens[messageID] = token
                }
            case .subscribe(let filter): unanswered.filters[try handle.subscribe(filter)] = filter
            case .unsubscribe(let filter): try handle.unsubscribe(filter)
            case .drop(let reason): throw reason
            case .disconnect:
                handle.disconnect()
                return false
            }
        }
        return true
    }

    private func pause(_ duration: Duration) {
        let end = ContinuousClock.now + duration
        while true {
            let isOver = state.withLock { state in
                defer { state.isHurried = false }
                return state.isEnding || state.isHurried
            }
            let rest = end - ContinuousClock.now
            guard !isOver, rest > .zero else { return }
            wakeUp.wait(timeout: rest)
        }
    }
}
