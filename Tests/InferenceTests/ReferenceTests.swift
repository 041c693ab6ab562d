import Inference
import Testing

/// The engine against onnxruntime on the same files.
struct ReferenceTests {
    private static let cases = (try? Reference.shared.get().cases) ?? []

    @Test func `the reference networks are built`() throws {
        #expect(try Reference.shared.get().cases.count > 70)
    }

    @Test(arguments: cases.filter { $0.steps.allSatisfy { $0 == 0 } })
    func `float networks agree with onnxruntime within 1e-4`(_ network: Reference.Case) throws {
        for (ours, theirs) in try answers(network) {
            let size = theirs.values.reduce(1) { max($0, abs($1)) }
            let worst = zip(ours.values, theirs.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
            #expect(worst <= 1e-4 * size)
        }
    }

    /// Bound: no element is off by more than one step, and at most one in a hundred by that; both runtimes
    /// round exact ties of the same real number in float, in a different order of operations.
    @Test(arguments: cases.filter { $0.steps.contains { $0 > 0 } })
    func `quantized operators agree with onnxruntime but for rare ties`(_ network: Reference.Case) throws {
        for ((ours, theirs), step) in zip(try answers(network), network.steps) {
            let differences = zip(ours.values, theirs.values).map { abs($0 - $1) }
            #expect(differences.allSatisfy { $0 <= step * 1.01 })
            #expect(differences.count { $0 > step * 0.01 } * 100 <= differences.count)
        }
    }

    /// Bound: a tie early in a network may move later steps, so the mean difference stays below 0.2 % of the
    /// largest answer and none exceeds 5 %.
    @Test(arguments: cases.filter { $0.steps.contains { $0 < 0 } })
    func `networks quantized by onnxruntime give its answers`(_ network: Reference.Case) throws {
        for (ours, theirs) in try answers(network) {
            let size = theirs.values.reduce(0) { max($0, abs($1)) }
            let differences = zip(ours.values, theirs.values).map { abs($0 - $1) }
            #expect(differences.reduce(0, +) / Float(differences.count) <= 0.002 * size)
            #expect(differences.allSatisfy { $0 <= 0.05 * size })
        }
    }

    @Test(arguments: ["yolo", "q_conv_3x3", "yolo_quantized_by_onnxruntime"])
    func `every kernel set and number of threads gives the same bits`(name: String) throws {
        let reference = try Reference.shared.get()
        let network = try reference.named(name)
        let inputs = try network.inputs.map { try reference.tensor($0) }
        let expected = try Model.load(path: reference.path(network.model), kernels: "scalar").run(inputs)
        for kernels in KernelTable.available {
            for threads in [1, 2, 3] {
                let model = try Model.load(
                    path: reference.path(network.model), threads: threads, kernels: kernels)
                #expect(model.kernelName == kernels)
                let answers = try model.run(inputs)
                for (answer, expected) in zip(answers, expected) {
                    // Float products may be summed in another order when the strips differ.
                    let worst = zip(answer.values, expected.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
                    #expect(name == "yolo" ? worst < 1e-5 : worst == 0)
                }
            }
        }
    }

    private func answers(_ network: Reference.Case) throws -> [(ours: Tensor, theirs: Tensor)] {
        let reference = try Reference.shared.get()
        let model = try Model.load(path: reference.path(network.model))
        let ours = try model.run(network.inputs.map { try reference.tensor($0) })
        let theirs = try network.outputs.map { try reference.tensor($0) }
        #expect(ours.map(\.shape) == theirs.map(\.shape))
        return Array(zip(ours, theirs))
    }
}
