import Foundation
import SwiftProtobuf

/// Reading and writing ONNX files.
enum ModelFile {
    /// The whole file, weights and all.
    static func read(path: String) throws(InferenceError) -> ONNXModelProto {
        let file = try StoredBytes(path: path)
        do {
            guard let bytes = file.bytes(0..<file.count) else {
                throw InferenceError.unreadable(path: path, reason: "it shrank while it was read")
            }
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

    static func write(_ model: ONNXModelProto, path: String) throws(InferenceError) {
        do {
            let data: Data = try model.serializedBytes()
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
    }
}
