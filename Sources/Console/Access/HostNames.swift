internal import FoundationEssentials
internal import Hummingbird
internal import NIOCore

/// The names by which the console may be called.
///
/// A page of another site can have its own name point at the console, and would then be of the same origin: such a request
/// comes with that name.
struct HostNames: Sendable {
    private let names: Set<String>

    init(_ more: [String]) {
        names = Set((["localhost"] + Self.own + more).map { $0.lowercased() })
    }

    /// The machine's own.
    static var own: [String] {
        let name = ProcessInfo.processInfo.hostName.lowercased()
        let short = String(name.prefix { $0 != "." })
        return Set([name, short, short + ".local"].filter { !$0.isEmpty }).sorted()
    }

    func check(_ request: Request) throws(Refusal) {
        guard let host = request.head.authority, let name = Self.name(of: host),
            names.contains(name) || Self.isAddress(name)
        else {
            throw Refusal(
                .misdirectedRequest,
                "The console is not called by this name; console.names in the settings lists more.")
        }
    }

    /// Without the port; `nil` if it is none.
    private static func name(of host: String) -> String? {
        guard !host.isEmpty, !host.contains("@") else { return nil }
        if host.hasPrefix("[") {
            return host.firstIndex(of: "]").map { String(host[host.index(after: host.startIndex)..<$0]) }
        }
        let parts = host.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count <= 2 ? parts[0].lowercased() : nil
    }

    private static func isAddress(_ name: String) -> Bool {
        // A text that is no address is no error here.
        (try? SocketAddress(ipAddress: name, port: 0)) != nil
    }
}
