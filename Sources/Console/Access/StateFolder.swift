internal import Foundation

/// The console's folder: files that only the appliance's own user may read, each replaced as a whole.
struct StateFolder: Sendable {
    private let path: String

    /// Makes the folder if it is not there; throws if it can't be written to.
    init(path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try replace("probe", with: Data())
        try FileManager.default.removeItem(atPath: file("probe"))
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// `nil` if there is no such file; throws if it is there and can't be read.
    func contents(of name: String) throws -> Data? {
        guard FileManager.default.fileExists(atPath: file(name)) else { return nil }
        return try Data(contentsOf: URL(fileURLWithPath: file(name)))
    }

    /// Puts `bytes` in the place of the file: after a power cut it holds either the old ones or these.
    func replace(_ name: String, with bytes: Data) throws {
        let part = file(name) + ".part"
        guard
            FileManager.default.createFile(
                atPath: part, contents: bytes, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: part]) }
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: part))
        try handle.synchronize()
        try handle.close()
        try rename(part, to: file(name))
    }

    /// Adds `bytes` at the end of the file, which is made if it is not there.
    func append(_ bytes: Data, to name: String) throws {
        if !FileManager.default.fileExists(atPath: file(name)) { try replace(name, with: Data()) }
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: file(name)))
        try handle.seekToEnd()
        try handle.write(contentsOf: bytes)
        try handle.close()
    }

    /// Puts one file in the place of another.
    func move(_ name: String, over other: String) throws { try rename(file(name), to: file(other)) }

    private func rename(_ from: String, to target: String) throws {
        // Safe: both texts live as long as the call.
        guard unsafe Foundation.rename(from, target) == 0 else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: target])
        }
    }
}
