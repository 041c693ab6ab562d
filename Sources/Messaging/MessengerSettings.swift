/// How the appliance speaks on MQTT.
package struct MessengerSettings: Hashable, Sendable {
    package var broker: BrokerSettings
    package var store: String
    package var device: String
    /// An event that is sent so much later than it was decided is marked historical.
    ///
    /// 5 s by default.
    package var historicalAfter: Duration = .seconds(5)
    /// How long a stop may wait for the broker's confirmations.
    ///
    /// 5 s by default.
    package var stopPatience: Duration = .seconds(5)

    package init(broker: BrokerSettings, store: String, device: String) {
        self.broker = broker
        self.store = store
        self.device = device
    }
}
