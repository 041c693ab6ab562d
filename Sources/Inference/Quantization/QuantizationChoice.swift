/// Which nodes of a float network compute in 8 bits, and which tensors get a scale.
///
/// Only what leads to another convolution or matrix product is quantized: the heads, from their last product
/// on, stay float, where rounding would cost accuracy and win nothing.
struct QuantizationChoice {
    /// Names of nodes that stay as they are and read tensors that are not rounded.
    let keepFloat: Set<String>
    /// Convolutions and products whose weights become int8, by node.
    private(set) var products: Set<Int> = []
    /// Tensors that get QuantizeLinear and DequantizeLinear, in the order of the graph.
    private(set) var tensors: [String] = []
    /// For a tensor that only passes values on, the tensor whose scale it shares.
    private(set) var sharesScaleOf: [String: String] = [:]

    private static let followers: Set<String> = [
        "Relu", "Clip", "Sigmoid", "HardSwish", "HardSigmoid", "LeakyRelu", "Tanh", "Elu", "Softplus", "Gelu",
        "Mul",
        "Add",
        "Concat", "MaxPool", "AveragePool", "GlobalAveragePool", "ReduceMean", "Resize", "Split", "Slice",
        "Flatten",
        "Reshape", "Squeeze", "Identity", "Dropout",
    ]
    /// These give back some of their input's values.
    private static let passing: Set<String> = [
        "MaxPool", "Split", "Slice", "Flatten", "Reshape", "Squeeze", "Identity", "Dropout",
    ]

    init(_ graph: Graph, keepFloat: Set<String>) {
        self.keepFloat = keepFloat
        products = Set(
            graph.nodes.filter { QuantizationChoice.isProduct($0, in: graph) && !keepFloat.contains($0.name) }
                .map(\.index))
        let followers = Set(
            graph.nodes.filter {
                QuantizationChoice.followers.contains($0.operation) && !keepFloat.contains($0.name)
            }.map(\.index))
        let active = products.union(followers)
        let useful = QuantizationChoice.leadingToProducts(graph, products: products, through: active)
        let inputs = Set(graph.inputs.map(\.name))

        func isWanted(_ name: String) -> Bool {
            useful.contains(name) && !QuantizationChoice.isInside(name, graph: graph)
        }
        for input in graph.inputs where isWanted(input.name) { tensors.append(input.name) }
        for node in graph.nodes {
            // A node that stays float still feeds products, whose inputs must be bytes.
            for output in node.outputs where isWanted(output) {
                guard
                    active.contains(node.index)
                        || graph.readers[output]?.contains(where: products.contains) == true
                else { continue }
                tensors.append(output)
                if passes(node, active), let source = node.input(0),
                    tensors.contains(source) || inputs.contains(source)
                {
                    sharesScaleOf[output] = sharesScaleOf[source] ?? source
                }
            }
        }
        let chosen = Set(tensors)
        sharesScaleOf = sharesScaleOf.filter { chosen.contains($0.value) }
        // A product whose input got no scale cannot run in integers.
        products = products.filter { index in graph.nodes[index].input(0).map(chosen.contains) ?? false }
    }

    private func passes(_ node: Node, _ active: Set<Int>) -> Bool {
        guard active.contains(node.index) else { return false }
        return QuantizationChoice.passing.contains(node.operation)
            || (node.operation == "Resize" && node.string("mode", default: "nearest") == "nearest")
    }

    /// A convolution or matrix product with constant float weights and, if any, a constant bias per channel.
    static func isProduct(_ node: Node, in graph: Graph) -> Bool {
        guard let name = node.input(1), let weights = graph.constants[name], weights.integers == nil,
            weights.count > 0
        else { return false }
        let outputs: Int
        switch node.operation {
        case "Conv": outputs = weights.shape.first ?? 0
        case "Gemm":
            let isPlain =
                node.integer("transA", default: 0) == 0 && node.float("alpha", default: 1) == 1
                && node.float("beta", default: 1) == 1
            guard isPlain, weights.shape.count == 2 else { return false }
            outputs = weights.shape[weightAxis(of: node)]
        case "MatMul": return weights.shape.count == 2
        default: return false
        }
        guard let bias = node.input(2) else { return true }
        return graph.constants[bias]?.shape == [outputs]
    }

    /// Whether the operator of a product adds a bias itself.
    static func canHaveBias(_ node: Node) -> Bool { node.operation != "MatMul" }

    /// The dimension of the weights that counts output channels.
    static func weightAxis(of node: Node) -> Int {
        node.operation == "Conv" || (node.operation == "Gemm" && node.integer("transB", default: 0) != 0)
            ? 0 : 1
    }

    /// Names from which a chosen product is reached over nodes that can compute with bytes.
    private static func leadingToProducts(
        _ graph: Graph, products: Set<Int>, through active: Set<Int>
    ) -> Set<String> {
        var useful: Set<String> = []
        for node in graph.nodes.reversed() {
            if products.contains(node.index), let input = node.input(0) { useful.insert(input) }
            guard active.contains(node.index), !products.contains(node.index),
                node.outputs.contains(where: useful.contains)
            else { continue }
            for input in node.inputs where !input.isEmpty && graph.constants[input] == nil {
                useful.insert(input)
            }
        }
        return useful
    }

    /// Whether the tensor lives only inside a step that the engine fuses: before a bounding activation, or
    /// between x -> sigmoid(x) -> x * sigmoid(x).
    private static func isInside(_ name: String, graph: Graph) -> Bool {
        guard let readers = graph.readers[name], readers.count == 1,
            !graph.outputs.contains(where: { $0.name == name }),
            let maker = graph.nodes.first(where: { $0.outputs.contains(name) })
        else { return false }
        let reader = graph.nodes[readers[0]]
        if ["Conv", "Gemm", "Add"].contains(maker.operation) {
            return ["Relu", "Clip"].contains(reader.operation)
        }
        guard ["Sigmoid", "HardSigmoid", "Tanh", "Softplus"].contains(maker.operation),
            reader.operation == "Mul",
            let source = maker.input(0)
        else { return false }
        return reader.inputs.contains(source)
    }
}
