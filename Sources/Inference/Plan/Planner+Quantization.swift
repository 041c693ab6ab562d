/// What becomes of a float result that is quantized at once: the name of the quantized tensor, how it is
/// stored, and the bounds that activations such as ReLU put on the stored numbers.
struct FusedQuantization {
    let output: String
    let quantization: Quantization
    let low: Int
    let high: Int
    let nodes: [Node]
}

extension Planner {
    func quantizeLinear(_ node: Node) throws(Fault) {
        let input = try value(0, of: node), output = try node.output()
        if case .constant(let constant) = input {
            values[output] = .constant(try quantized(constant, by: node))
            return
        }
        let quantization = try activationQuantization(of: node)
        if case .table(let value) = input {
            let table = value.table.map { quantization.quantized($0) }
            if table.indices.allSatisfy({ Int(table[$0]) == $0 }) {
                values[output] = .bytes(value.edge, nil)
                return
            }
            let edge = try byteEdge(value.edge.shape, place: node.place)
            emit(
                LookupStep(value.edge, to: edge, table: table))
            let source = value.origin ?? TableValue.Origin(edge: value.edge, table: value.table)
            values[output] = .bytes(
                edge, ByteOrigin(edge: source.edge, table: source.table.map { quantization.quantized($0) }))
            return
        }
        let source = try floats(0, of: node)
        let edge = try byteEdge(source.shape, place: node.place)
        emit(quantizeStep(source, to: edge, quantization))
        values[output] = .bytes(edge, nil)
    }

    func dequantizeLinear(_ node: Node) throws(Fault) {
        let output = try node.output()
        switch try value(0, of: node) {
        case .bytes(let edge, let origin):
            let quantization = try activationQuantization(of: node)
            let table = quantization.table
            values[output] = .table(
                TableValue(
                    edge: edge, table: table, quantization: quantization,
                    origin: origin.map { origin in
                        TableValue.Origin(edge: origin.edge, table: origin.table.map { table[Int($0)] })
                    }))
        case .constant(let constant):
            values[output] = .quantizedConstant(try quantizedConstant(constant, node))
        default: throw node.malformed("its input is not quantized")
        }
    }

    /// Scale and zero point of a node on an activation: one number each, held as u8.
    func activationQuantization(of node: Node) throws(Fault) -> Quantization {
        let (scales, zeroPoints, type) = try parameters(of: node)
        guard scales.count == 1, zeroPoints.count == 1 else {
            throw node.unsupported("activations need one scale and one zero point")
        }
        guard (1e-12...1e12).contains(scales[0]) else {
            throw node.malformed("scale \(scales[0]) is impossible")
        }
        switch type {
        case .uint8 where (0...255).contains(zeroPoints[0]):
            return Quantization(scale: scales[0], zeroPoint: zeroPoints[0])
        case .int8 where (-128...127).contains(zeroPoints[0]):
            return Quantization(scale: scales[0], zeroPoint: zeroPoints[0] + 128)
        default: throw node.unsupported("activations must be uint8 or int8, and are \(type)")
        }
    }

    /// Follows `name` over activations that only bound it to the QuantizeLinear that is its only reader.
    func fusedQuantization(after name: String) throws(Fault) -> FusedQuantization? {
        var nodes: [Node] = []
        var bounds: [(Float, Float)] = []
        var current = name
        while let reader = onlyReader(of: current), reader.input(0) == current,
            let output = reader.outputs.first
        {
            nodes.append(reader)
            switch reader.operation {
            case "Relu": bounds.append((0, .infinity))
            case "Clip":
                guard let clip = try pointwise(reader) else { return nil }
                bounds.append((clip.alpha, clip.beta))
            case "QuantizeLinear":
                let quantization = try activationQuantization(of: reader)
                // Bounds apply one after the other, as the nodes do.
                var low = 0, high = 255
                for (least, most) in bounds {
                    let least = Int(quantization.quantized(least)), most = Int(quantization.quantized(most))
                    low = min(max(low, least), most)
                    high = min(max(high, least), most)
                }
                return FusedQuantization(
                    output: output, quantization: quantization, low: low, high: high, nodes: nodes)
            default: return nil
            }
            current = output
        }
        return nil
    }

    private func parameters(
        of node: Node
    ) throws(Fault) -> (scales: [Float], zeroPoints: [Int], type: ONNXTensorProto.DataType) {
        guard let scale = try constant(1, of: node), case .floats(let scales) = scale.storage, !scales.isEmpty
        else {
            throw node.malformed("its scale is missing or not made of floats")
        }
        guard scales.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw node.malformed("a scale is not a positive number")
        }
        guard let zero = try constant(2, of: node) else {
            return (scales, [Int](repeating: 0, count: scales.count), .uint8)
        }
        guard let values = zero.integers, let type = zero.integerType, values.count == scales.count else {
            throw node.malformed("its zero point does not fit its scale")
        }
        return (scales, values.map { Int($0) }, type)
    }

    private func axis(of node: Node, shape: [Int], count: Int) throws(Fault) -> Int {
        let given = node.integer("axis", default: 1)
        let axis = given < 0 ? given + shape.count : given
        guard count == 1 || (shape.indices.contains(axis) && shape[axis] == count) else {
            throw node.malformed("\(count) scales do not fit dimension \(given) of \(shape)")
        }
        return count == 1 ? 0 : axis
    }

    private func quantizedConstant(_ constant: Constant, _ node: Node) throws(Fault) -> QuantizedConstant {
        guard let type = constant.integerType,
            type == .int8 || type == .uint8 || type == .int32
        else {
            throw node.unsupported("its constant input is not int8, uint8 or int32")
        }
        let (scales, zeroPoints, zeroType) = try parameters(of: node)
        guard node.input(2) == nil || zeroType == type else {
            throw node.malformed("the zero point's type differs from the tensor's")
        }
        let axis = try axis(of: node, shape: constant.shape, count: scales.count)
        return QuantizedConstant(integers: constant, scales: scales, zeroPoints: zeroPoints, axis: axis)
    }

    /// Weights that the file keeps as floats and quantizes on the way.
    private func quantized(_ constant: Constant, by node: Node) throws(Fault) -> Constant {
        let (scales, zeroPoints, type) = try parameters(of: node)
        guard type == .int8 || type == .uint8 else {
            throw node.unsupported("it quantizes a constant to \(type)")
        }
        let axis = try axis(of: node, shape: constant.shape, count: scales.count)
        let inner = constant.shape.dropFirst(axis + 1).reduce(1, *)
        let bounds: ClosedRange<Float> = type == .int8 ? -128...127 : 0...255
        let floats = constant.floats
        let integers = floats.indices.map { index -> Int64 in
            let channel = scales.count == 1 ? 0 : index / inner % scales.count
            let value =
                (floats[index] / scales[channel]).rounded(.toNearestOrEven) + Float(zeroPoints[channel])
            return value == value ? Int64(min(max(value, bounds.lowerBound), bounds.upperBound)) : 0
        }
        return Constant(shape: constant.shape, storage: .integers(integers, type: type))
    }
}
