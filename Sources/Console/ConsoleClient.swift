internal import Glibc

/// Asks a console on this machine; for the daemon's own tools, which need no more of HTTP than this.
///
/// The one place in this module with unsafe code: the system's sockets.
package enum ConsoleClient {
    package struct Answer: Sendable, Hashable {
        package let status: Int
        package let body: String
    }

    /// Nobody listens, or what answers speaks no HTTP.
    package struct NoAnswer: Error {}

    private static let patienceSeconds = 5
    /// More than any answer of ours.
    private static let longestAnswer = 4_000_000

    /// The answer to `GET path` at 127.0.0.1, within five seconds of silence.
    package static func get(_ path: String, port: Int) throws(NoAnswer) -> Answer {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw NoAnswer() }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(clamping: port).bigEndian)
        address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
        // Safe: both values live as long as the calls, which are told their sizes.
        let isConnected =
            unsafe withUnsafeBytes(of: &patience) { time in
                unsafe setsockopt(
                    descriptor, SOL_SOCKET, SO_RCVTIMEO, time.baseAddress, socklen_t(time.count)) == 0
            }
            && withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
        guard isConnected else { throw NoAnswer() }
        let request = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
        // Safe: the buffer lives as long as the call, which is told its size.
        let sent = unsafe request.withUnsafeBytes {
            unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent == request.count else { throw NoAnswer() }
        return try answer(from: received(from: descriptor))
    }

    private static func received(from descriptor: Int32) -> [UInt8] {
        var all: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while all.count < longestAnswer {
            // Safe: the call writes at most as many bytes as the buffer has.
            let count = unsafe part.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            guard count > 0 else { break }
            all += part[..<count]
        }
        return all
    }

    /// Reads an answer that is sent in one piece and ends with the connection, as ours are.
    package static func answer(from bytes: [UInt8]) throws(NoAnswer) -> Answer {
        let text = String(decoding: bytes, as: UTF8.self)
        let words = text.prefix { !$0.isNewline }.split(separator: " ")
        // In Swift a line's end of two characters is one Character.
        guard words.count >= 2, words[0].hasPrefix("HTTP/1"), let status = Int(words[1]),
            let end = text.firstRange(of: "\r\n\r\n")
        else { throw NoAnswer() }
        return Answer(status: status, body: String(text[end.upperBound...]))
    }
}
