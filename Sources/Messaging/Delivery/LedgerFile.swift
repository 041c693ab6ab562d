import Glibc

/// A ledger's file as the file system sees it, which costs next to nothing to ask for.
///
/// SQLite itself notices a disk that has become full or read-only only at its next write, and never that its
/// file was deleted: it goes on writing to what nobody will find again.
struct LedgerFile: Sendable {
    /// Less room than a few decisions take.
    private static let leastRoom = 65_536

    private let path: String
    private let device: UInt
    private let number: UInt

    /// `nil` if there is no file at `path`.
    init?(path: String) {
        guard let status = Self.status(path) else { return nil }
        self.path = path
        device = status.st_dev
        number = status.st_ino
    }

    /// Throws if it is not the same file any more.
    func checkIdentity() throws(LedgerTrouble) {
        guard let status = Self.status(path), status.st_dev == device, status.st_ino == number else {
            throw .damaged(path: path)
        }
    }

    /// Throws if its disk is full or read-only.
    func checkDisk() throws(LedgerTrouble) {
        var disk = statvfs()
        // Safe: the call writes the local value and keeps nothing.
        guard unsafe statvfs(path, &disk) == 0 else { return }
        if disk.f_flag & UInt(ST_RDONLY) != 0 { throw .readOnly(path: path) }
        if disk.f_bavail * disk.f_frsize < Self.leastRoom { throw .diskFull(path: path) }
    }

    private static func status(_ path: String) -> stat? {
        var status = stat()
        // Safe: the call writes the local value and keeps nothing.
        return unsafe stat(path, &status) == 0 ? status : nil
    }
}
