internal import Crypto
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird

/// What is answered, before the headers that all answers have.
struct Reply: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields = [:]
    var body: ResponseBody
    /// What the body is, for `If-None-Match`; `nil` for what is not worth comparing.
    var tag: String?
    /// What was changed, for the audit log, if the address does not say.
    var target: String?

    init(status: HTTPResponse.Status, type: String, bytes: [UInt8]) {
        self.status = status
        headers[.contentType] = type
        body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    }

    /// An endless answer.
    init(type: String, stream: ResponseBody) {
        status = .ok
        headers[.contentType] = type
        body = stream
    }

    private init(status: HTTPResponse.Status) {
        self.status = status
        body = ResponseBody()
    }

    /// The same, which nobody keeps.
    var unkept: Reply {
        var reply = self
        reply.tag = nil
        return reply
    }

    static let nothing = Reply(status: .noContent)

    /// `revision`: of what is shown, if it has one; else the answer is told by its bytes.
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, revision: String? = nil
    ) -> Reply {
        let bytes = encoded(value)
        var reply = Reply(status: status, type: "application/json", bytes: bytes)
        reply.tag = revision ?? tag(of: bytes)
        return reply
    }

    static func picture(_ picture: HostPicture, time: String) -> Reply {
        var reply = Reply(status: .ok, type: "image/jpeg", bytes: picture.jpeg)
        reply.headers[.capturedAt] = time
        reply.headers[.cameraSize] = "\(picture.cameraSize.width)x\(picture.cameraSize.height)"
        reply.tag = tag(of: picture.jpeg)
        return reply
    }

    static func tag(of bytes: [UInt8]) -> String {
        Secret.hexadecimal(SHA256.hash(data: Data(bytes)).prefix(12))
    }

    static func encoded(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A figure that is no number must not take the rest with it.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            return Array(try encoder.encode(value))
        } catch {
            // Plain values with plain keys: nothing is left to fail.
            preconditionFailure("an answer cannot be encoded: \(error)")
        }
    }
}

extension HTTPField.Name {
    static let capturedAt = requiredName("X-Captured-At")
    static let cameraSize = requiredName("X-Camera-Size")
    static let csrfToken = requiredName("X-CSRF-Token")
    static let contentSecurity = requiredName("Content-Security-Policy")
    static let contentKind = requiredName("X-Content-Type-Options")
    static let referrer = requiredName("Referrer-Policy")
    static let fetchSite = requiredName("Sec-Fetch-Site")
    static let openerPolicy = requiredName("Cross-Origin-Opener-Policy")
    static let resourcePolicy = requiredName("Cross-Origin-Resource-Policy")

    private static func requiredName(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no name of a header") }
        return name
    }
}
