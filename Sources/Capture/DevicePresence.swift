internal import Glibc

/// Which device stands behind an address: not the same any more once it has been unplugged and plugged in again.
package struct DevicePresence: Hashable, Sendable {
    private struct Node: Hashable {
        let number: UInt64
        let inode: UInt64
        let changedSeconds: Int
        let changedNanoseconds: Int
    }

    private let nodes: [Node]

    /// When the last of its nodes came, or was given to its users; seconds since 1970 (UTC).
    package var sinceWallSeconds: Double {
        nodes.map { Double($0.changedSeconds) + Double($0.changedNanoseconds) / 1e9 }.max() ?? 0
    }

    /// `nil` when none of `paths` is there.
    init?(paths: [String]) {
        nodes = paths.compactMap { path in
            var found = stat()
            // Safe: the call fills the local value.
            guard unsafe stat(path, &found) == 0 else { return nil }
            return Node(
                number: UInt64(found.st_rdev), inode: UInt64(found.st_ino),
                changedSeconds: found.st_ctim.tv_sec, changedNanoseconds: found.st_ctim.tv_nsec)
        }
        if nodes.isEmpty { return nil }
    }
}

extension CameraAddress {
    /// The device that the address means now, without opening it; `nil` while there is none.
    package var presence: DevicePresence? { DevicePresence(paths: nodes()) }
}
