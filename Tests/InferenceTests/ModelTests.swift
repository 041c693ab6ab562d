import Foundation
import Inference
import Testing

struct ModelTests {
    @Test func `a model tells its inputs, outputs, metadata and kernels`() throws {
        let model = try load("mobile")
        #expect(model.inputs.map(\.name) == ["x"])
        #expect(model.inputs.map(\.shape) == [[nil, 3, 32, 32]])
        #expect(model.outputs.count == 1)
        #expect(model.metadata["classes"] == "a,b")
        #expect(KernelTable.available.contains(model.kernelName))
    }

    @Test func `a batch gives the answers of its pictures one by one`() throws {
        for name in ["mobile", "mobile_quantized_by_onnxruntime"] {
            let model = try load(name)
            var course = Course(1)
            let size = 3 * 32 * 32
            let values = (0..<5 * size).map { _ in Float.random(in: -1...1, using: &course) }
            let batch = try model.run([Tensor(shape: [5, 3, 32, 32], values: values)])[0]
            #expect(batch.shape == [5, 24])
            for picture in 0..<5 {
                let one = Array(values[picture * size..<(picture + 1) * size])
                let answer = try model.run([Tensor(shape: [1, 3, 32, 32], values: one)])[0].values
                let same = batch.values[picture * 24..<(picture + 1) * 24]
                #expect(zip(answer, same).allSatisfy { abs($0 - $1) < 1e-5 })
            }
        }
    }

    @Test func `running twice gives the same answer`() throws {
        let model = try load("yolo")
        let input = Tensor(shape: [1, 3, 64, 96], values: [Float](repeating: 0.3, count: 3 * 64 * 96))
        #expect(try model.run([input]) == model.run([input]))
    }

    @Test func `tensors that do not fit are refused with both shapes`() throws {
        let model = try load("yolo")
        let wrong = Tensor(shape: [1, 3, 8, 8], values: [Float](repeating: 0, count: 192))
        let error = #expect(throws: InferenceError.self) { try model.run([wrong]) }
        let text = try #require(error).description
        #expect(text.contains("[1, 3, 64, 96]") && text.contains("[1, 3, 8, 8]"))
        #expect(throws: InferenceError.self) { try model.run([]) }
    }

    @Test func `unknown kernels are refused with the list of those there are`() throws {
        let path = try Reference.shared.get().path("relu.onnx")
        #expect(throws: InferenceError.unknownKernels(name: "sse9", available: KernelTable.available)) {
            try Model.load(path: path, kernels: "sse9")
        }
    }

    @Test func `a missing file is refused with its name`() throws {
        let error = #expect(throws: InferenceError.self) { try Model.load(path: "/nowhere/detector.onnx") }
        #expect(try #require(error).description.contains("/nowhere/detector.onnx"))
    }

    private func load(_ name: String) throws -> Model {
        try Model.load(path: Reference.shared.get().path(name + ".onnx"))
    }
}
