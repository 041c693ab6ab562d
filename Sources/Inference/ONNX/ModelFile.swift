import Foundation
import SwiftProtobuf

/// Reading and writing ONNX files.
enum ModelFile {
    /// Refuses a file larger than `mostBytes` before it is read: no network of this project comes near.
    static let mostBytes = 1 << 30

    static func read(path: String) throws(InferenceError) -> ONNXModelProto {
        let data: Data
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else {
                throw InferenceError.unreadable(path: path, reason: "it is not a regular file")
            }
            guard let size = attributes[.size] as? NSNumber, size.intValue <= mostBytes else {
                throw InferenceError.unreadable(path: path, reason: "it has more than \(mostBytes) bytes")
            }
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch let error as InferenceError {
            throw error
        } catch {
            throw .unreadable(path: path, reason: "the file cannot be opened")
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
