import Glibc

/// A file that is read a part at a time: the border with the system's files.
///
/// Safe to share: the descriptor is opened here, closed by `deinit`, and read at places that the caller names.
@safe final class StoredBytes: Sendable {
    /// Refuses a larger file before it is read: no network of this project comes near.
    static let mostBytes = 1 << 30

    let count: Int
    private let descriptor: CInt

    init(path: String) throws(InferenceError) {
        // Without blocking, since what is opened may be a pipe that nobody writes to.
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw .unreadable(path: path, reason: "the file cannot be opened")
        }
        var status = stat()
        let isFile = unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        count = Int(status.st_size)
        guard isFile, count <= Self.mostBytes else {
            close(descriptor)
            throw .unreadable(
                path: path,
                reason: isFile ? "it has more than \(Self.mostBytes) bytes" : "it is not a regular file")
        }
    }

    deinit { close(descriptor) }

    /// Fills `target` from `place` on; gives how many bytes there were, fewer when the file has shrunk.
    func read(at place: Int, into target: UnsafeMutableRawBufferPointer) -> Int {
        var filled = 0
        while filled < target.count, let base = target.baseAddress {
            let count = unsafe pread(descriptor, base + filled, target.count - filled, place + filled)
            guard count > 0 else { break }
            filled += count
        }
        return filled
    }

    /// The bytes in `range`; nil when the file has shrunk.
    func bytes(_ range: Range<Int>) -> [UInt8]? {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            filled = unsafe read(at: range.lowerBound, into: UnsafeMutableRawBufferPointer(buffer))
        }
        return bytes.count == range.count ? bytes : nil
    }
}
