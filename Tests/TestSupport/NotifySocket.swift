internal import Foundation

/// What a daemon tells its service manager: a socket as systemd gives one to a service of `Type=notify`.
package final class NotifySocket: Sendable {
    package struct Failure: Error {}

    private let folder: TemporaryFolder
    private let descriptor: Int32
    private let told = Told()

    private final class Told: @unchecked Sendable {
        // Only touched under its own lock.
        private var lines: [String] = []
        private let lock = NSLock()

        func add(_ text: String) { lock.withLock { lines += text.split(separator: "\n").map(String.init) } }
        var all: [String] { lock.withLock { lines } }
    }

    package init() throws {
        folder = try TemporaryFolder()
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array(folder.path("notify").utf8)
        guard descriptor >= 0, path.count < 108 else { throw Failure() }
        // Safe: the path is shorter than its place, and both calls are told the address's size.
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe withUnsafeMutableBytes(of: &pointer.pointee.sun_path) { unsafe $0.copyBytes(from: path) }
            return unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard isBound else { throw Failure() }
        let thread = Thread { [descriptor, told] in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                // Safe: the call writes at most as many bytes as the buffer has.
                let count = unsafe buffer.withUnsafeMutableBytes {
                    unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
                }
                guard count > 0 else { return }
                told.add(String(decoding: buffer[..<count], as: UTF8.self))
            }
        }
        thread.start()
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    /// What a service's environment holds: the socket, and a watchdog that waits for two seconds.
    package var environment: [String: String] {
        ["NOTIFY_SOCKET": folder.path("notify"), "WATCHDOG_USEC": "2000000"]
    }

    /// Every assignment so far, in order.
    package var lines: [String] { told.all }
}
