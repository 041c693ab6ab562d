/// Where the connection to the broker stands.
package enum ConnectionState: Hashable, Sendable {
    case connecting
    case connected
    /// Not connected, and why.
    ///
    /// Told again only when the reason is another one; attempts go on for ever.
    case disconnected(MessagingError)
    /// `run()` is over.
    case ended
}
