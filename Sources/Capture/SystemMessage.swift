internal import Glibc

/// What the numbers that the kernel answers mean.
enum SystemMessage {
    enum Cause {
        case absent, busy, permission, noSpace, other
    }

    static func cause(_ errno: Int32) -> Cause {
        switch errno {
        case ENOENT, ENODEV, ENXIO: .absent
        case EBUSY: .busy
        case EACCES, EPERM: .permission
        case ENOSPC: .noSpace
        default: .other
        }
    }

    /// What an error of a digital input says of its signal; `nil` when it is another error.
    static func signal(_ errno: Int32) -> String? {
        switch errno {
        case ENOLINK: "nothing arrives"
        case ENOLCK: "what arrives is not stable"
        case ERANGE: "what arrives is beyond what the device can take"
        default: nil
        }
    }

    static func isTryAgain(_ errno: Int32) -> Bool { errno == EAGAIN }

    /// The system's words for an error number, and the number itself, which support asks for.
    static func text(_ errno: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        // Safe: strerror_r writes at most `buffer.count` bytes.
        guard unsafe strerror_r(errno, &buffer, buffer.count) == 0 else { return "error \(errno)" }
        let words = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return "\(String(decoding: words, as: UTF8.self)) (error \(errno))"
    }
}
