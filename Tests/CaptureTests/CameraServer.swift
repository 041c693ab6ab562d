import Foundation
import Synchronization

/// A camera in the network, as far as a test needs one: each connection is answered by a script.
final class CameraServer: Sendable {
    struct Failure: Error {}

    /// One connection, after its request's header has come.
    struct Viewer {
        /// Counts from 0.
        let number: Int
        /// Request line and header as sent.
        let request: String
        fileprivate let descriptor: Int32

        /// False once the other side is gone.
        @discardableResult
        func send(_ bytes: [UInt8]) -> Bool {
            var sent = 0
            while sent < bytes.count {
                // Safe: the part that is sent lies in the array.
                let count = unsafe bytes.withUnsafeBytes {
                    unsafe Glibc.send(
                        descriptor, $0.baseAddress.map { unsafe $0 + sent }, bytes.count - sent,
                        Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }

        @discardableResult
        func send(_ text: String) -> Bool { send(Array(text.utf8)) }

        /// Waits until the other side is gone, at most some seconds.
        func waitForEnd() {
            var byte: UInt8 = 0
            while unsafe recv(descriptor, &byte, 1, 0) > 0 {}
        }
    }

    let port: Int
    private let descriptor: Int32
    private let seen = Mutex<[String]>([])

    /// The requests so far, header and all.
    var requests: [String] { seen.withLock { $0 } }

    func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Listens on a port of its own, at `::1` if `isIPv6`.
    init(isIPv6: Bool = false, _ answer: @escaping @Sendable (Viewer) -> Void) throws {
        let descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure() }
        // Port 0 asks for any that is free; loopback is 1 in the last byte for both.
        var storage = [UInt8](repeating: 0, count: isIPv6 ? 28 : 16)
        storage[0] = UInt8(isIPv6 ? AF_INET6 : AF_INET)
        if isIPv6 { storage[23] = 1 } else { (storage[4], storage[7]) = (127, 1) }
        var length = socklen_t(storage.count)
        // Safe: the storage is as large as the address of either family.
        let isBound = unsafe storage.withUnsafeMutableBytes { bytes in
            guard let address = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
                return false
            }
            return unsafe bind(descriptor, address, length) == 0 && listen(descriptor, 16) == 0
                && getsockname(descriptor, address, &length) == 0
        }
        guard isBound else { throw Failure() }
        self.descriptor = descriptor
        port = Int(storage[2]) << 8 | Int(storage[3])
        let thread = Thread { [weak self] in
            for number in 0... {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { break }
                let request = Self.header(from: connection)
                self?.seen.withLock { $0.append(request) }
                Thread.detachNewThread {
                    answer(Viewer(number: number, request: request, descriptor: connection))
                    close(connection)
                }
            }
            close(descriptor)
        }
        thread.start()
    }

    // The thread closes it: its number must not be another socket's while the thread may still use it.
    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private static func header(from connection: Int32) -> String {
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        unsafe setsockopt(
            connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]), unsafe recv(connection, &byte, 1, 0) == 1 {
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What cameras send.
enum Answer {
    static func head(_ status: String, type: String, more: String = "") -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nConnection: close\r\n\(more)\r\n"
    }

    static let stream = head("200 OK", type: "multipart/x-mixed-replace; boundary=frame")

    static func part(_ picture: [UInt8], lengthGiven: Bool = true, boundary: String = "frame") -> [UInt8] {
        let length = lengthGiven ? "Content-Length: \(picture.count)\r\n" : ""
        return Array("--\(boundary)\r\nContent-Type: image/jpeg\r\n\(length)\r\n".utf8) + picture
            + Array("\r\n".utf8)
    }

    static func picture(_ bytes: [UInt8]) -> [UInt8] {
        Array(head("200 OK", type: "image/jpeg", more: "Content-Length: \(bytes.count)\r\n").utf8) + bytes
    }
}
