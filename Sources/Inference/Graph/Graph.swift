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

    /// `consuming`, since each tensor is let go as soon as it is decoded; `stored` are initializers that are not in `model`.
    init(_ model: consuming ONNXModelProto, stored: [StoredModel.Tensor] = []) throws(Fault) {
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
        func add(_ tensor: ONNXTensorProto, stored: RawData?) throws(Fault) {
            let place = "tensor \"\(tensor.name)\""
            guard constants[tensor.name] == nil else { throw .malformed(place, "it is there twice") }
            constants[tensor.name] = try Constant(tensor, stored: stored, place: place)
        }
        for index in tensors.indices {
            let tensor = tensors[index]
            tensors[index] = ONNXTensorProto()
            try add(tensor, stored: nil)
        }
        for tensor in stored { try add(tensor.proto, stored: tensor.raw) }
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
            for input in node.dependencies { readers[input, default: []].append(node.index) }
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
        var nodes: [Node] = []
        var source: [String: Int] = [:]
        for (index, proto) in protos.enumerated() {
            let node = try Node(proto, index: index)
            nodes.append(node)
            for output in node.outputs where !output.isEmpty {
                guard source[output] == nil, !known.contains(output) else {
                    throw node.malformed("\"\(output)\" is computed twice")
                }
                source[output] = index
            }
        }
        var missing = [Int](repeating: 0, count: nodes.count)
        var waiting: [Int: [Int]] = [:]
        for node in nodes {
            for input in node.dependencies where !known.contains(input) {
                guard let from = source[input] else {
                    throw node.malformed("nothing computes its input \"\(input)\"")
                }
                missing[node.index] += 1
                waiting[from, default: []].append(node.index)
            }
        }
        // The file's own order is kept where it is sound: it was chosen to keep few tensors alive.
        let isSorted = nodes.allSatisfy { node in
            node.dependencies.allSatisfy { (source[$0] ?? -1) < node.index }
        }
        if isSorted { return nodes }
        var ready = nodes.indices.filter { missing[$0] == 0 }
        var order: [Int] = []
        while order.count < ready.count {
            let next = ready[order.count]
            order.append(next)
            for follower in waiting[next] ?? [] {
                missing[follower] -= 1
                if missing[follower] == 0 { ready.append(follower) }
            }
        }
        guard order.count == nodes.count else {
            let stuck = nodes.indices.first { missing[$0] > 0 } ?? 0
            throw nodes[stuck].malformed("it depends on its own output")
        }
        return order.enumerated().map { place, index in
            var node = nodes[index]
            node.index = place
            return node
        }
    }
}

extension Graph {
    /// The graph of one node by itself: what it takes from others is an input or a constant.
    init(of node: Node, inputs: [Port], constants: [String: Constant], operatorSet: Int) {
        var node = node
        node.index = 0
        nodes = [node]
        self.inputs = inputs
        outputs = node.outputs.filter { !$0.isEmpty }.map { Port(name: $0, shape: []) }
        self.constants = constants
        metadata = [:]
        self.operatorSet = operatorSet
        readers = Dictionary(node.dependencies.map { ($0, [0]) }, uniquingKeysWith: +)
    }
}
