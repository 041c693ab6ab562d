import CZip

/// A zip archive in memory: the border with libzip.
///
/// `@safe`: the handle is made here, closed by `deinit`, and never leaves the value; libzip reads the bytes of `storage`,
/// which is freed after it.
@safe
final class ZipArchive {
    private let handle: OpaquePointer
    private let storage: UnsafeMutableRawBufferPointer

    /// Opens an archive; throws with the reason if `bytes` are none.
    init(_ bytes: [UInt8]) throws(ZipFault) {
        let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
        unsafe storage.copyBytes(from: bytes)
        var error = unsafe zip_error_t()
        unsafe zip_error_init(&error)
        defer { unsafe zip_error_fini(&error) }
        // The archive owns the source from zip_open_from_source on; it does not own the bytes.
        if let source = unsafe zip_source_buffer_create(storage.baseAddress, UInt64(bytes.count), 0, &error) {
            if let handle = unsafe zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error) {
                unsafe self.storage = storage
                unsafe self.handle = handle
                return
            }
            unsafe zip_source_free(source)
        }
        let reason = unsafe String(cString: zip_error_strerror(&error))
        unsafe storage.deallocate()
        throw ZipFault(description: reason)
    }

    deinit {
        unsafe zip_discard(handle)
        unsafe storage.deallocate()
    }

    /// The unpacked bytes of the entry called `name`; `nil` if there is none.
    ///
    /// Throws if it unpacks to more than `limit` bytes or does not agree with its checksum.
    func entry(_ name: String, limit: Int) throws(ZipFault) -> [UInt8]? {
        let index = unsafe zip_name_locate(handle, name, ZIP_FL_NOCASE)
        guard index >= 0 else { return nil }
        var status = unsafe zip_stat_t()
        unsafe zip_stat_init(&status)
        guard unsafe zip_stat_index(handle, UInt64(index), 0, &status) == 0 else {
            throw ZipFault(description: reason)
        }
        // What the archive claims; a false claim shows when the entry ends early or its checksum is wrong.
        let size = unsafe status.size
        guard size <= UInt64(limit) else {
            throw ZipFault(description: "\(name) unpacks to \(size) bytes: at most \(limit) are read")
        }
        guard let file = unsafe zip_fopen_index(handle, UInt64(index), 0) else {
            throw ZipFault(description: reason)
        }
        defer { unsafe zip_fclose(file) }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        let capacity = bytes.count
        let count = unsafe bytes.withUnsafeMutableBytes {
            unsafe zip_fread(file, $0.baseAddress, UInt64(capacity))
        }
        // One more read: libzip compares the checksum at the end of the entry only.
        var extra: UInt8 = 0
        let more = unsafe zip_fread(file, &extra, 1)
        guard count == Int64(capacity), more == 0 else {
            throw ZipFault(description: "\(name) is damaged")
        }
        return bytes
    }

    private var reason: String { unsafe String(cString: zip_strerror(handle)) }
}

/// Why an archive can't be read.
struct ZipFault: Error, CustomStringConvertible {
    let description: String
}
