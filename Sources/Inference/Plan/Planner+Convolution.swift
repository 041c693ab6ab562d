import CKernels

extension Planner {
    func convolution(_ node: Node) throws(Fault) {
        let input = try value(0, of: node), weights = try value(1, of: node)
        let geometry = try ConvolutionGeometry(node, input: shape(input), weights: shape(weights))
        if case .table(let source) = input, let quantization = source.quantization,
            case .quantizedConstant(let constant) = weights,
            let packed = try pack(node, geometry, quantization, constant, transposed: false)
        {
            try quantizedConvolution(node, geometry, source.edge, packed)
            return
        }
        let edge = try floats(0, of: node)
        guard let weights = try constant(1, of: node) else { throw node.malformed("it has no weights") }
        let bias: FloatEdge? = node.input(2) == nil ? nil : try floats(2, of: node)
        if let bias, bias.shape != [geometry.outChannels] {
            throw node.malformed("its bias has shape \(bias.shape) for \(geometry.outChannels) channels")
        }
        var name = try node.output()
        var function = Pointwise(function: CK_IDENTITY)
        if let activation = try activation(after: name) {
            (function, name) = (activation.function, activation.output)
            take(activation.nodes)
        }
        let output = try floatEdge(geometry.outputShape, place: node.place)
        emit(
            try floatConvolutionStep(geometry, edge, weights, bias, function, to: output, node: node))
        values[name] = .floats(output)
    }

    /// Emits the integer convolution; its result is quantized at once where the graph does so, else floats.
    ///
    /// `shape` is the file's shape of the result where it is not that of a picture.
    func quantizedConvolution(
        _ node: Node, _ geometry: ConvolutionGeometry, _ input: ByteEdge, _ packed: PackedConvolution,
        shape: [Int]? = nil
    ) throws(Fault) {
        let shape = shape ?? geometry.outputShape
        let output = try node.output()
        let fused = try fusedQuantization(after: output)
        let own = geometry.scratchByteCount(packed, givesFloats: fused == nil, kernels)
        let scratch = scratch(byteCount: own * workers.count)
        let target: BufferID
        if let fused {
            let edge = try byteEdge(shape, place: node.place)
            values[fused.output] = .bytes(edge, nil)
            take(fused.nodes)
            target = edge.buffer
        } else {
            let edge = try floatEdge(shape, place: node.place)
            values[output] = .floats(edge)
            target = edge.buffer
        }
        emit(
            QuantizedConvolutionStep(
                packed, geometry, input: input.buffer, scratch: scratch, scratchByteCount: own,
                output: target,
                fused: fused))
    }

    /// Packs the weights for the chosen kernels, or gives nil when integers cannot hold the computation
    /// exactly: then the node runs in float.
    func pack(
        _ node: Node, _ geometry: ConvolutionGeometry, _ input: Quantization, _ constant: QuantizedConstant,
        transposed: Bool
    ) throws(Fault) -> PackedConvolution? {
        guard let integers = signedWeights(constant, axis: transposed ? 1 : 0, count: geometry.outChannels)
        else {
            return nil
        }
        guard geometry.outChannels > 0, geometry.patchCount > 0,
            geometry.patchCount <= Int(CK_LONGEST_SUM)
        else { return nil }
        var bias: QuantizedBias?
        if let name = node.input(2) {
            switch try value(name, of: node) {
            case .quantizedConstant(let constant):
                guard constant.scales.count == 1 || constant.scales.count == geometry.outChannels else {
                    return nil
                }
                bias = .integers(constant)
            case .constant(let constant): bias = .floats(constant.floats)
            default: return nil
            }
        }
        if let bias, bias.count != geometry.outChannels {
            throw node.malformed("its bias has \(bias.count) elements for \(geometry.outChannels) channels")
        }
        let scales =
            constant.scales.count == 1
            ? [Float](repeating: constant.scales[0], count: geometry.outChannels) : constant.scales
        let output = try node.output(), fused = try fusedQuantization(after: output)
        return weights.convolution(output) {
            PackedConvolution(
                geometry: geometry,
                weights: transposed ? transpose(integers, constant.integers.shape) : integers,
                scales: scales, bias: bias, input: input, output: fused?.quantization.scale, kernels: kernels)
        }
    }

    /// The weights as int8 without a zero point, or nil when they cannot be had so.
    private func signedWeights(_ constant: QuantizedConstant, axis: Int, count: Int) -> [Int8]? {
        guard constant.scales.count == 1 || (constant.axis == axis && constant.scales.count == count) else {
            return nil
        }
        let isSigned = constant.zeroPoints.allSatisfy { $0 == 0 }
        let isCentered = constant.zeroPoints.allSatisfy { $0 == 128 }
        switch constant.integers.storage {
        case .bytes(let values, type: .int8) where isSigned: return values.map { Int8(bitPattern: $0) }
        case .bytes(let values, type: .uint8) where isCentered:
            return values.map { Int8(bitPattern: $0 ^ 0x80) }
        case .integers(let values, type: .int8) where isSigned:
            return values.map { Int8(truncatingIfNeeded: $0) }
        case .integers(let values, type: .uint8) where isCentered:
            return values.map { Int8(truncatingIfNeeded: $0 - 128) }
        default: return nil
        }
    }

    private func transpose(_ values: [Int8], _ shape: [Int]) -> [Int8] {
        (0..<shape[1]).flatMap { column in (0..<shape[0]).map { values[$0 * shape[1] + column] } }
    }
}
