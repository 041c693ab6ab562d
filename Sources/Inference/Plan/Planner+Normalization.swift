import CKernels

extension Planner {
    /// A batch normalization that no exporter has folded: a multiplication and an addition per channel.
    func batchNormalization(_ node: Node) throws(Fault) {
        let input = try floats(0, of: node)
        var parts: [[Float]] = []
        for position in 1...4 {
            guard let part = try constant(position, of: node) else {
                throw node.malformed("a parameter is missing")
            }
            parts.append(part.floats)
        }
        guard input.shape.count >= 2, parts.allSatisfy({ $0.count == input.shape[1] }) else {
            throw node.malformed("its parameters do not fit shape \(input.shape)")
        }
        let epsilon = node.float("epsilon", default: 1e-5)
        let scale = (0..<input.shape[1]).map { parts[0][$0] / (parts[3][$0] + epsilon).squareRoot() }
        let shift = (0..<input.shape[1]).map { parts[1][$0] - parts[2][$0] * scale[$0] }
        let shape = [input.shape[1]] + [Int](repeating: 1, count: input.shape.count - 2)
        let scaled = try floatEdge(input.shape, place: node.place)
        let output = try floatEdge(input.shape, place: node.place)
        let factor = FloatEdge(buffer: constantBuffer(ConstantBlock(scale)), shape: shape)
        let addend = FloatEdge(buffer: constantBuffer(ConstantBlock(shift)), shape: shape)
        emit(binaryStep(node.operation, CK_MULTIPLY, input, factor, to: scaled))
        emit(binaryStep(node.operation, CK_ADD, scaled, addend, to: output))
        values[try node.output()] = .floats(output)
    }

    /// Rows of the dimensions from `axis` on, each moved to mean 0 and variance 1.
    func layerNormalization(_ node: Node) throws(Fault) {
        let source = try floats(0, of: node), shape = source.shape
        let axis = try axis(of: node, default: -1, rank: shape.count)
        let count = shape[axis...].reduce(1, *), rows = shape[..<axis].reduce(1, *)
        guard node.outputs.dropFirst().allSatisfy(\.isEmpty) else {
            throw node.unsupported("the engine does not give the means that it normalizes with")
        }
        guard count > 0 else { throw node.malformed("it has nothing to normalize") }
        let scale = try floats(1, of: node)
        let bias: FloatEdge? = node.input(2) == nil ? nil : try floats(2, of: node)
        for part in [scale, bias].compactMap({ $0 }) where part.shape.reduce(1, *) != count {
            throw node.malformed("a parameter of shape \(part.shape) does not fit rows of \(shape[axis...])")
        }
        let epsilon = node.float("epsilon", default: 1e-5)
        let edge = try floatEdge(shape, place: node.place)
        let reads = [source.buffer, scale.buffer] + (bias.map { [$0.buffer] } ?? [])
        emit(
            SimpleStep(node.operation, reads: reads, writes: [edge.buffer]) { workspace in
                let from = unsafe workspace.floats(source.buffer), to = unsafe workspace.floats(edge.buffer)
                let factors = unsafe workspace.floats(scale.buffer)
                let addends = unsafe bias.map { unsafe workspace.floats($0.buffer) }
                workspace.workers.split(rows, unit: max(1, 4096 / count)) { _, share in
                    let start = share.lowerBound * count
                    unsafe ck_layer_norm_f32(
                        from + start, share.count, count, factors, addends, epsilon, to + start)
                }
            })
        values[try node.output()] = .floats(edge)
    }
}
