/// Writes a choice of quantization into the file's graph.
struct QuantizedWriter {
    private let graph: Graph
    private let choice: QuantizationChoice
    private let quantizations: [String: Quantization]
    private let corrections: [Int: [Float]]
    private var nodes: [ONNXNodeProto] = []
    private var tensors: [ONNXTensorProto] = []

    /// `corrections`: by node, what is taken off the bias of each output channel.
    init(
        _ graph: Graph, _ choice: QuantizationChoice, _ quantizations: [String: Quantization],
        corrections: [Int: [Float]] = [:]
    ) {
        self.graph = graph
        self.choice = choice
        self.quantizations = quantizations
        self.corrections = corrections
    }

    /// The network in 8 bits.
    consuming func rewritten(_ model: ONNXModelProto) -> ONNXModelProto {
        for input in graph.inputs { quantize(input.name) }
        for (node, float) in inRunningOrder(model) {
            var proto = float
            if !choice.keepFloat.contains(node.name) {
                proto.input = proto.input.map { quantizations[$0] == nil ? $0 : $0 + ".dequantized" }
            }
            if choice.products.contains(node.index) { quantizeWeights(of: node, &proto) }
            nodes.append(proto)
            for output in node.outputs { quantize(output) }
        }
        return finished(model)
    }

    /// The float network, and beside each chosen product its like in 8 bits, which reads the same tensor
    /// rounded and gives `pairedName` of its output.
    consuming func paired(_ model: ONNXModelProto) -> ONNXModelProto {
        for input in graph.inputs { quantize(input.name) }
        for (node, float) in inRunningOrder(model) {
            nodes.append(float)
            for output in node.outputs { quantize(output) }
            guard choice.products.contains(node.index) else { continue }
            var twin = float
            twin.input[0] += ".dequantized"
            twin.output = twin.output.map(QuantizedWriter.pairedName)
            quantizeWeights(of: node, &twin)
            nodes.append(twin)
        }
        return finished(model)
    }

    static func pairedName(_ output: String) -> String { output + ".in8bits" }

    /// The checked graph holds the file's nodes in running order, and each names its own in the file by output.
    private func inRunningOrder(_ model: ONNXModelProto) -> [(Node, ONNXNodeProto)] {
        let protos = Dictionary(
            model.graph.node.map { ($0.output, $0) }, uniquingKeysWith: { first, _ in first })
        return graph.nodes.compactMap { node in protos[node.outputs].map { (node, $0) } }
    }

    private func finished(_ model: ONNXModelProto) -> ONNXModelProto {
        var result = model
        result.producerName = "gondola"
        result.graph.node = nodes
        let used = Set(nodes.flatMap(\.input)).union(graph.outputs.map(\.name))
        result.graph.initializer = (model.graph.initializer + tensors).filter { used.contains($0.name) }
        result.graph.input.removeAll { input in
            graph.constants[input.name] != nil && !used.contains(input.name)
        }
        return result
    }

    /// Puts QuantizeLinear and DequantizeLinear behind the tensor if it has a scale.
    private mutating func quantize(_ name: String) {
        guard let quantization = quantizations[name] else { return }
        let scale = name + ".scale", zero = name + ".zero_point"
        tensors.append(.floats([quantization.scale], shape: [], name: scale))
        tensors.append(.integers([Int32(quantization.zeroPoint)], type: .uint8, shape: [], name: zero))
        append("QuantizeLinear", [name, scale, zero], name + ".quantized")
        append("DequantizeLinear", [name + ".quantized", scale, zero], name + ".dequantized")
    }

    private mutating func quantizeWeights(of node: Node, _ proto: inout ONNXNodeProto) {
        guard let input = node.input(0).flatMap({ quantizations[$0] }), let output = node.outputs.first,
            let weights = node.input(1).flatMap({ graph.constants[$0] })
        else { return }
        let axis = QuantizationChoice.weightAxis(of: node)
        let bias = correctedBias(of: node)
        let scales = QuantizedWriter.scales(weights, axis: axis, bias: bias, input: input.scale)
        let inner = weights.shape.dropFirst(axis + 1).reduce(1, *)
        let values = weights.floats.enumerated().map { index, value -> Int32 in
            let scaled = (value / scales[index / inner % scales.count]).rounded(.toNearestOrEven)
            return Int32(min(max(scaled, -127), 127))
        }
        let stem = output + ".weight"
        proto.input[1] = dequantized(
            stem, .integers(values, type: .int8, shape: weights.shape, name: stem + ".quantized"), scales,
            .int8,
            axis: axis)
        guard let bias else { return }
        let units = scales.map { input.scale * $0 }
        let whole = zip(bias, units).map { bias, unit in
            Int32(min(max((bias / unit).rounded(.toNearestOrEven), -0x1p30), 0x1p30))
        }
        let biasStem = output + ".bias"
        let biasName = dequantized(
            biasStem, .integers(whole, type: .int32, shape: [whole.count], name: biasStem + ".quantized"),
            units,
            .int32, axis: 0)
        proto.input = proto.input.prefix(2) + [biasName]
    }

    /// The bias less the correction; a node without a bias gets one for it.
    private func correctedBias(of node: Node) -> [Float]? {
        let bias = node.input(2).flatMap { graph.constants[$0]?.floats }
        guard let correction = corrections[node.index] else { return bias }
        guard let bias else { return correction.map { -$0 } }
        return zip(bias, correction).map { $0 - $1 }
    }

    /// Symmetric scales per output channel: the largest magnitude is 127, unless the bias would then not fit
    /// 31 bits.
    private static func scales(_ weights: Constant, axis: Int, bias: [Float]?, input: Float) -> [Float] {
        let count = weights.shape[axis], inner = weights.shape.dropFirst(axis + 1).reduce(1, *)
        var largest = [Float](repeating: 0, count: count)
        for (index, value) in weights.floats.enumerated() where value.isFinite {
            let channel = index / inner % count
            largest[channel] = max(largest[channel], abs(value))
        }
        return largest.indices.map { channel in
            max(largest[channel] / 127, abs(bias?[channel] ?? 0) / input / 0x1p30, 1e-9)
        }
    }

    private mutating func dequantized(
        _ stem: String, _ values: ONNXTensorProto, _ scales: [Float], _ type: ONNXTensorProto.DataType,
        axis: Int
    ) -> String {
        let zeros = [Int32](repeating: 0, count: scales.count)
        tensors.append(values)
        tensors.append(.floats(scales, shape: [scales.count], name: stem + ".scale"))
        tensors.append(.integers(zeros, type: type, shape: [scales.count], name: stem + ".zero_point"))
        append(
            "DequantizeLinear", [values.name, stem + ".scale", stem + ".zero_point"], stem + ".dequantized",
            axis: axis)
        return stem + ".dequantized"
    }

    private mutating func append(_ operation: String, _ inputs: [String], _ output: String, axis: Int? = nil)
    {
        var node = ONNXNodeProto()
        node.opType = operation
        node.name = output + "." + operation
        node.input = inputs
        node.output = [output]
        if let axis {
            var attribute = ONNXAttributeProto()
            attribute.name = "axis"
            attribute.type = .int
            attribute.i = Int64(axis)
            node.attribute = [attribute]
        }
        nodes.append(node)
    }
}
