internal import Dispatch
internal import Glibc

/// A connection to a server on this machine, byte by byte.
///
/// It waits on a queue of its own: the server lives on the shared threads, which an answer that is waited for would hold up.
package final class Wire: Sendable {
    package struct Failure: Error {
        package let reason: String
    }

    private static let patienceSeconds = 60
    private let descriptor: Int32
    private let queue = DispatchQueue(label: "wire")

    /// `machine`: one connects as 127.0.0.`machine`, as if there were several.
    package init(port: Int, machine: UInt8 = 1) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
        var own = sockaddr_in()
        own.sin_family = sa_family_t(AF_INET)
        own.sin_addr = in_addr(s_addr: (UInt32(0x7f00_0000) + UInt32(machine)).bigEndian)
        var address = own
        address.sin_port = in_port_t(UInt16(clamping: port).bigEndian)
        address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
        // Safe: the values live as long as the calls, which are told their sizes.
        let isConnected =
            unsafe withUnsafeBytes(of: &patience) { time in
                unsafe setsockopt(
                    descriptor, SOL_SOCKET, SO_RCVTIMEO, time.baseAddress, socklen_t(time.count)) == 0
            }
            && withUnsafePointer(to: &own) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            && withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
        guard isConnected else {
            close(descriptor)
            throw Failure(reason: "nobody listens on \(port)")
        }
    }

    deinit { close(descriptor) }

    package func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    package func send(_ bytes: [UInt8]) async throws {
        try await waiting { [descriptor] in
            var rest = bytes[...]
            while !rest.isEmpty {
                // Safe: the buffer lives as long as the call, which is told its size.
                let sent = unsafe rest.withUnsafeBytes {
                    unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard sent > 0 else { throw Failure(reason: "the other side has closed") }
                rest = rest.dropFirst(sent)
            }
        }
    }

    /// What comes next; empty at the end.
    package func receive() async throws -> [UInt8] {
        try await waiting { [descriptor] in
            var part = [UInt8](repeating: 0, count: 65_536)
            // Safe: the call writes at most as many bytes as the buffer has.
            let count = unsafe part.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            if count < 0, errno == EAGAIN {
                throw Failure(reason: "nothing came for \(Self.patienceSeconds) s")
            }
            return count > 0 ? Array(part[..<count]) : []
        }
    }

    /// Everything up to the end.
    package func receiveAll() async throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let part = try await receive()
            if part.isEmpty { return all }
            all += part
        }
    }

    /// Everything up to the first part in which `marker` ends, or to the end.
    package func receive(through marker: String) async throws -> String {
        let wanted = Array(marker.utf8)
        var all: [UInt8] = []
        while true {
            let part = try await receive()
            let start = max(0, all.count - wanted.count)
            all += part
            if part.isEmpty || all[start...].firstRange(of: wanted) != nil {
                return String(decoding: all, as: UTF8.self)
            }
        }
    }

    private func waiting<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws
        -> Result
    {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try body() }) }
        }
    }
}
