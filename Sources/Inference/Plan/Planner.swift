import CKernels

/// Makes the plan of a graph for given input shapes: walks the nodes once and emits steps.
final class Planner {
    private(set) var graph: Graph
    let kernels: Kernels
    let workers: Workers
    let weights: WeightStore

    var values: [String: Value] = [:]
    private(set) var steps: [PlannedStep] = []
    private var current = ""
    private(set) var buffers: [Buffer] = []
    private var constantBuffers: [String: BufferID] = [:]
    private var expanded: [BufferID: [(table: [Float], edge: FloatEdge)]] = [:]
    /// Nodes that an earlier node has taken into its own step.
    private var taken: Set<Int> = []
    /// Buffers that some step reads or writes as one run of bytes, and so cannot become views.
    private var pinned: Set<BufferID> = []
    /// Buffers whose bytes another buffer's readers see too.
    private var shared: Set<BufferID> = []
    /// Where the caller's tensors come in: nobody writes there.
    private(set) var inputBuffers: Set<BufferID> = []
    private let outputNames: Set<String>
    /// The file's own constants, whose packed forms are shared between plans.
    let constantNames: Set<String>
    /// For each name, how many nodes still to come read it; those that are left for the tail never stop.
    private var readings: [String: Int]
    /// Elements of all constants that were computed from other constants.
    private var foldedElements = 0
    private static let mostFoldedElements = 1 << 26
    /// Steps and tensors of one plan; finding places for the tensors takes time with their square.
    private static let mostParts = 1 << 16
    /// Names that only have a value when the network runs, and the nodes that compute them.
    private(set) var later: Set<String> = []
    private(set) var left: [Node] = []

    init(graph: Graph, kernels: Kernels, workers: Workers, weights: WeightStore) {
        self.graph = graph
        self.kernels = kernels
        self.workers = workers
        self.weights = weights
        outputNames = Set(graph.outputs.map(\.name))
        constantNames = Set(graph.constants.keys)
        readings = graph.nodes.reduce(into: [:]) { counts, node in
            for name in node.dependencies { counts[name, default: 0] += 1 }
        }
    }

    /// Refuses a graph with operators that the engine lacks, each named with its first node.
    static func checkOperators(of graph: Graph) throws(Fault) {
        var missing: [String: String] = [:]
        func check(_ node: Node) {
            for body in node.bodies.values { body.nodes.forEach(check) }
            guard operators[node.operation] == nil, Evaluation.functions[node.operation] == nil,
                !["If", "Loop"].contains(node.operation)
            else { return }
            missing[node.operation] = missing[node.operation] ?? node.name
        }
        graph.nodes.forEach(check)
        guard let first = missing.min(by: { $0.key < $1.key }) else { return }
        let rest = missing.keys.filter { $0 != first.key }.sorted()
        throw .unsupported(
            "node \"\(first.value)\" (\(first.key))",
            "the engine has no such operator" + (rest.isEmpty ? "" : ", nor " + rest.joined(separator: ", ")))
    }

    /// Makes the plan; a planner makes only one.
    ///
    /// A constant is let go when its last reader has packed it, so that no network is in memory twice.
    func plan(inputShapes: [[Int]]) throws(Fault) -> Plan {
        values = graph.constants.mapValues { .constant($0) }
        graph.constants = [:]
        var inputs: [FloatEdge] = []
        for (port, shape) in zip(graph.inputs, inputShapes) {
            let edge = try floatEdge(shape, place: "input \"\(port.name)\"")
            inputs.append(edge)
            inputBuffers.insert(edge.buffer)
            values[port.name] = .floats(edge)
        }
        // First all that the file states: a convolution looks ahead at an activation whose bounds may stand behind it.
        for node in graph.nodes where node.operation == "Constant" {
            try constant(node)
            take([node])
        }
        for node in graph.nodes where !taken.contains(node.index) {
            current = node.name
            if try !fold(node) {
                if !mustWait(node), let handler = Planner.operators[node.operation] {
                    try handler(self, node)
                } else {
                    try leave(node)
                }
            }
            try checkGrowth(node)
            // The tail will read the constants of a node that was left.
            if left.last?.index != node.index { forgetConstants(of: node) }
        }
        var outputs: [Plan.Output] = []
        for output in graph.outputs {
            if later.contains(output.name) {
                outputs.append(Plan.Output(name: output.name, edge: nil))
                continue
            }
            guard let value = values[output.name] else {
                throw .malformed("output \"\(output.name)\"", "nothing computes it")
            }
            if case .bytes = value {
                throw .unsupported("output \"\(output.name)\"", "its elements are not floats")
            }
            let edge = try ownMemory(try floats(output.name, place: output.name), outputs)
            outputs.append(Plan.Output(name: output.name, edge: edge))
        }
        let tail = try tail()
        let results = outputs.compactMap(\.edge?.buffer) + (tail?.inputs.map(\.edge.buffer) ?? [])
        dropUnread(outputs: results)
        fuseTables(outputs: Set(results))
        return try Plan(steps: steps, buffers: buffers, inputs: inputs, outputs: outputs, tail: tail)
    }

    /// Leaves a node for when the network runs.
    func leave(_ node: Node) throws(Fault) {
        guard Tail.knows(node) else {
            throw node.unsupported(
                "the engine cannot do this with tensors of a size that is not known before")
        }
        left.append(node)
        later.formUnion(node.outputs)
    }

    /// Drops constants that `node` was the last to read.
    private func forgetConstants(of node: Node) {
        for name in node.dependencies where !outputNames.contains(name) {
            readings[name, default: 0] -= 1
            guard readings[name] == 0 else { continue }
            switch values[name] {
            case .constant, .quantizedConstant: values[name] = nil
            default: break
            }
        }
    }

    /// The tensor in memory that is nothing else, so that it can be the caller's.
    private func ownMemory(_ edge: FloatEdge, _ outputs: [Plan.Output]) throws(Fault) -> FloatEdge {
        let buffer = buffers[edge.buffer.index]
        let isOwn =
            buffer.constant == nil && buffer.view == nil && !inputBuffers.contains(edge.buffer)
            && !outputs.contains { $0.edge?.buffer == edge.buffer }
        if isOwn { return edge }
        let copy = try floatEdge(edge.shape, place: "an output"), strides = Planner.rowStrides(edge.shape)
        emit(
            copyStep(
                "Copy", elementSize: 4, dims: edge.shape, from: edge.buffer, strides: strides,
                to: copy.buffer, toStrides: strides))
        return copy
    }

    /// Refuses a graph that grows beyond all sense: a few bytes of file could take all memory, or all day.
    private func checkGrowth(_ node: Node) throws(Fault) {
        // A Constant node only holds what the file does.
        for output in node.outputs where node.operation != "Constant" {
            if case .constant(let constant) = values[output] { foldedElements += constant.count }
        }
        guard foldedElements <= Planner.mostFoldedElements else {
            throw node.unsupported(
                "constants computed up to here have more than \(Planner.mostFoldedElements) elements")
        }
        guard steps.count + buffers.count <= Planner.mostParts else {
            throw node.unsupported("the network takes more than \(Planner.mostParts) steps and tensors")
        }
    }

    func emit(_ step: any Step) { steps.append(PlannedStep(node: current, step: step)) }

    func take(_ nodes: [Node]) { taken.formUnion(nodes.map(\.index)) }

    // MARK: Names

    func value(_ name: String, of node: Node) throws(Fault) -> Value {
        guard let value = values[name] else { throw node.malformed("its input \"\(name)\" has no value") }
        return value
    }

    func value(_ position: Int, of node: Node) throws(Fault) -> Value {
        try value(node.requiredInput(position), of: node)
    }

    func shape(_ value: Value) -> [Int] {
        switch value {
        case .constant(let constant): constant.shape
        case .quantizedConstant(let constant): constant.integers.shape
        case .floats(let edge): edge.shape
        case .table(let value): value.edge.shape
        case .bytes(let edge, _): edge.shape
        }
    }

    /// The constant at input `position`, nil when the input is left out; any other value is refused.
    func constant(_ position: Int, of node: Node) throws(Fault) -> Constant? {
        guard let name = node.input(position) else { return nil }
        switch try value(name, of: node) {
        case .constant(let constant): return constant
        case .quantizedConstant(let constant): return constant.floats
        default: throw node.unsupported("its input \"\(name)\" must be a constant")
        }
    }

    /// The only node that reads `name`, or nil when there are more, or the name is an output of the graph.
    func onlyReader(of name: String) -> Node? {
        guard !outputNames.contains(name), let readers = graph.readers[name], readers.count == 1 else {
            return nil
        }
        return graph.nodes[readers[0]]
    }

    /// All nodes that read `name`, or nil when the name is an output of the graph.
    func readers(of name: String) -> [Node]? {
        outputNames.contains(name) ? nil : (graph.readers[name] ?? []).map { graph.nodes[$0] }
    }

    // MARK: Memory

    private func buffer(_ byteCount: Int, constant: ConstantBlock? = nil) -> BufferID {
        buffers.append(Buffer(byteCount: byteCount, constant: constant))
        return BufferID(index: buffers.count - 1)
    }

    /// The kernels that walk strided tensors take no more dimensions.
    static let mostDimensions = 8

    func floatEdge(_ shape: [Int], place: String) throws(Fault) -> FloatEdge {
        FloatEdge(buffer: buffer(4 * (try count(shape, place))), shape: shape)
    }

    func byteEdge(_ shape: [Int], place: String) throws(Fault) -> ByteEdge {
        ByteEdge(buffer: buffer(try count(shape, place)), shape: shape)
    }

    private func count(_ shape: [Int], _ place: String) throws(Fault) -> Int {
        guard let count = Constant.elementCount(shape), shape.count <= Planner.mostDimensions else {
            throw .unsupported(place, "a tensor of shape \(shape) is too large")
        }
        return count
    }

    func scratch(byteCount: Int) -> BufferID { buffer(byteCount) }

    func buffer(_ edge: ByteEdge) -> Buffer { buffers[edge.buffer.index] }

    func isView(_ edge: ByteEdge) -> Bool { buffers.place(of: edge.buffer.index).pixelStride != nil }

    func setView(_ part: BufferID, _ view: Buffer.View) {
        buffers[part.index].view = view
        shared.formUnion([part, view.whole])
    }

    /// Keeps the tensor's pixels together from now on.
    func pin(_ edge: ByteEdge) { pinned.insert(edge.buffer) }

    func isPinned(_ edge: ByteEdge) -> Bool { pinned.contains(edge.buffer) }

    func constantBuffer(_ block: ConstantBlock) -> BufferID { buffer(block.byteCount, constant: block) }

    /// The value as floats in memory; a table is expanded once, however many ask.
    func floats(_ name: String, place: String) throws(Fault) -> FloatEdge {
        switch values[name] {
        case .floats(let edge): return edge
        case .constant(let constant): return try constantEdge(name, constant)
        case .quantizedConstant(let constant): return try constantEdge(name, constant.floats)
        case .table(let value):
            if let known = expanded[value.edge.buffer]?.first(where: { $0.table == value.table })?.edge,
                known.shape == value.edge.shape
            {
                return known
            }
            let edge = try floatEdge(value.edge.shape, place: place)
            emit(expandStep(value, to: edge))
            expanded[value.edge.buffer, default: []].append((value.table, edge))
            return edge
        case .bytes: throw .unsupported(place, "\"\(name)\" is quantized and used without DequantizeLinear")
        case nil: throw .malformed(place, "\"\(name)\" has no value")
        }
    }

    func floats(_ position: Int, of node: Node) throws(Fault) -> FloatEdge {
        try floats(node.requiredInput(position), place: node.place)
    }

    private func constantEdge(_ name: String, _ constant: Constant) throws(Fault) -> FloatEdge {
        guard constant.shape.count <= Planner.mostDimensions else {
            throw .unsupported("tensor \"\(name)\"", "it has more than \(Planner.mostDimensions) dimensions")
        }
        if let known = constantBuffers[name] { return FloatEdge(buffer: known, shape: constant.shape) }
        // Names folded from shapes differ between plans, so only the file's own constants are shared.
        let make = { () throws(Fault) -> ConstantBlock in ConstantBlock(constant.floats) }
        let block = constantNames.contains(name) ? try weights.block(name, make) : try make()
        let made = constantBuffer(block)
        constantBuffers[name] = made
        return FloatEdge(buffer: made, shape: constant.shape)
    }

    /// Drops steps whose results nobody reads, such as a sigmoid that went into a table.
    private func dropUnread(outputs: [BufferID]) {
        var read = Set(outputs.map { buffers.place(of: $0.index).root })
        var kept: [PlannedStep] = []
        for planned in steps.reversed()
        where planned.step.writes.contains(where: { read.contains(buffers.place(of: $0.index).root) }) {
            read.formUnion(planned.step.reads.map { buffers.place(of: $0.index).root })
            kept.append(planned)
        }
        steps = kept.reversed()
    }

    /// A table that only follows a convolution becomes the convolution's last act, and so do tables behind
    /// it.
    private func fuseTables(outputs: Set<BufferID>) {
        var readCount: [BufferID: Int] = [:]
        for planned in steps { for buffer in planned.step.reads { readCount[buffer, default: 0] += 1 } }
        var makers: [BufferID: QuantizedConvolutionStep] = [:]
        var kept: [PlannedStep] = []
        for planned in steps {
            if let lookup = planned.step as? LookupStep, readCount[lookup.input] == 1,
                !shared.contains(lookup.input), !outputs.contains(lookup.input),
                let maker = makers.removeValue(forKey: lookup.input)
            {
                maker.adopt(lookup)
                makers[lookup.output] = maker
                continue
            }
            if let maker = planned.step as? QuantizedConvolutionStep, let output = maker.byteOutput {
                makers[output] = maker
            }
            kept.append(planned)
        }
        steps = kept
    }
}
