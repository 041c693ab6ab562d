/// What a plan leaves for later: the nodes behind the first tensor whose size depends on the picture.
///
/// A detector that keeps the boxes it likes does not know beforehand how many there are. Up to there a network is
/// planned; from there on its tensors are allocated when it runs, node by node. Operators of whole pictures,
/// such as the convolutions behind RoiAlign, are planned by themselves as soon as their shapes are known.
final class Tail {
    /// Tensors that the plan computes for the tail.
    let inputs: [(name: String, edge: FloatEdge)]
    let nodes: [Node]
    let operatorSet: Int
    private let constants: [String: Constant]
    /// For each node the names that no later one reads.
    private let lastReads: [[String]]
    private let network: NodeNetworks
    private var turns = 0

    /// More turns of all loops of one run are taken for a loop without end.
    private static let mostTurns = 1 << 16

    init(
        nodes: [Node], inputs: [(name: String, edge: FloatEdge)], constants: [String: Constant],
        outputs: Set<String>, operatorSet: Int, network: NodeNetworks
    ) {
        self.nodes = nodes
        self.inputs = inputs
        self.constants = constants
        self.operatorSet = operatorSet
        self.network = network
        var later = outputs
        lastReads = nodes.reversed().map { node in
            let last = Set(node.dependencies).subtracting(later)
            later.formUnion(last)
            return Array(last)
        }.reversed()
    }

    /// Whether the tail can compute the node, as far as its operator tells.
    static func knows(_ node: Node) -> Bool {
        switch node.operation {
        case "If", "Loop": node.bodies.values.allSatisfy { $0.nodes.allSatisfy(knows) }
        case "QuantizeLinear", "DequantizeLinear": false
        default: Evaluation.functions[node.operation] != nil || Planner.operators[node.operation] != nil
        }
    }

    /// Computes every node; gives all values that are left, the outputs among them.
    ///
    /// `finished` hears each node's number and time.
    func run(_ given: [String: Constant], finished: (Int, Duration) -> Void) throws(Fault)
        -> [String: Constant]
    {
        turns = 0
        var values = constants.merging(given) { _, given in given }
        for (index, node) in nodes.enumerated() {
            let start = ContinuousClock.now
            try run(node, &values, isInBody: false)
            for name in lastReads[index] { values[name] = nil }
            finished(index, ContinuousClock.now - start)
        }
        return values
    }

    private func run(_ node: Node, _ values: inout [String: Constant], isInBody: Bool) throws(Fault) {
        let results: [Constant]
        switch node.operation {
        case "If": results = try branch(node, values)
        case "Loop": results = try loop(node, values)
        default:
            var inputs: [Constant?] = []
            for name in node.inputs { inputs.append(name.isEmpty ? nil : try value(name, values, node)) }
            if let function = Evaluation.functions[node.operation] {
                results = try function(
                    Evaluation(
                        node: node, inputs: inputs, operatorSet: operatorSet,
                        mostElements: Constant.mostElements))
            } else {
                results = try network.run(node, inputs, operatorSet: operatorSet, isInBody: isInBody)
            }
        }
        for (name, result) in zip(node.outputs, results) where !name.isEmpty { values[name] = result }
    }

    private func value(_ name: String, _ values: [String: Constant], _ node: Node) throws(Fault) -> Constant {
        guard let value = values[name] else { throw node.malformed("its input \"\(name)\" has no value") }
        return value
    }

    // MARK: Bodies

    private func run(_ body: Body, _ values: [String: Constant], _ node: Node) throws(Fault) -> [Constant] {
        var inner = values.merging(body.constants) { _, own in own }
        for step in body.nodes { try run(step, &inner, isInBody: true) }
        var results: [Constant] = []
        for name in body.outputs { results.append(try value(name, inner, node)) }
        return results
    }

    private func branch(_ node: Node, _ values: [String: Constant]) throws(Fault) -> [Constant] {
        let truths = try value(node.requiredInput(0), values, node).truths
        guard truths.count == 1, let body = node.bodies[truths[0] ? "then_branch" : "else_branch"] else {
            throw node.malformed("its condition is not one truth, or a branch is missing")
        }
        return try run(body, values, node)
    }

    /// A Loop: the body is given the turn's number, whether to go on, and what the turn before left.
    private func loop(_ node: Node, _ values: [String: Constant]) throws(Fault) -> [Constant] {
        guard let body = node.bodies["body"], body.inputs.count >= 2, body.outputs.count >= 1 else {
            throw node.malformed("it has no body of a loop")
        }
        let limit = try node.input(0).map { name throws(Fault) in
            try value(name, values, node).integers?.first ?? 0
        }
        var goesOn =
            try node.input(1).map { name throws(Fault) in
                try value(name, values, node).truths.first ?? false
            } ?? true
        var carried: [Constant] = []
        for name in node.inputs.dropFirst(2) { carried.append(try value(name, values, node)) }
        guard body.inputs.count == carried.count + 2, body.outputs.count > carried.count else {
            throw node.malformed("its body does not hand on what it is given")
        }
        var scans = [[Constant]](repeating: [], count: body.outputs.count - 1 - carried.count)
        var turn: Int64 = 0
        while goesOn, turn < limit ?? .max {
            turns += 1
            guard turns <= Tail.mostTurns else { throw node.unsupported("its loop does not end") }
            var inner = values
            inner[body.inputs[0]] = .integers([turn], shape: [])
            inner[body.inputs[1]] = .truths([true], shape: [])
            for (name, value) in zip(body.inputs.dropFirst(2), carried) { inner[name] = value }
            let results = try run(body, inner, node)
            goesOn = results[0].truths.first ?? false
            carried = Array(results.dropFirst().prefix(carried.count))
            for (index, value) in results.dropFirst(1 + carried.count).enumerated() {
                scans[index].append(value)
            }
            turn += 1
        }
        for scan in scans { carried.append(try stacked(scan, node)) }
        return carried
    }

    /// What each turn of a loop gave, as one tensor with a dimension more.
    private func stacked(_ turns: [Constant], _ node: Node) throws(Fault) -> Constant {
        let shape = turns.first?.shape ?? []
        guard turns.allSatisfy({ $0.shape == shape }) else {
            throw node.malformed("its turns give tensors of different shapes")
        }
        let evaluation = Evaluation(
            node: node, inputs: [], operatorSet: operatorSet, mostElements: Constant.mostElements)
        return Constant(shape: [turns.count] + shape, storage: try evaluation.chained(turns).storage)
    }
}
