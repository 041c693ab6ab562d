import Foundation
import SwiftProtobuf

/// Reading and writing ONNX files.
enum ModelFile {
    /// Refuses a file larger than `mostBytes` before it is read: no network of this project comes near.
    static let mostBytes = 1 << 30

    static func read(path: String) throws(InferenceError) -> ONNXModelProto {
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { handle.closeFile() }
            data = try handle.read(upToCount: mostBytes + 1) ?? Data()
        } catch {
            throw .unreadable(path: path, reason: "the file cannot be opened")
        }
        guard data.count <= mostBytes else {
            throw .unreadable(path: path, reason: "it has more than \(mostBytes) bytes")
        }
        do {
            let model = try ONNXModelProto(serializedBytes: data)
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

    static func write(_ model: ONNXModelProto, path: String) throws(InferenceError) {
        do {
            let data: Data = try model.serializedBytes()
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }
}
