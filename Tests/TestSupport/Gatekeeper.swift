internal import Foundation
internal import Glibc

/// A server that answers the first packet of each connection as a test wants, or hands the connection on to a real
/// broker: one that is old, full or silent is not to be had otherwise.
package final class Gatekeeper: Sendable {
    package struct Failure: Error {}

    package enum Answer: Sendable {
        /// Sends this and hangs up.
        case bytes([UInt8])
        /// Keeps the connection and says nothing.
        case silence
        /// Goes on as the broker on this port of the machine.
        case handOn(port: Int)
    }

    package let port: Int
    private let listener: Int32

    /// `answer` learns the protocol level of the packet: 4 for MQTT 3.1.1, 5 for MQTT 5.
    package init(_ answer: @escaping @Sendable (_ level: UInt8) -> Answer) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = Gatekeeper.loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        // Safe: the calls read and write this local value, whose size they are told.
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                unsafe bind(listener, name, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, name, &length) == 0
            }
        }
        guard isBound else { throw Failure() }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread {
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                Thread.detachNewThread { Gatekeeper.serve(client, answer) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private static func serve(_ client: Int32, _ answer: (UInt8) -> Answer) {
        guard let packet = receive(client) else {
            close(client)
            return
        }
        // Fixed header, length of one or two bytes, "MQTT" with its length, level.
        let level = packet.dropFirst(packet[1] < 0x80 ? 8 : 9).first ?? 0
        switch answer(level) {
        case .bytes(let bytes):
            send(client, bytes)
            close(client)
        case .silence: while receive(client) != nil {}
        case .handOn(let port):
            let broker = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = loopback(port: port)
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isConnected = unsafe withUnsafeMutablePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                    unsafe connect(broker, name, size) == 0
                }
            }
            guard isConnected else { return }
            send(broker, packet)
            Thread.detachNewThread { copy(from: broker, to: client) }
            copy(from: client, to: broker)
        }
    }

    private static func copy(from source: Int32, to target: Int32) {
        while let bytes = receive(source) { send(target, bytes) }
        shutdown(target, Int32(SHUT_RDWR))
    }

    private static func receive(_ socket: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe recv(socket, &bytes, bytes.count, 0)
        return count > 1 ? Array(bytes.prefix(count)) : nil
    }

    private static func send(_ socket: Int32, _ bytes: [UInt8]) {
        _ = unsafe Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        return address
    }
}
