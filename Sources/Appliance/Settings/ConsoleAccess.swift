extension Settings {
    /// Where the console is served, and to whom.
    package struct ConsoleAccess: Hashable, Sendable {
        /// What other machines reach; always encrypted.
        package struct Remote: Hashable, Sendable {
            package enum TLS: Hashable, Sendable {
                /// A certificate that the appliance makes for itself.
                case generated
                case files(certificatePath: String, keyPath: String)
            }

            /// Of the interface that is listened on; `0.0.0.0` or `::` for all.
            package var address: String
            package var port: Int
            package var tls: TLS
        }

        /// On the loopback interface, not encrypted.
        package var port: Int
        /// `nil`: this machine alone.
        package var remote: Remote?
        /// Holds accounts, tokens, the appliance's own certificate and the history of the settings.
        ///
        /// `nil`: a folder beside the state file (`Settings.consoleFolder`).
        package var folder: String?
        /// Names and addresses by which browsers know this machine, beside `localhost`.
        package var hostNames: [String]
    }
}
