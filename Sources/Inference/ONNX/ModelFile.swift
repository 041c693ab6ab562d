import Foundation
import Glibc
import SwiftProtobuf

/// Reading and writing ONNX files.
enum ModelFile {
    /// Refuses a file larger than `mostBytes` before it is read: no network of this project comes near.
    static let mostBytes = 1 << 30

    static func read(path: String) throws(InferenceError) -> ONNXModelProto {
        let bytes = try bytes(path: path)
        do {
            let model = try ONNXModelProto(serializedBytes: bytes)
            guard model.hasGraph else {
                throw InferenceError.unreadable(path: path, reason: "it holds no graph")
            }
            return model
        } catch let error as InferenceError {
            throw error
        } catch {
            throw .unreadable(path: path, reason: "it is cut short or damaged")
        }
    }

    /// The whole file, in memory of its own size; a file that shrinks meanwhile is given as far as it goes.
    private static func bytes(path: String) throws(InferenceError) -> [UInt8] {
        // Without blocking, since what is opened may be a pipe that nobody writes to.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw .unreadable(path: path, reason: "the file cannot be opened")
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(path: path, reason: "it is not a regular file")
        }
        let size = Int(status.st_size)
        guard size <= mostBytes else {
            throw .unreadable(path: path, reason: "it has more than \(mostBytes) bytes")
        }
        return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            while filled < size, let base = buffer.baseAddress {
                let count = unsafe Glibc.read(descriptor, base + filled, size - filled)
                guard count > 0 else { return }
                filled += count
            }
        }
    }

    static func write(_ model: ONNXModelProto, path: String) throws(InferenceError) {
        do {
            let data: Data = try model.serializedBytes()
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }
}
