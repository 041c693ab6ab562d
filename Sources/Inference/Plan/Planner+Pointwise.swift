import CKernels

/// A function of one number, with its parameters.
struct Pointwise {
    let function: ck_function
    let alpha: Float
    let beta: Float

    private static let plain: [String: ck_function] = [
        "Relu": CK_RELU, "Sigmoid": CK_SIGMOID, "HardSwish": CK_HARD_SWISH, "Tanh": CK_TANH, "Exp": CK_EXP,
        "Log": CK_LOG, "Sqrt": CK_SQRT, "Neg": CK_NEGATE, "Abs": CK_ABS, "Erf": CK_ERF,
        "Reciprocal": CK_RECIPROCAL, "Softplus": CK_SOFTPLUS, "Floor": CK_FLOOR,
    ]

    init(function: ck_function, alpha: Float = 0, beta: Float = 0) {
        self.function = function
        self.alpha = alpha
        self.beta = beta
    }

    /// The function of one number that the node is, nil when it is another operator.
    init?(_ node: Node) {
        if let function = Pointwise.plain[node.operation] {
            self.init(function: function)
            return
        }
        switch node.operation {
        case "LeakyRelu": self.init(function: CK_LEAKY_RELU, alpha: node.float("alpha", default: 0.01))
        case "Elu": self.init(function: CK_ELU, alpha: node.float("alpha", default: 1))
        case "Gelu":
            let usesTanh = node.string("approximate", default: "none") == "tanh"
            self.init(function: usesTanh ? CK_GELU_TANH : CK_GELU)
        case "HardSigmoid":
            self.init(
                function: CK_HARD_SIGMOID, alpha: node.float("alpha", default: 0.2),
                beta: node.float("beta", default: 0.5))
        default: return nil
        }
    }

    /// A Clip, whose bounds are inputs or, in old files, attributes.
    init(clipOf node: Node, low: Float?, high: Float?) {
        self.init(
            function: CK_CLIP, alpha: low ?? node.float("min", default: -.infinity),
            beta: high ?? node.float("max", default: .infinity))
    }

    func applied(to values: [Float]) -> [Float] {
        var result = values
        unsafe result.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            unsafe ck_apply_f32(function, alpha, beta, base, base, buffer.count)
        }
        return result
    }
}

extension Planner {
    /// The function that the node applies to each element of its first input, or nil when it does something
    /// else.
    func pointwise(_ node: Node) throws(Fault) -> Pointwise? {
        guard node.operation == "Clip" else { return Pointwise(node) }
        return Pointwise(
            clipOf: node, low: try constant(1, of: node)?.floats.first,
            high: try constant(2, of: node)?.floats.first)
    }

    func unary(_ node: Node) throws(Fault) {
        guard let function = try pointwise(node) else {
            throw node.unsupported("the engine has no such operator")
        }
        if case .table(let value) = try value(0, of: node) {
            values[try node.output()] = .table(
                TableValue(
                    edge: value.edge, table: function.applied(to: value.table), quantization: nil,
                    origin: value.origin.map {
                        TableValue.Origin(edge: $0.edge, table: function.applied(to: $0.table))
                    }))
            return
        }
        let input = try floats(0, of: node)
        var output = try node.output()
        var applied = function
        if let product = try siluProduct(of: node) {
            applied = Pointwise(function: CK_SILU)
            output = try product.output()
            take([product])
        }
        let edge = try floatEdge(input.shape, place: node.place)
        emit(pointwiseStep(node.operation, applied, input, to: edge))
        values[output] = .floats(edge)
    }

    /// The product x * sigmoid(x) that is the only reader of this sigmoid, which together are SiLU.
    private func siluProduct(of node: Node) throws(Fault) -> Node? {
        guard node.operation == "Sigmoid", let input = node.input(0),
            let product = onlyReader(of: try node.output()), product.operation == "Mul",
            product.inputs.count == 2,
            product.inputs.contains(input)
        else { return nil }
        return product
    }

    /// The activation that alone reads `name`, to be applied by the step that computes it.
    func activation(after name: String) throws(Fault) -> (function: Pointwise, output: String, nodes: [Node])?
    {
        guard let readers = readers(of: name) else { return nil }
        if readers.count == 1, readers[0].input(0) == name, !mustWait(readers[0]),
            let function = try pointwise(readers[0])
        {
            return (function, try readers[0].output(), readers)
        }
        if readers.count == 2, let sigmoid = readers.first(where: { $0.operation == "Sigmoid" }),
            let product = try siluProduct(of: sigmoid), readers.contains(where: { $0.index == product.index })
        {
            return (Pointwise(function: CK_SILU), try product.output(), readers)
        }
        return nil
    }

    func pass(_ node: Node) throws(Fault) {
        // Dropout's mask is only of use in training; whoever reads it is told that it has no value.
        values[try node.output()] = try value(0, of: node)
    }

    static let binaries: [String: ck_binary] = [
        "Add": CK_ADD, "Sub": CK_SUBTRACT, "Mul": CK_MULTIPLY, "Div": CK_DIVIDE, "Max": CK_MAXIMUM,
        "Min": CK_MINIMUM, "Pow": CK_RAISE, "PRelu": CK_SLOPE,
    ]

    func binary(_ node: Node) throws(Fault) {
        guard let operation = Planner.binaries[node.operation], node.inputs.count == 2 else {
            throw node.unsupported("it has \(node.inputs.count) inputs and the engine does two")
        }
        let left = try value(0, of: node), right = try value(1, of: node), output = try node.output()
        if let table = try tableResult(operation, left, right) {
            values[output] = .table(table)
            return
        }
        if operation == CK_ADD, try addBytes(left, right, node) { return }
        let a = try floats(0, of: node), b = try floats(1, of: node)
        let shape = try broadcast(a.shape, b.shape, node)
        guard operation != CK_SLOPE || shape == a.shape else {
            throw node.malformed("slopes of shape \(b.shape) do not fit shape \(a.shape)")
        }
        let edge = try floatEdge(shape, place: node.place)
        emit(binaryStep(node.operation, operation, a, b, to: edge))
        values[output] = .floats(edge)
    }

    /// Two functions of the same tensor, or one and a number, are again a function of that tensor.
    private func tableResult(
        _ operation: ck_binary, _ left: Value, _ right: Value
    ) throws(Fault) -> TableValue? {
        let edge: ByteEdge
        let a: [Float], b: [Float]
        switch (left, right) {
        case (.table(let x), .table(let y)):
            var common: (TableValue.Origin, TableValue.Origin)?
            for first in x.sources {
                for second in y.sources
                where common == nil && first.edge.buffer == second.edge.buffer
                    && first.edge.shape == second.edge.shape
                {
                    common = (first, second)
                }
            }
            guard let (first, second) = common else { return nil }
            (edge, a, b) = (first.edge, first.table, second.table)
        case (.table(let x), .constant(let number)):
            guard number.count == 1, number.shape.count <= x.edge.shape.count else { return nil }
            (edge, a, b) = (x.edge, x.table, [Float](repeating: number.floats[0], count: 256))
        case (.constant(let number), .table(let y)):
            guard number.count == 1, number.shape.count <= y.edge.shape.count else { return nil }
            (edge, a, b) = (y.edge, [Float](repeating: number.floats[0], count: 256), y.table)
        default: return nil
        }
        var table = [Float](repeating: 0, count: 256)
        var dims: Int64 = 256, stride: Int64 = 1
        unsafe ck_binary_f32(operation, 1, &dims, a, &stride, b, &stride, &table)
        return TableValue(edge: edge, table: table, quantization: nil)
    }

    /// The sum of two quantized tensors of one shape that is quantized at once.
    private func addBytes(_ left: Value, _ right: Value, _ node: Node) throws(Fault) -> Bool {
        guard case .table(let a) = left, case .table(let b) = right, a.edge.shape == b.edge.shape,
            let aScale = a.quantization, let bScale = b.quantization,
            let fused = try fusedQuantization(after: node.output())
        else { return false }
        let edge = try byteEdge(a.edge.shape, place: node.place)
        emit(addStep(a.edge, aScale, b.edge, bScale, to: edge, fused))
        values[fused.output] = .bytes(edge, nil)
        take(fused.nodes)
        return true
    }
}
