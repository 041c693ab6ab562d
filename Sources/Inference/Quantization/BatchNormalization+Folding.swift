import Foundation

extension ONNXModelProto {
    /// Turns Constant nodes into stored tensors and folds each batch normalization into the convolution
    /// before it.
    mutating func simplify() throws(Fault) {
        var constants: [ONNXTensorProto] = []
        graph.node.removeAll { node in
            guard node.opType == "Constant",
                let value = node.attribute.first(where: { $0.name == "value" })?.t.first,
                let output = node.output.first
            else { return false }
            var tensor = value
            tensor.name = output
            constants.append(tensor)
            return true
        }
        graph.initializer += constants
        let checked = try Graph(self)
        for (index, node) in graph.node.enumerated().reversed() where node.opType == "BatchNormalization" {
            guard let source = graph.node.firstIndex(where: { $0.output.first == node.input.first }),
                graph.node[source].opType == "Conv", checked.readers[node.input[0]]?.count == 1,
                !checked.outputs.contains(where: { $0.name == node.input[0] })
            else { continue }
            if try fold(node, into: source, checked) { graph.node.remove(at: index) }
        }
    }

    private mutating func fold(_ proto: ONNXNodeProto, into source: Int, _ checked: Graph) throws(Fault)
        -> Bool
    {
        let node = try Node(proto, index: 0)
        let convolution = try Node(graph.node[source], index: source)
        guard let weights = convolution.input(1).flatMap({ checked.constants[$0] }), weights.shape.count == 4
        else {
            return false
        }
        let channels = weights.shape[0]
        let parts = (1...4).compactMap { node.input($0).flatMap { checked.constants[$0]?.floats } }
        let given = convolution.input(2).map { checked.constants[$0]?.floats ?? [] }
        let bias = given ?? [Float](repeating: 0, count: channels)
        guard parts.count == 4, parts.allSatisfy({ $0.count == channels }), bias.count == channels,
            channels > 0
        else {
            return false
        }
        let epsilon = node.float("epsilon", default: 1e-5)
        let factors = (0..<channels).map { parts[0][$0] / (parts[3][$0] + epsilon).squareRoot() }
        let size = weights.count / channels
        let folded = weights.floats.enumerated().map { $0.element * factors[$0.offset / size] }
        let shift = (0..<channels).map { parts[1][$0] + (bias[$0] - parts[2][$0]) * factors[$0] }
        let stem = try node.output()
        graph.initializer.append(.floats(folded, shape: weights.shape, name: stem + ".weight"))
        graph.initializer.append(.floats(shift, shape: [channels], name: stem + ".bias"))
        graph.node[source].input = [graph.node[source].input[0], stem + ".weight", stem + ".bias"]
        graph.node[source].output = [stem]
        return true
    }
}

extension ONNXTensorProto {
    static func floats(_ values: [Float], shape: [Int], name: String) -> ONNXTensorProto {
        var tensor = ONNXTensorProto()
        tensor.name = name
        tensor.dims = shape.map { Int64($0) }
        tensor.dataType = Int32(DataType.float.rawValue)
        tensor.rawData = Data(values.flatMap { bytes($0.bitPattern) })
        return tensor
    }

    static func integers(_ values: [Int32], type: DataType, shape: [Int], name: String) -> ONNXTensorProto {
        var tensor = ONNXTensorProto()
        tensor.name = name
        tensor.dims = shape.map { Int64($0) }
        tensor.dataType = Int32(type.rawValue)
        tensor.rawData =
            type == .int32
            ? Data(values.flatMap { bytes(UInt32(bitPattern: $0)) })
            : Data(values.map { UInt8(truncatingIfNeeded: $0) })
        return tensor
    }

    /// Little endian, as the format wants it.
    private static func bytes(_ word: UInt32) -> [UInt8] {
        [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: word >> $0) }
    }
}
