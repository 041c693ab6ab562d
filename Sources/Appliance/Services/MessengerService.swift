internal import Logging
internal import Messaging
internal import ServiceLifecycle

/// Keeps the connection to the broker, for as long as the appliance runs; the broker's absence is no error.
struct MessengerService: Service {
    let messenger: Messenger
    let health: HealthBoard
    let readiness: Readiness
    let logger: Logger

    /// What has to start before the appliance is ready.
    static let stage = "broker loop"

    func run() async throws {
        async let states: Void = logStates()
        async let troubles: Void = logTroubles()
        try await withGracefulShutdownHandler {
            try await messenger.run()
        } onGracefulShutdown: {
            messenger.stop()
        }
        await states
        await troubles
        let waiting = messenger.undeliveredEvents
        let lost = messenger.unkeptEvents
        if waiting > lost {
            logger.info("events wait for the next start", metadata: ["events": "\(waiting - lost)"])
        }
        if lost > 0 {
            logger.warning("events were not delivered before the stop", metadata: ["events": "\(lost)"])
        }
    }

    private func logTroubles() async {
        for await trouble in messenger.ledgerTroubles {
            if let trouble {
                health.report(.disk, name: "state_file", "decisions can't be written: \(trouble)")
                logger.error("decisions can't be written, trying again", metadata: ["cause": "\(trouble)"])
            } else {
                health.clear(.disk, name: "state_file")
                logger.notice("decisions can be written again")
            }
        }
    }

    private func logStates() async {
        for await state in messenger.connectionStates {
            readiness.started(Self.stage)
            switch state {
            case .connecting: logger.info("connecting to the broker")
            case .connected:
                health.clear(.broker)
                logger.info("connected to the broker")
            case .disconnected(let reason):
                health.report(.broker, "\(reason)")
                logger.warning("no broker", metadata: ["cause": "\(reason)"])
            case .ended: logger.info("connection to the broker ended")
            }
        }
    }
}
