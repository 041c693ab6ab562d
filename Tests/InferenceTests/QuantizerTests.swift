import Foundation
import Inference
import Testing

struct QuantizerTests {
    /// Bound as for networks quantized by onnxruntime itself; biases are corrected in all, and the ruined ones
    /// keep a layer in float.
    @Test(arguments: [
        "yolo", "mobile", "conv_silu", "batchnorm_conv", "ruined_weights", "ruined_input", "body_and_tail",
    ])
    func `onnxruntime and the engine give the same answers on a file we quantized`(name: String) throws {
        let quantized = try Quantized(name)
        let ours = try quantized.inputs.map { try quantized.model.run([$0])[0] }
        for (answer, theirs) in zip(ours, try quantized.answersOfOnnxruntime()) {
            #expect(answer.shape == theirs.shape)
            let size = theirs.values.reduce(0) { max($0, abs($1)) }
            let differences = zip(answer.values, theirs.values).map { abs($0 - $1) }
            #expect(differences.reduce(0, +) / Float(differences.count) <= 0.002 * size)
            #expect(differences.allSatisfy { $0 <= 0.05 * size })
        }
    }

    @Test(arguments: ["yolo", "mobile"])
    func `a quantized network stays close to the float one and keeps its metadata`(name: String) throws {
        let quantized = try Quantized(name)
        let float = try Model.load(path: quantized.source)
        #expect(quantized.model.metadata == float.metadata)
        #expect(!float.metadata.isEmpty)
        for input in quantized.inputs {
            let exact = try float.run([input])[0].values, rounded = try quantized.model.run([input])[0].values
            let power = exact.reduce(0) { $0 + $1 * $1 }
            let noise = zip(exact, rounded).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            #expect(noise < power / 100)
        }
    }

    @Test(arguments: Calibration.allCases)
    func `every calibration keeps a network close to the float one`(calibration: Calibration) throws {
        var settings = Quantizer.Settings()
        settings.calibration = calibration
        let quantized = try Quantized("yolo", settings)
        let float = try Model.load(path: quantized.source)
        for input in quantized.inputs {
            let exact = try float.run([input])[0].values, rounded = try quantized.model.run([input])[0].values
            let power = exact.reduce(0) { $0 + $1 * $1 }
            let noise = zip(exact, rounded).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            #expect(noise < power / 50)
        }
    }

    @Test func `every convolution of a quantized network computes in integers`() throws {
        let quantized = try Quantized("yolo")
        let steps = try quantized.model.profile([quantized.inputs[0]]).map(\.operation)
        #expect(steps.contains("Conv int8"))
        #expect(!steps.contains("Conv"))
    }

    @Test func `what comes after tensors of unknown size stays float, and all before computes in integers`()
        throws
    {
        let quantized = try Quantized("body_and_tail")
        let convolutions = try quantized.model.profile([quantized.inputs[0]]).map(\.operation)
            .filter { $0.hasPrefix("Conv") }
        #expect(convolutions == ["Conv int8", "Conv int8", "Conv"])
        #expect(quantized.layers.map(\.isFloat) == [false, false])
    }

    @Test func `a network of which only what comes after tensors of unknown size is left is refused`() throws
    {
        var changed = Quantizer.Settings()
        changed.keepFloat = Set(try Quantized("body_and_tail").layers.map(\.node))
        let settings = changed
        let error = #expect(throws: InferenceError.self) { try Quantized("body_and_tail", settings) }
        #expect(try #require(error).description.contains("no convolution or product"))
    }

    @Test func `a node that is to stay float does`() throws {
        let all = try Quantized("yolo")
        let first = try #require(try all.model.profile([all.inputs[0]]).first { $0.operation == "Conv int8" })
        var settings = Quantizer.Settings()
        settings.keepFloat = [first.node]
        let quantized = try Quantized("yolo", settings)
        let steps = try quantized.model.profile([quantized.inputs[0]])
        #expect(steps.filter { $0.operation == "Conv" }.map(\.node) == [first.node])
    }

    @Test func `a node that does not exist cannot stay float`() throws {
        var changed = Quantizer.Settings()
        changed.keepFloat = ["nobody"]
        let settings = changed
        #expect(throws: InferenceError.self) { try Quantized("yolo", settings) }
    }

    @Test func `quantizing without calibration inputs is refused`() throws {
        let reference = try Reference.shared.get()
        #expect(throws: InferenceError.self) {
            try Quantizer.quantize(
                path: reference.path("yolo.onnx"), to: reference.path("none.onnx"), calibration: [])
        }
        #expect(!FileManager.default.fileExists(atPath: reference.path("none.onnx")))
    }

    @Test func `a quantized file is not quantized again`() throws {
        let quantized = try Quantized("conv_silu")
        #expect(throws: InferenceError.self) {
            try Quantizer.quantize(
                path: quantized.path, to: quantized.path + ".again",
                calibration: quantized.inputs.map { [$0] })
        }
    }
}
