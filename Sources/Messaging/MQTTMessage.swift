/// How hard a message tries to arrive.
package enum DeliveryQuality: Int32, Sendable {
    /// QoS 0: sent once, never confirmed.
    case atMostOnce = 0
    /// QoS 1: sent again until the broker has confirmed it.
    case atLeastOnce = 1
}

/// One MQTT message, on its way out or just arrived.
package struct MQTTMessage: Hashable, Sendable {
    package let topic: String
    package let payload: [UInt8]
    package let quality: DeliveryQuality
    /// On the way out: the broker keeps it for late subscribers.
    ///
    /// Arrived: it was kept, not sent just now.
    package let isRetained: Bool
    /// How long the payload was on the wire; more than `payload.count` if it was too long to be taken over.
    package let byteCount: Int

    package init(
        topic: String, payload: [UInt8], quality: DeliveryQuality, isRetained: Bool, byteCount: Int? = nil
    ) {
        self.topic = topic
        self.payload = payload
        self.quality = quality
        self.isRetained = isRetained
        self.byteCount = byteCount ?? payload.count
    }
}
