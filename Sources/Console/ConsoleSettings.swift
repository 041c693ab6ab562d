/// Where the console listens and what it keeps.
package struct ConsoleSettings: Sendable {
    /// A listener that other machines reach.
    package struct Remote: Sendable, Hashable {
        /// Of the interface; `0.0.0.0` for all.
        package var address: String
        package var port: Int
        package var security: Security

        package init(address: String, port: Int, security: Security) {
            self.address = address
            self.port = port
            self.security = security
        }
    }

    package enum Security: Sendable, Hashable {
        /// Plain HTTP: passwords can be read on the way.
        case plain
        /// PEM files: the certificate with its chain, and its key.
        case certificate(file: String, key: String)
        /// A certificate of the console's own, made once and kept in `folder`.
        case ownCertificate
    }

    /// On 127.0.0.1.
    package var port: Int
    /// `nil`: the console is reached from this machine only.
    package var remote: Remote?
    /// Where accounts, sessions, tokens, the audit log and the console's own certificate are kept.
    package var folder: String
    /// Names, beside the machine's own, by which the console may be called.
    package var names: [String]
    /// Pages are read from this folder at each request instead of from the program; for their authors.
    package var pages: String?

    package init(
        port: Int, remote: Remote? = nil, folder: String, names: [String] = [], pages: String? = nil
    ) {
        self.port = port
        self.remote = remote
        self.folder = folder
        self.names = names
        self.pages = pages
    }
}
