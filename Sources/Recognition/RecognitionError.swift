package import Inference

/// Why a model or a catalogue can't be used, or a picture can't be looked at.
package enum RecognitionError: Error, CustomStringConvertible {
    case inference(InferenceError)
    /// The ONNX file runs but is not the network that is wanted.
    case wrongModel(path: String, reason: String)
    /// A compiled catalogue that can't be read.
    case badCatalogue(path: String, reason: String)
    case unreadable(path: String, reason: String)
    case unwritable(path: String, reason: String)

    package var description: String {
        switch self {
        case .inference(let error): error.description
        case .wrongModel(let path, let reason): "\(path): not a model for this task: \(reason)"
        case .badCatalogue(let path, let reason):
            "\(path): \(reason): build it anew with \"gondola catalogue build\""
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
        }
    }
}
