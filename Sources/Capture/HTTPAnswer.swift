internal import Foundation

/// What a camera in the network answers, read with patience.
final class HTTPAnswer {
    enum ContentType {
        case multipart, picture
    }

    /// Larger bodies are no picture of a camera.
    private static let largestBodyBytes = 32 << 20

    private let request: HTTPRequest
    private let password: String?
    private let context: CameraContext
    private let transfer: HTTPTransfer
    private var deadline = ContinuousClock.now
    /// Read while the header was waited for.
    private var first: [UInt8]?

    /// Reads the password, if there is one.
    init(_ request: HTTPRequest, _ context: CameraContext) throws(HTTPFault) {
        self.request = request
        self.context = context
        password = try Self.password(in: request.passwordPath)
        transfer = try HTTPTransfer()
    }

    /// From now on a picture may take as long as the request's patience.
    func waitAnew() { deadline = .now.advanced(by: request.patience) }

    /// Begins to ask; what was left of the answer before is given up.
    func ask() throws(HTTPFault) {
        first = nil
        waitAnew()
        try transfer.get(
            request.url, username: request.username, password: password, authorityFile: request.authorityPath,
            connectWithin: request.patience)
    }

    /// What the answer holds, once its beginning is there; `nil` if the context asks to stop before.
    func type() throws(HTTPFault) -> ContentType? {
        while true {
            let bytes = try some()
            if let head = transfer.head {
                first = bytes
                if let fault = HTTPFault(status: head.status) { throw fault }
                let type = head.contentType.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces)
                    .lowercased()
                if type.hasPrefix("multipart/") { return .multipart }
                if ["image/jpeg", "image/jpg", "image/pjpeg"].contains(type) { return .picture }
                throw .noPictures(contentType: type)
            }
            guard bytes != nil, !context.isStopRequested else { return nil }
        }
    }

    /// What comes next of the body, at least one byte; `nil` at its end or if the context asks to stop.
    func bytes() throws(CaptureError) -> [UInt8]? {
        if let bytes = first, !bytes.isEmpty {
            first = nil
            return bytes
        }
        while !context.isStopRequested {
            do throws(HTTPFault) {
                guard let bytes = try some() else { return nil }
                if !bytes.isEmpty { return bytes }
            } catch {
                throw self.error(error)
            }
        }
        return nil
    }

    /// The rest of the body; `nil` if the context asks to stop before its end.
    func wholeBody() throws(CaptureError) -> [UInt8]? {
        var body: [UInt8] = []
        while let more = try bytes() {
            body += more
            guard body.count <= Self.largestBodyBytes else {
                throw error(.broken(reason: "a picture of more than \(Self.largestBodyBytes >> 20) MiB"))
            }
        }
        return context.isStopRequested ? nil : body
    }

    func error(_ fault: HTTPFault) -> CaptureError { .http(url: request.shownURL, fault) }

    /// What came within a slice of time, maybe nothing; `nil` behind the last.
    private func some() throws(HTTPFault) -> [UInt8]? {
        guard ContinuousClock.now < deadline else { throw .silent(seconds: request.patience.seconds) }
        return try transfer.read(waiting: CameraContext.slice)
    }

    private static func password(in path: String?) throws(HTTPFault) -> String? {
        guard let path else { return nil }
        guard let data = FileManager.default.contents(atPath: path),
            let line = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first
        else { throw .unusable(reason: "no password can be read from \(path)") }
        return String(line)
    }
}
