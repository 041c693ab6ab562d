/// Where the broker is and how to speak to it.
package struct BrokerSettings: Hashable, Sendable {
    package var host: String
    /// 1883 by default; a broker with TLS usually listens on 8883.
    package var port: Int
    /// What the broker knows this client by.
    ///
    /// Two clients of one id push each other out for ever.
    package var clientID: String
    package var username: String?
    /// A file whose first line is the user name, in place of `username`.
    package var usernameFile: String?
    /// A file whose first line is the password.
    ///
    /// This and the other files are read anew at each connection, so what is renewed needs no restart.
    package var passwordFile: String?
    /// A PEM file of the authority that signed the broker's certificate.
    ///
    /// TLS is used if this is set, and the broker's certificate and host name are then always verified.
    package var authorityFile: String?
    /// A PEM file of the certificate that this client shows, with those between it and its authority.
    package var certificateFile: String?
    /// A PEM file of that certificate's key, without a pass phrase.
    package var keyFile: String?
    /// After so long without traffic the connection is probed.
    ///
    /// 30 s by default; whole seconds, at least 5.
    package var keepAlive: Duration = .seconds(30)
    /// The shortest and the longest pause between two attempts to connect.
    ///
    /// 1 s to 8 s by default: what has waited for an hour is to arrive within ten seconds of the broker's return.
    package var retryDelay: ClosedRange<Duration> = .seconds(1) ... .seconds(8)
    /// How many messages may be on their way without a confirmation.
    ///
    /// 20 by default.
    package var inFlightLimit = 20

    package init(host: String, port: Int = 1883, clientID: String) {
        self.host = host
        self.port = port
        self.clientID = clientID
    }

    /// Throws `MessagingError.badSetting` at the first value that no connection can be made with.
    func check() throws(MessagingError) {
        guard !host.isEmpty, !host.utf8.contains(0) else {
            throw .badSetting(what: "broker host", reason: "a host name or an address is needed")
        }
        guard (1...65535).contains(port) else {
            throw .badSetting(what: "broker port", reason: "\(port) is not between 1 and 65535")
        }
        guard !clientID.isEmpty, !clientID.utf8.contains(0) else {
            throw .badSetting(what: "MQTT client id", reason: "it may not be empty")
        }
        guard (.seconds(5) ... .seconds(65535)).contains(keepAlive) else {
            throw .badSetting(what: "MQTT keep-alive", reason: "it has to be between 5 and 65535 seconds")
        }
        guard retryDelay.lowerBound > .zero else {
            throw .badSetting(what: "MQTT retry delay", reason: "it has to be longer than nothing")
        }
        guard (1...65535).contains(inFlightLimit) else {
            throw .badSetting(
                what: "MQTT in-flight limit", reason: "\(inFlightLimit) is not between 1 and 65535")
        }
        guard username == nil || usernameFile == nil else {
            throw .badSetting(what: "broker user name", reason: "give it, or a file with it, but not both")
        }
        guard passwordFile == nil || username != nil || usernameFile != nil else {
            throw .badSetting(what: "broker password", reason: "it needs a user name beside it")
        }
        guard (certificateFile == nil) == (keyFile == nil) else {
            throw .badSetting(what: "client certificate", reason: "certificate and key go together")
        }
        guard certificateFile == nil || authorityFile != nil else {
            throw .badSetting(
                what: "client certificate", reason: "it needs the broker's certificate authority beside it")
        }
    }
}
