internal import Foundation
internal import Glibc

/// Replaces files so that whoever reads one, and whoever comes after a power cut, finds the old or the new one whole.
///
/// This is the only place of the settings that calls the system.
enum FileReplacement {
    struct Failure: Error {
        /// What can't be written, and why.
        let path: String
        let reason: String
    }

    /// Writes `bytes` in place of the file at `path`, which keeps its mode and, where that is allowed, its owner.
    ///
    /// Where `path` is a link, what it leads to is replaced. A file that this user may not write is refused.
    static func write(_ bytes: Data, to path: String, mode: mode_t = 0o640) throws(Failure) {
        let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        var old = stat()
        let isThere = unsafe stat(path, &old) == 0
        if isThere, unsafe access(path, W_OK) != 0 {
            throw Failure(path: path, reason: message(errno))
        }
        // A file that was left behind by a power cut is written over.
        let newPath = path + ".new"
        let descriptor = unsafe open(newPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                path: URL(fileURLWithPath: path).deletingLastPathComponent().path, reason: message(errno))
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        do {
            defer { _ = close(descriptor) }
            // Only root may give a file away; then it is at least its group's.
            if isThere, fchown(descriptor, old.st_uid, old.st_gid) != 0 {
                _ = fchown(descriptor, uid_t.max, old.st_gid)
            }
            _ = fchmod(descriptor, isThere ? old.st_mode & 0o7777 : mode)
            try file.write(contentsOf: bytes)
            try file.synchronize()
        } catch {
            _ = unsafe unlink(newPath)
            throw Failure(path: newPath, reason: error.localizedDescription)
        }
        guard unsafe rename(newPath, path) == 0 else {
            let reason = message(errno)
            _ = unsafe unlink(newPath)
            throw Failure(path: path, reason: reason)
        }
        synchronizeFolder(of: path)
    }

    /// The new name is on the disk only when its folder is; where a folder can't be synchronized, it comes later.
    private static func synchronizeFolder(of path: String) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        _ = close(descriptor)
    }

    private static func message(_ number: Int32) -> String {
        unsafe String(cString: strerror(number))
    }
}
