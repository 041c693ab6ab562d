/// A network as the file states it, checked: every name has one source, and every node comes after what it
/// reads.
struct Graph: Sendable {
    struct Port: Sendable {
        let name: String
        /// nil stands for a dimension that is left open.
        let shape: [Int?]
    }

    let inputs: [Port]
    let outputs: [Port]
    let nodes: [Node]
    /// A planner takes them out to let go of each when it is packed.
    var constants: [String: Constant]
    let metadata: [String: String]
    /// Version of the standard operator set.
    let operatorSet: Int
    /// For each name, the nodes that read it, once per reading.
    let readers: [String: [Int]]

    static let operatorSets = 9...25

    /// `consuming`, since each tensor is let go as soon as it is decoded.
    init(_ model: consuming ONNXModelProto) throws(Fault) {
        var tensors = model.graph.initializer
        model.graph.initializer = []
        let proto = model.graph
        metadata = Dictionary(
            model.metadataProps.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        operatorSet =
            model.opsetImport.first { $0.domain.isEmpty || $0.domain == "ai.onnx" }
            .map { Int(clamping: $0.version) } ?? 0
        guard Graph.operatorSets.contains(operatorSet) else {
            throw .unsupported(
                "the model",
                "operator set \(operatorSet) is outside \(Graph.operatorSets.lowerBound)..."
                    + "\(Graph.operatorSets.upperBound)")
        }

        var constants: [String: Constant] = [:]
        for index in tensors.indices {
            let tensor = tensors[index]
            tensors[index] = ONNXTensorProto()
            let place = "tensor \"\(tensor.name)\""
            guard constants[tensor.name] == nil else { throw .malformed(place, "it is there twice") }
            constants[tensor.name] = try Constant(tensor, place: place)
        }
        self.constants = constants

        // Old exporters list the weights among the inputs too.
        var inputs: [Port] = []
        for input in proto.input where constants[input.name] == nil {
            guard input.type.tensorType.elemType == Int32(ONNXTensorProto.DataType.float.rawValue) else {
                throw .unsupported("input \"\(input.name)\"", "its elements are not floats")
            }
            inputs.append(try Graph.port(input, kind: "input"))
        }
        self.inputs = inputs
        guard !proto.output.isEmpty else { throw .malformed("the graph", "it has no output") }
        var outputs: [Port] = []
        for output in proto.output { outputs.append(try Graph.port(output, kind: "output")) }
        self.outputs = outputs

        let known = Set(constants.keys).union(inputs.map(\.name))
        nodes = try Graph.sorted(proto.node, known: known)
        var readers: [String: [Int]] = [:]
        for node in nodes {
            for input in node.inputs where !input.isEmpty { readers[input, default: []].append(node.index) }
        }
        self.readers = readers
        let defined = known.union(nodes.flatMap(\.outputs))
        for output in outputs where !defined.contains(output.name) {
            throw .malformed("output \"\(output.name)\"", "nothing computes it")
        }
    }

    private static func port(_ info: ONNXValueInfoProto, kind: String) throws(Fault) -> Port {
        let dimensions = info.type.tensorType.shape.dim
        let shape = dimensions.map { dimension -> Int? in
            if case .dimValue(let value) = dimension.value { Int(clamping: value) } else { nil }
        }
        guard Constant.elementCount(shape.map { $0 ?? 1 }) != nil, shape.allSatisfy({ $0 ?? 1 > 0 }) else {
            throw .malformed("\(kind) \"\(info.name)\"", "shape \(shape.map { $0 ?? -1 }) is impossible")
        }
        return Port(name: info.name, shape: shape)
    }

    /// Nodes in an order in which each follows its sources; a cycle or an undefined name is refused.
    private static func sorted(_ protos: [ONNXNodeProto], known: Set<String>) throws(Fault) -> [Node] {
        var source: [String: Int] = [:]
        for (index, proto) in protos.enumerated() {
            for output in proto.output where !output.isEmpty {
                guard source[output] == nil, !known.contains(output) else {
                    throw .malformed(Node(proto, index: index).place, "\"\(output)\" is computed twice")
                }
                source[output] = index
            }
        }
        var missing = [Int](repeating: 0, count: protos.count)
        var waiting: [Int: [Int]] = [:]
        for (index, proto) in protos.enumerated() {
            for input in proto.input where !input.isEmpty && !known.contains(input) {
                guard let from = source[input] else {
                    throw .malformed(
                        Node(proto, index: index).place, "nothing computes its input \"\(input)\"")
                }
                missing[index] += 1
                waiting[from, default: []].append(index)
            }
        }
        // The file's own order is kept where it is sound: it was chosen to keep few tensors alive.
        let isSorted = protos.indices.allSatisfy { index in
            protos[index].input.allSatisfy { (source[$0] ?? -1) < index }
        }
        if isSorted { return protos.enumerated().map { Node($0.element, index: $0.offset) } }
        var ready = protos.indices.filter { missing[$0] == 0 }
        var order: [Int] = []
        while order.count < ready.count {
            let next = ready[order.count]
            order.append(next)
            for follower in waiting[next] ?? [] {
                missing[follower] -= 1
                if missing[follower] == 0 { ready.append(follower) }
            }
        }
        guard order.count == protos.count else {
            let stuck = protos.indices.first { missing[$0] > 0 } ?? 0
            throw .malformed(Node(protos[stuck], index: stuck).place, "it depends on its own output")
        }
        return order.enumerated().map { Node(protos[$0.element], index: $0.offset) }
    }
}
