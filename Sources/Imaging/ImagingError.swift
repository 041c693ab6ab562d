/// Why a picture could not be read or written.
package enum ImagingError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case unwritable(path: String, reason: String)
    case brokenJPEG(reason: String)
    case tooLarge(width: Int, height: Int)
    case truncated(format: String, expectedBytes: Int, actualBytes: Int)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
        case .brokenJPEG(let reason): "broken JPEG: \(reason)"
        case .tooLarge(let width, let height):
            "picture of \(width)x\(height) pixels is larger than 16384x16384"
        case .truncated(let format, let expected, let actual):
            "\(format) picture cut off: \(actual) bytes of \(expected)"
        }
    }
}
