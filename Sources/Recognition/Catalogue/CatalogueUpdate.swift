package import Foundation
internal import Glibc

/// The right to replace a catalogue's file, held by one program at a time.
///
/// The new version is written beside the old one, brought to the disk and renamed: whoever reads the file, and whoever
/// comes after a power cut, finds the old version or the new one whole. The file beside it, `NAME.new`, is also the
/// lock; the kernel lets go of it when its holder ends, however it ends. This is the only place that calls the system.
package final class CatalogueUpdate {
    private let path: String
    private let newPath: String
    private let descriptor: Int32
    private var isDone = false

    /// Waits for another program that is replacing the file at `path`, for `patience` at most.
    ///
    /// Where `path` is a link, what it leads to is replaced.
    package init(path: String, patience: Duration = .seconds(10)) throws(RecognitionError) {
        self.path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        newPath = self.path + ".new"
        let deadline = ContinuousClock.now + patience
        while true {
            let opened = unsafe open(newPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
            guard opened >= 0 else { throw .unwritable(path: newPath, reason: Self.systemMessage(errno)) }
            let isLocked = flock(opened, LOCK_EX | LOCK_NB) == 0
            // Whoever held it may have renamed or removed it since it was opened here.
            if isLocked, Self.isOpen(opened, at: newPath) {
                descriptor = opened
                return
            }
            _ = close(opened)
            guard ContinuousClock.now < deadline else {
                throw .unwritable(
                    path: path, reason: "another program is changing it: try again when it has ended")
            }
            if !isLocked { usleep(20_000) }
        }
    }

    deinit {
        // What was begun and not finished is no catalogue.
        if !isDone { _ = unsafe unlink(newPath) }
        _ = close(descriptor)
    }

    /// Replaces the file by `data`; may be called once.
    package func commit(_ data: Data) throws(RecognitionError) {
        precondition(!isDone)
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        do {
            try file.truncate(atOffset: 0)
            try file.write(contentsOf: data)
            keepMode()
            try file.synchronize()
        } catch {
            throw .unwritable(path: newPath, reason: error.localizedDescription)
        }
        guard unsafe rename(newPath, path) == 0 else {
            throw .unwritable(path: path, reason: Self.systemMessage(errno))
        }
        isDone = true
        try synchronizeFolder()
    }

    /// Who could read the old version can read the new one.
    private func keepMode() {
        var old = stat()
        if unsafe stat(path, &old) == 0 { _ = fchmod(descriptor, old.st_mode & 0o777) }
    }

    /// The new name is on the disk only when its folder is.
    private func synchronizeFolder() throws(RecognitionError) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let opened = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { throw .unwritable(path: folder, reason: Self.systemMessage(errno)) }
        defer { _ = close(opened) }
        guard fsync(opened) == 0 else { throw .unwritable(path: folder, reason: Self.systemMessage(errno)) }
    }

    private static func isOpen(_ descriptor: Int32, at path: String) -> Bool {
        var (opened, named) = (stat(), stat())
        return unsafe fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
            && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }

    private static func systemMessage(_ number: Int32) -> String {
        unsafe String(cString: strerror(number))
    }
}
