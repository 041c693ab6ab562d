/// Where a camera in the network is asked for its pictures, and how.
package struct HTTPRequest: Hashable, Sendable {
    /// `http` or `https`, without credentials.
    package var url: String
    package var username: String?
    /// File whose first line is the password; read at each open.
    package var passwordPath: String?
    /// Certificates to trust in place of the system's.
    package var authorityPath: String?
    /// How often a URL of single pictures is asked; above 0.
    package var framesPerSecond: Double
    /// Without a valid picture for so long the camera counts as stalled.
    package var patience: Duration

    package init(
        url: String, username: String? = nil, passwordPath: String? = nil, authorityPath: String? = nil,
        framesPerSecond: Double = 1, patience: Duration = .seconds(5)
    ) {
        precondition(framesPerSecond > 0)
        self.url = url
        self.username = username
        self.passwordPath = passwordPath
        self.authorityPath = authorityPath
        self.framesPerSecond = framesPerSecond
        self.patience = patience
    }

    /// What is wrong with a URL; `nil` if it may be asked.
    package static func fault(inURL url: String) -> String? {
        guard let scheme = ["http://", "https://"].first(where: { url.lowercased().hasPrefix($0) }) else {
            return "expected a URL that begins with http:// or https://"
        }
        let authority = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        if authority.contains("@") {
            return "credentials in a URL end up in logs: give username and password_file"
        }
        guard !authority.isEmpty, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return "expected a host behind \(scheme), and no spaces or other signs than ASCII"
        }
        return nil
    }

    /// The URL without its query, where some cameras want their password.
    package var shownURL: String {
        let end = url.firstIndex { $0 == "?" || $0 == "#" }
        return end.map { url[..<$0] + "?..." } ?? url
    }
}
