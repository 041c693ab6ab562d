/// Why the figures can't be kept or read.
package enum RecordsError: Error, Equatable, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    case failed(path: String, reason: String)

    package var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "\(path): the figures can't be opened: \(reason): figures.file in the settings names the file"
        case .failed(let path, let reason): "\(path): the figures can't be read or written: \(reason)"
        }
    }
}
