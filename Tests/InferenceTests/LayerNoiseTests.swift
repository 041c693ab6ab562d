import Foundation
import Inference
import Testing

/// What the quantizer finds out about each layer, and what it does about it.
struct LayerNoiseTests {
    @Test func `each layer's noise is told in running order, alone and in the network`() throws {
        let quantized = try Quantized("yolo")
        let steps = try quantized.model.profile([quantized.inputs[0]])
        let layers = quantized.layers
        #expect(layers.map(\.node) == steps.filter { $0.operation == "Conv int8" }.map(\.node))
        #expect(layers.allSatisfy { $0.operation == "Conv" && !$0.isFloat })
        #expect(layers.allSatisfy { (20...60).contains($0.ratio) })
        // The first has nothing before it that could add noise; later ones have all of it.
        #expect(abs(layers[0].ratio - layers[0].networkRatio) < 0.5)
        #expect(layers.dropFirst(3).allSatisfy { $0.networkRatio < $0.ratio })
    }

    /// One layer has a channel of huge weights, the other reads a tensor with one huge channel.
    @Test(arguments: ["ruined_weights", "ruined_input"])
    func `a layer that 8 bits ruin stays float, and the answers come closer`(name: String) throws {
        let ruined = 1
        var settings = Quantizer.Settings()
        settings.calibration = .minMax
        settings.leastRatio = -.infinity
        let all = try Quantized(name, settings)
        #expect(all.layers[ruined].ratio < 10)
        #expect(all.layers.allSatisfy { !$0.isFloat })

        settings.leastRatio = Quantizer.Settings().leastRatio
        let mixed = try Quantized(name, settings)
        #expect(mixed.layers.filter(\.isFloat).map(\.node) == [all.layers[ruined].node])
        #expect(mixed.layers[ruined].ratio == all.layers[ruined].ratio)
        let steps = try mixed.model.profile([mixed.inputs[0]])
        #expect(steps.filter { $0.operation == "Conv" }.map(\.node) == [all.layers[ruined].node])
        #expect(steps.count { $0.operation == "Conv int8" } == 2)

        let before = try all.signalToNoise(), after = try mixed.signalToNoise()
        #expect(after > 30)
        #expect(after > before + 10)
    }

    @Test func `bias correction takes the mean error off each channel`() throws {
        var settings = Quantizer.Settings()
        settings.leastRatio = -.infinity  // the ruined layer is to have an error worth correcting
        settings.correctsBias = false
        let plain = try Quantized("ruined_weights", settings).meanErrors()
        settings.correctsBias = true
        let corrected = try Quantized("ruined_weights", settings).meanErrors()
        #expect(plain.count == 6)
        #expect(corrected.reduce(0, +) < plain.reduce(0, +) / 2)
    }

    @Test func `bias correction does not harm a network that needs none`() throws {
        var settings = Quantizer.Settings()
        settings.correctsBias = false
        let plain = try Quantized("yolo", settings).signalToNoise()
        #expect(try Quantized("yolo").signalToNoise() > plain - 0.5)
    }

    @Test func `a network none of whose layers bears 8 bits is not written`() throws {
        let reference = try Reference.shared.get()
        let network = try reference.named("conv_silu")
        let path = reference.path(network.model), target = reference.path("unborn.onnx")
        let inputs = [[try reference.tensor(network.inputs[0])]]
        var changed = Quantizer.Settings()
        changed.leastRatio = 200
        let settings = changed
        let error = #expect(throws: InferenceError.self) {
            try Quantizer.quantize(path: path, to: target, calibration: inputs, settings: settings)
        }
        #expect(try #require(error).description.contains("200.0 dB"))
        #expect(!FileManager.default.fileExists(atPath: target))
    }
}

extension Quantized {
    /// Signal to noise in dB of the first answer, over all inputs.
    fileprivate func signalToNoise() throws -> Double {
        var signal = 0.0, noise = 0.0
        for (exact, rounded) in try answers() {
            for (exact, rounded) in zip(exact.values, rounded.values) {
                signal += Double(exact * exact)
                noise += Double((rounded - exact) * (rounded - exact))
            }
        }
        return 10 * log10(signal / noise)
    }

    /// The size of the mean error of each channel of the first answer, over all inputs.
    fileprivate func meanErrors() throws -> [Double] {
        let answers = try answers()
        let shape = answers[0].exact.shape, area = shape[2] * shape[3]
        return (0..<shape[1]).map { channel in
            let errors = answers.flatMap { exact, rounded in
                (channel * area..<(channel + 1) * area).map {
                    Double(rounded.values[$0] - exact.values[$0])
                }
            }
            return abs(errors.reduce(0, +)) / Double(errors.count)
        }
    }

    private func answers() throws -> [(exact: Tensor, rounded: Tensor)] {
        let float = try Model.load(path: source)
        return try inputs.map { (try float.run([$0])[0], try model.run([$0])[0]) }
    }
}
