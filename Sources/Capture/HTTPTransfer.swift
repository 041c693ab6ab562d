internal import CHTTP

/// Requests to one HTTP server, one at a time, each read as it arrives.
///
/// All contact with the C library is in this file. What goes wrong is a `HTTPFault`, without the URL and without
/// credentials.
@safe final class HTTPTransfer {
    /// What the header of an answer says.
    struct Head: Equatable {
        let status: Int
        /// As sent; empty if the server does not tell.
        let contentType: String
    }

    private static let chunkBytes = 64 << 10

    private let client: OpaquePointer

    /// Throws `HTTPFault.unusable` when libcurl is not installed.
    init() throws(HTTPFault) {
        var message = [CChar](repeating: 0, count: Int(CHTTP_MESSAGE_BYTES))
        guard let client = unsafe chttp_new(&message) else { throw .unusable(reason: Self.text(message)) }
        unsafe self.client = client
    }

    deinit { unsafe chttp_free(client) }

    /// Begins a request; one that is under way is given up.
    ///
    /// `authorityFile`: certificates to trust in place of the system's.
    func get(
        _ url: String, username: String?, password: String?, authorityFile: String?, connectWithin: Duration
    ) throws(HTTPFault) {
        var message = [CChar](repeating: 0, count: Int(CHTTP_MESSAGE_BYTES))
        // Safe: libcurl copies the texts before it returns.
        let status = unsafe url.withCString { url in
            unsafe Self.with(username) { username in
                unsafe Self.with(password) { password in
                    unsafe Self.with(authorityFile) { file in
                        var request = unsafe chttp_request(
                            url: url, username: username, password: password, authority_file: file,
                            connect_milliseconds: Int32(connectWithin / .milliseconds(1)))
                        return unsafe chttp_get(client, &request, &message)
                    }
                }
            }
        }
        guard status == 0 else { throw .unusable(reason: Self.text(message)) }
    }

    /// What came next of the answer's body; none when nothing came within `wait`, `nil` behind the last.
    func read(waiting wait: Duration) throws(HTTPFault) -> [UInt8]? {
        var message = [CChar](repeating: 0, count: Int(CHTTP_MESSAGE_BYTES))
        var fault = CHTTP_BROKEN
        var count = 0
        // Safe: the shim writes at most the capacity, and tells how much.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Self.chunkBytes) { buffer, filled in
            count = unsafe chttp_read(
                client, buffer.baseAddress, buffer.count, Int32(wait / .milliseconds(1)), &fault, &message)
            filled = max(0, count)
        }
        if count >= 0 { return bytes }
        if count == CHTTP_END { return nil }
        throw Self.fault(fault, Self.text(message))
    }

    /// `nil` until the answer's body begins or ends.
    var head: Head? {
        var head = unsafe chttp_read_head(client)
        guard head.status != 0 else { return nil }
        let type = unsafe withUnsafeBytes(of: &head.content_type) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return Head(status: Int(head.status), contentType: type)
    }

    private static func fault(_ fault: chttp_fault, _ reason: String) -> HTTPFault {
        switch fault {
        case CHTTP_UNREACHABLE: .unreachable(reason: reason)
        case CHTTP_INSECURE: .insecure(reason: reason)
        case CHTTP_MISDIRECTED: .misdirected(reason: reason)
        case CHTTP_UNUSABLE: .unusable(reason: reason)
        default: .broken(reason: reason)
        }
    }

    private static func with<Result>(
        _ text: String?, _ body: (UnsafePointer<CChar>?) -> Result
    ) -> Result {
        guard let text else { return body(nil) }
        return unsafe text.withCString { unsafe body($0) }
    }

    private static func text(_ message: [CChar]) -> String {
        String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
