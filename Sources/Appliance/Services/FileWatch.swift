package import Foundation

/// What tells one version of a file from another.
package struct FileVersion: Hashable, Sendable {
    private let number: UInt64
    private let size: UInt64
    private let modified: Date

    package init(number: UInt64, size: UInt64, modified: Date) {
        (self.number, self.size, self.modified) = (number, size, modified)
    }

    /// The version of the file that `path` leads to now; `nil` if there is none.
    init?(path: String) {
        let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        // Why it is not there does not matter: it may come back.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let number = attributes[.systemFileNumber] as? NSNumber,
            let size = attributes[.size] as? NSNumber,
            let modified = attributes[.modificationDate] as? Date
        else { return nil }
        self.init(number: number.uint64Value, size: size.uint64Value, modified: modified)
    }
}

/// Decides when a file is worth reading again: each version once, and not while it still grows, as it does when it is
/// copied over a network.
package struct FileWatch: Sendable {
    private var lastRead: FileVersion?
    private var lastSeen: FileVersion?

    /// `read`: the version that has been read already.
    package init(read: FileVersion?) {
        (lastRead, lastSeen) = (read, read)
    }

    /// Takes in what is there now, and tells whether to read it.
    package mutating func isDue(_ now: FileVersion?) -> Bool {
        defer { lastSeen = now }
        guard let now, now == lastSeen, now != lastRead else { return false }
        lastRead = now
        return true
    }
}
