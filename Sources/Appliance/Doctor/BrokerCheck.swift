internal import Messaging
internal import Synchronization

/// Greets the broker once.
enum BrokerCheck {
    private static let patience = Duration.seconds(8)

    /// Connects as the daemon does, under a name of its own: the daemon's would push that one out.
    static func examine(_ settings: Settings) async -> Checkup {
        let place = "\(settings.mqtt.host):\(settings.mqtt.port)"
        let advice = "check mqtt.host and mqtt.port, and that the broker runs and this machine may reach it"
        do {
            var broker = ApplianceParts.messaging(settings).broker
            broker.clientID += "-doctor"
            if settings.mqtt.username != nil, broker.passwordFile == nil {
                return Checkup(
                    .doubtful, "broker", "\(place) was not tried, for this user can't read the password",
                    advice: "give it with mqtt.password_file, or look at the daemon's own state below")
            }
            let client = try MQTTClient(broker, will: nil, longestPayload: 0)
            guard let answer = try await firstAnswer(of: client) else {
                return Checkup(.bad, "broker", "\(place) does not answer", advice: advice)
            }
            if case .disconnected(let reason) = answer {
                return Checkup(.bad, "broker", "\(reason)", advice: advice)
            }
            return Checkup(.fine, "broker", "\(place) takes the connection")
        } catch {
            return Checkup(.bad, "broker", "\(error)", advice: advice)
        }
    }

    /// Whether the connection stands or why not; `nil` if that is not known in time.
    private static func firstAnswer(of client: MQTTClient) async throws -> MQTTClient.Event? {
        let (answers, feed) = AsyncStream<MQTTClient.Event>.makeStream()
        return try await withThrowingTaskGroup(of: MQTTClient.Event?.self) { group in
            group.addTask {
                try await client.run { event in
                    switch event {
                    case .connected, .disconnected: feed.yield(event)
                    case .connecting, .acknowledged, .refused, .subscriptionRefused, .received: break
                    }
                }
                return nil
            }
            group.addTask { await answers.first { _ in true } }
            group.addTask {
                try await Task.sleep(for: patience)
                return nil
            }
            defer {
                client.disconnect()
                client.abandon()
                feed.finish()
                group.cancelAll()
            }
            return try await group.next() ?? nil
        }
    }
}
