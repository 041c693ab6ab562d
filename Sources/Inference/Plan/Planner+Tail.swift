// What a planner computes at once, and what it leaves for when the network runs.

extension Planner: Operands {
    func integers(_ position: Int, of node: Node) throws(Fault) -> [Int]? {
        try constant(position, of: node)?.integers?.map { Int($0) }
    }

    /// Computes a node whose inputs are all constants; false when they are not.
    func fold(_ node: Node) throws(Fault) -> Bool {
        guard let function = Evaluation.functions[node.operation], !node.inputs.isEmpty else { return false }
        var inputs: [Constant?] = []
        for name in node.inputs {
            guard !name.isEmpty else {
                inputs.append(nil)
                continue
            }
            guard case .constant(let constant) = values[name] else { return false }
            inputs.append(constant)
        }
        let results = try function(
            Evaluation(
                node: node, inputs: inputs, operatorSet: graph.operatorSet,
                mostElements: Constant.mostFoldedElements))
        for (name, result) in zip(node.outputs, results) where !name.isEmpty {
            values[name] = .constant(result)
        }
        return true
    }

    /// Whether the node has no steps here, or depends on something that is only known when the network runs.
    func mustWait(_ node: Node) -> Bool {
        Planner.operators[node.operation] == nil || node.dependencies.contains { later.contains($0) }
    }

    /// The tail of nodes left, with what the plan must compute for it; nil when nothing was left.
    func tail() throws(Fault) -> Tail? {
        guard !left.isEmpty else { return nil }
        var inputs: [(name: String, edge: FloatEdge)] = []
        var constants: [String: Constant] = [:]
        var seen = later
        for node in left {
            for name in node.dependencies where seen.insert(name).inserted {
                switch values[name] {
                case .constant(let constant): constants[name] = constant
                case .quantizedConstant(let constant): constants[name] = constant.floats
                default: inputs.append((name, try floats(name, place: node.place)))
                }
            }
        }
        return Tail(
            nodes: left, inputs: inputs, constants: constants, outputs: Set(graph.outputs.map(\.name)),
            operatorSet: graph.operatorSet,
            network: NodeNetworks(
                kernels: kernels, workers: workers, weights: weights,
                fixed: constants.filter { constantNames.contains($0.key) }))
    }
}
