/// Why a synthetic store could not be made.
package enum SynthesisError: Error, Equatable, CustomStringConvertible {
    case missingFont(path: String, debianPackage: String)
    case unreadableFont(path: String)
    case unreadable(path: String, reason: String)
    case unwritable(path: String, reason: String)
    case unfit(reason: String)

    package var description: String {
        switch self {
        case .missingFont(let path, let package): "\(path): font is missing: apt-get install \(package)"
        case .unreadableFont(let path): "\(path): cannot be read as a font"
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
        case .unfit(let reason): reason
        }
    }
}
