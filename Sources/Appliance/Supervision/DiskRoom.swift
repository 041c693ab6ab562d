internal import Foundation

/// What a file system has left.
package enum DiskRoom {
    /// Bytes free where `path` lies; `nil` if that can't be told.
    package static func freeBytes(at path: String) -> Int? {
        // Why it can't be told does not matter: the folder is named beside the answer.
        guard let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path),
            let free = attributes[.systemFreeSize] as? NSNumber
        else { return nil }
        return free.intValue
    }
}
