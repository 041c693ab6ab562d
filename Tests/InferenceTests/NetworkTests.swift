import Foundation
import Inference
import Testing

/// The networks of the field against onnxruntime: exported with random weights by scripts/test-support/networks.py.
@Suite(.serialized)
struct NetworkTests {
    /// Bound: 0.1 % of the largest answer, for sums of products in another order through up to 152 layers.
    @Test(arguments: [
        "alexnet", "vgg16", "googlenet", "inception_v3", "resnet152", "mobilenet_v3_small",
        "mobilenet_v3_large",
        "ssd300_vgg16", "ssdlite320_mobilenet_v3", "fasterrcnn_resnet50_fpn", "maskrcnn_resnet50_fpn",
        "yolov2",
        "yolox", "nanodet", "picodet",
    ])
    func `a network of the field loads and agrees with onnxruntime`(name: String) throws {
        let built = try Networks.shared.get()
        let network = try built.named(name)
        // The largest has half a gigabyte: no file outlives its test.
        let path = built.folder.appendingPathComponent(network.model)
        defer { try? FileManager.default.removeItem(at: path) }  // what stays is in the temporary folder
        let model = try Model.load(path: path.path)
        let ours = try model.run(network.inputs.map { try built.tensor($0) })
        let theirs = try network.outputs.map { try built.tensor($0) }
        #expect(ours.map(\.shape) == theirs.map(\.shape))
        for (answer, expected) in zip(ours, theirs) {
            #expect(!expected.values.isEmpty)
            let size = expected.values.reduce(0) { max($0, abs($1)) }
            let worst = zip(answer.values, expected.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
            #expect(worst <= 1e-3 * size)
        }
    }
}

/// The exported networks with onnxruntime's answers, built once per test run.
private struct Networks: Sendable {
    let folder: URL
    private let cases: [Reference.Case]

    static let shared = Result { try Networks() }

    private init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("gondola-networks-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Reference.python(script: "networks.py", folder.path)
        cases = try JSONDecoder().decode(
            [Reference.Case].self, from: Data(contentsOf: folder.appendingPathComponent("networks.json")))
    }

    func named(_ name: String) throws -> Reference.Case {
        guard let found = cases.first(where: { $0.name == name }) else { throw Missing(name: name) }
        return found
    }

    func tensor(_ stored: Reference.Case.Stored) throws -> Tensor {
        Tensor(shape: stored.shape, values: try Reference.floats(folder.appendingPathComponent(stored.file)))
    }
}
