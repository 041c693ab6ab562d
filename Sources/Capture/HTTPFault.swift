/// Why no pictures come from a URL.
package enum HTTPFault: Error, Equatable, Sendable {
    /// No such host, or nobody answers there.
    case unreachable(reason: String)
    /// It was reached, and is silent.
    case silent(seconds: Double)
    /// The server wants other credentials than it got.
    case unauthorized(status: Int)
    /// The server answered with a status that is no success.
    case refused(status: Int)
    /// The answer is something else, such as a web page.
    case noPictures(contentType: String)
    /// Its certificate can't be trusted.
    case insecure(reason: String)
    /// Redirected too often, or to something else than HTTP.
    case misdirected(reason: String)
    /// The connection broke, or what came is no HTTP.
    case broken(reason: String)
    /// The request can't be made at all.
    case unusable(reason: String)

    /// What an answer means that is no picture; `nil` for a good one.
    init?(status: Int) {
        switch status {
        case 200..<300: return nil
        case 401, 403, 407: self = .unauthorized(status: status)
        default: self = .refused(status: status)
        }
    }

    var description: String {
        switch self {
        case .unreachable(let reason): "cannot be reached: \(reason)"
        case .silent(let seconds): "no answer for \(seconds) s"
        case .unauthorized(let status): "refuses the credentials (status \(status))"
        case .refused(let status): "answers with status \(status)\(Self.words(status))"
        case .noPictures(let type):
            "answers with \(type.isEmpty ? "something of no type" : type), which is no picture"
        case .insecure(let reason): "cannot be trusted: \(reason)"
        case .misdirected(let reason): "leads elsewhere: \(reason)"
        case .broken(let reason): "the connection broke: \(reason)"
        case .unusable(let reason): "cannot be asked: \(reason)"
        }
    }

    var hint: String {
        switch self {
        case .unreachable, .silent:
            "check the camera's power and network, and the address; `curl -v` shows what it answers"
        case .unauthorized: "correct the camera's username and password_file in the settings"
        case .refused(status: 503), .refused(status: 429):
            "the camera has no room for one more viewer: close other viewers of it"
        case .refused(let status) where status >= 500:
            "the camera itself has a fault: restart it if this stays"
        case .refused, .noPictures:
            "give the URL of its MJPEG stream or of its JPEG snapshot, as the camera's manual names it"
        case .insecure: "name the certificate of the camera's authority with ca_file"
        case .misdirected: "give the URL that the camera redirects to"
        case .broken: "check cable and network; the camera is asked again by itself"
        case .unusable: "correct the URL in the settings; libcurl4 must be installed"
        }
    }

    /// The state of a camera that could not be opened for this.
    var state: CameraState {
        switch self {
        case .unreachable, .silent: .noDevice
        case .unauthorized: .permission
        case .refused(status: 503), .refused(status: 429): .busy
        case .refused(let status): status >= 500 ? .lost : .unusable
        case .noPictures, .insecure, .misdirected, .unusable: .unusable
        case .broken: .lost
        }
    }

    private static func words(_ status: Int) -> String {
        switch status {
        case 404: " (not found)"
        case 429, 503: " (too many viewers)"
        default: ""
        }
    }
}
