/// Runs single nodes of a tail as networks of their own, planned when their shapes are known.
final class NodeNetworks {
    private let kernels: Kernels
    private let workers: Workers
    private let weights: WeightStore
    /// The file's tensors, which keep their names and so their packed weights.
    private let fixed: [String: Constant]
    private let arena = Arena()
    private var plans: [Key: Plan] = [:]

    private struct Key: Hashable {
        let node: Int
        let shapes: [[Int]]
    }

    /// The number of regions changes from picture to picture: beyond this many plans all are made anew.
    private static let mostPlans = 256

    init(kernels: Kernels, workers: Workers, weights: WeightStore, fixed: [String: Constant]) {
        self.kernels = kernels
        self.workers = workers
        self.weights = weights
        self.fixed = fixed
    }

    /// Computes one node of whole pictures or matrices.
    ///
    /// Names in bodies may mean something else elsewhere, so nothing is kept of nodes there.
    func run(_ node: Node, _ inputs: [Constant?], operatorSet: Int, isInBody: Bool) throws(Fault)
        -> [Constant]
    {
        // A product takes any input as data; all else has data first and then parameters.
        let isProduct = ["MatMul", "Gemm"].contains(node.operation)
        var data: [(name: String, tensor: Tensor)] = []
        var parameters: [String: Constant] = [:]
        var isKept = !isInBody
        for (position, name) in node.inputs.enumerated() {
            guard let value = inputs[position] else { continue }
            let isFixed = !isInBody && fixed[name] != nil
            if position == 0 || isProduct && !isFixed {
                if !data.contains(where: { $0.name == name }) {
                    data.append((name, Tensor(shape: value.shape, values: value.floats)))
                }
            } else {
                parameters[name] = value
                isKept = isKept && isFixed
            }
        }
        guard let first = data.first else { throw node.malformed("input 0 is missing") }
        // Of no regions at all there are no results: their shape is that of one region's, none times.
        let isEmpty = first.tensor.shape.first == 0
        if isEmpty {
            let shape = [1] + first.tensor.shape.dropFirst()
            guard let count = Constant.elementCount(shape) else { throw node.malformed("shape \(shape)") }
            data[0].tensor = Tensor(shape: shape, values: [Float](repeating: 0, count: count))
            // Resize may be told in whole numbers how many results there are to be.
            for (name, value) in parameters where node.operation == "Resize" {
                guard let sizes = value.integers, sizes.first == 0 else { continue }
                parameters[name] = .integers([1] + sizes.dropFirst(), shape: value.shape)
            }
        }
        let key = Key(node: node.index, shapes: data.map(\.tensor.shape))
        let plan: Plan
        if isKept, let known = plans[key] {
            plan = known
        } else {
            let ports = data.map { Graph.Port(name: $0.name, shape: $0.tensor.shape) }
            plan = try Planner(
                graph: Graph(of: node, inputs: ports, constants: parameters, operatorSet: operatorSet),
                kernels: kernels, workers: workers, weights: isKept ? weights : WeightStore()
            ).plan(inputShapes: key.shapes)
            if plans.count >= NodeNetworks.mostPlans { plans.removeAll() }
            if isKept { plans[key] = plan }
        }
        let resources = Plan.Resources(arena: arena, kernels: kernels, workers: workers)
        return try plan.run(data.map(\.tensor), resources).map { result in
            isEmpty
                ? .floats([], shape: [0] + result.shape.dropFirst())
                : .floats(result.values, shape: result.shape)
        }
    }
}
