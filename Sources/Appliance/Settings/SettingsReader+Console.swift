/// The part of the settings file that says where the console is served.
extension SettingsReader {
    mutating func console(_ key: String, place: (String) -> String) -> Settings.ConsoleAccess? {
        guard var part = part(key) else { return nil }
        var access = Settings.ConsoleAccess(
            port: part.integer("port", in: 1...65535, default: 9800), remote: nil, folder: nil, hostNames: [])
        if part.contains("folder") { access.folder = place(part.text("folder")) }
        access.remote = part.remote("remote", place: place)
        access.hostNames = part.hostNames("host_names")
        if let remote = access.remote {
            if access.folder == nil {
                part.report(
                    nil, "folder is missing: with remote there must be one, for accounts and the certificate")
            }
            if remote.port == access.port, ["0.0.0.0", "::", "127.0.0.1", "::1"].contains(remote.address) {
                part.report("remote", "its port is the one that this machine uses itself: give another")
            }
        }
        adopt(part.finish())
        return access
    }

    private mutating func remote(
        _ key: String, place: (String) -> String
    ) -> Settings.ConsoleAccess.Remote? {
        guard var part = part(key) else { return nil }
        let address = part.text("address", default: "0.0.0.0")
        if !Self.isAddress(address) {
            part.report("address", "expected an address of this machine, 0.0.0.0 for all or :: for IPv6 too")
        }
        let remote = Settings.ConsoleAccess.Remote(
            address: address, port: part.integer("port", in: 1...65535, default: 9443),
            tls: part.tls("tls", place: place))
        adopt(part.finish())
        return remote
    }

    private mutating func tls(
        _ key: String, place: (String) -> String
    ) -> Settings.ConsoleAccess.Remote.TLS {
        if let word = word(key) {
            if word != "generated" { report(key, "expected generated, or cert_file and key_file") }
            return .generated
        }
        guard var part = part(key) else { return .generated }
        let files = Settings.ConsoleAccess.Remote.TLS.files(
            certificatePath: place(part.text("cert_file")), keyPath: place(part.text("key_file")))
        adopt(part.finish())
        return files
    }

    private mutating func hostNames(_ key: String) -> [String] {
        guard contains(key) else { return [] }
        let names = texts(key)
        for (index, name) in names.enumerated() where !Self.isHostName(name) && !Self.isAddress(name) {
            report(key, item: index, "expected a name of this machine in the network, or an address of it")
        }
        return names
    }

    private static func isHostName(_ name: String) -> Bool {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        return name.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { byte in
                        switch byte {
                        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
                        default: false
                        }
                    }
            }
    }

    /// Whether it looks like an IP address, of version 4 or 6.
    private static func isAddress(_ text: String) -> Bool {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
        if numbers.count == 4, numbers.allSatisfy({ UInt8($0) != nil && $0.utf8.allSatisfy { $0 < 0x3A } }) {
            return true
        }
        return text.contains(":") && text.utf8.count <= 45
            && text.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
}
