internal import Logging
internal import Messaging
internal import ServiceLifecycle

/// Keeps the connection to the broker, for as long as the appliance runs; the broker's absence is no error.
struct MessengerService: Service {
    let messenger: Messenger
    let logger: Logger

    func run() async throws {
        async let log: Void = logStates()
        try await withGracefulShutdownHandler {
            try await messenger.run()
        } onGracefulShutdown: {
            messenger.stop()
        }
        await log
        let lost = messenger.undeliveredEvents
        if lost > 0 {
            logger.warning("events were not delivered before the stop", metadata: ["events": "\(lost)"])
        }
    }

    private func logStates() async {
        for await state in messenger.connectionStates {
            switch state {
            case .connecting: logger.info("connecting to the broker")
            case .connected: logger.info("connected to the broker")
            case .disconnected(let reason): logger.warning("no broker", metadata: ["cause": "\(reason)"])
            case .ended: logger.info("connection to the broker ended")
            }
        }
    }
}
