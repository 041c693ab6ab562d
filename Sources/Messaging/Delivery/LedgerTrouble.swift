/// Why what is decided can't be written now.
///
/// Nothing stops for it: writing is tried again until it works.
package enum LedgerTrouble: Error, Hashable, Sendable, CustomStringConvertible {
    case diskFull(path: String)
    case readOnly(path: String)
    /// The file is broken, or is no database.
    case damaged(path: String)
    case failed(path: String, reason: String)

    /// One word for programs.
    package var code: String {
        switch self {
        case .diskFull: "disk_full"
        case .readOnly: "read_only"
        case .damaged: "damaged"
        case .failed: "failed"
        }
    }

    package var description: String {
        switch self {
        case .diskFull(let path): "\(path): the disk is full: make room on it"
        case .readOnly(let path):
            "\(path): it can't be written: the file system or the file is read-only; look for disk errors in "
                + "the kernel's log"
        case .damaged(let path): "\(path): it is damaged"
        case .failed(let path, let reason):
            "\(path): what is decided can't be written: \(reason): state_file in the settings names the file"
        }
    }
}
