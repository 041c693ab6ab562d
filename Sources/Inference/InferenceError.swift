/// Why a network cannot be loaded, run or written.
package enum InferenceError: Error, Equatable, Sendable {
    /// The file cannot be read, or is no ONNX file at all.
    case unreadable(path: String, reason: String)
    /// The file contradicts itself at the named node, tensor or input.
    case malformed(path: String, place: String, reason: String)
    /// The file is sound but asks for something the engine does not do.
    case unsupported(path: String, place: String, reason: String)
    /// The caller's tensors do not fit the network's inputs.
    case wrongInput(path: String, reason: String)
    /// GONDOLA_KERNELS names a set that does not exist or that this machine cannot run.
    case unknownKernels(name: String, available: [String])
    /// The file cannot be written.
    case unwritable(path: String, reason: String)
    /// The network cannot be quantized with these calibration inputs.
    case notCalibrated(path: String, reason: String)
}

extension InferenceError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "\(path): cannot be read as an ONNX file: \(reason). Export the network again."
        case .malformed(let path, let place, let reason):
            "\(path): \(place): \(reason). The file contradicts itself; export the network again."
        case .unsupported(let path, let place, let reason):
            "\(path): \(place): \(reason). Export the network without it."
        case .wrongInput(let path, let reason):
            "\(path): \(reason)."
        case .unknownKernels(let name, let available):
            "GONDOLA_KERNELS=\(name): no such kernels on this machine; choose one of "
                + available.joined(separator: ", ") + ", or leave it unset."
        case .unwritable(let path, let reason):
            "\(path): cannot be written: \(reason)."
        case .notCalibrated(let path, let reason):
            "\(path): cannot be quantized: \(reason)."
        }
    }
}

/// What is wrong at one place of a graph, before the file's name is joined to it.
struct Fault: Error {
    enum Kind { case malformed, unsupported }

    let kind: Kind
    let place: String
    let reason: String

    static func malformed(_ place: String, _ reason: String) -> Fault {
        Fault(kind: .malformed, place: place, reason: reason)
    }

    static func unsupported(_ place: String, _ reason: String) -> Fault {
        Fault(kind: .unsupported, place: place, reason: reason)
    }

    func inFile(_ path: String) -> InferenceError {
        switch kind {
        case .malformed: .malformed(path: path, place: place, reason: reason)
        case .unsupported: .unsupported(path: path, place: place, reason: reason)
        }
    }
}
