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

    /// The file that holds what is decided until the broker has it; `nil`: memory, which a restart empties.
    package var ledgerPath: String?
    /// How large that file may grow, in bytes, before the oldest events are given up.
    ///
    /// 64 MB by default, which is some 80,000 events.
    package var ledgerLimit = Ledger.usualLimit

    package init(broker: BrokerSettings, store: String, device: String) {
        self.broker = broker
        self.store = store
        self.device = device
    }
}
