import Foundation
import Inference

/// A reference network quantized with noise, and that noise.
struct Quantized {
    let source: String
    let path: String
    let model: Model
    let inputs: [Tensor]
    let layers: [LayerNoise]
    private let folder: URL

    init(_ name: String, _ settings: Quantizer.Settings = Quantizer.Settings()) throws {
        let reference = try Reference.shared.get()
        let network = try reference.named(name)
        folder = reference.folder.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        source = reference.path(network.model)
        path = folder.appendingPathComponent("quantized.onnx").path
        var course = Course(5)
        let shape = network.inputs[0].shape
        inputs = (0..<4).map { _ in
            let values = (0..<shape.reduce(1, *)).map { _ in Float.random(in: -2...2, using: &course) }
            return Tensor(shape: shape, values: values)
        }
        layers = try Quantizer.quantize(
            path: source, to: path, calibration: inputs.map { [$0] }, settings: settings)
        model = try Model.load(path: path)
    }

    func answersOfOnnxruntime() throws -> [Tensor] {
        for (index, input) in inputs.enumerated() {
            try Reference.write(input.values, to: folder.appendingPathComponent("input\(index).bin"))
            let shape = try JSONEncoder().encode(input.shape)
            try shape.write(to: folder.appendingPathComponent("input\(index).json"))
        }
        try Reference.python("run", path, folder.path)
        return try inputs.indices.map { index in
            let listed = try JSONDecoder().decode(
                [Reference.Case.Stored].self,
                from: Data(contentsOf: folder.appendingPathComponent("output\(index).json")))
            let values = try Reference.floats(folder.appendingPathComponent(listed[0].file))
            return Tensor(shape: listed[0].shape, values: values)
        }
    }
}
