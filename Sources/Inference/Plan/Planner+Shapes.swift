// Operators whose results follow from shapes and constants.

extension Planner {
    func constant(_ node: Node) throws(Fault) {
        values[try node.output()] = .constant(try Constant(valueOf: node))
    }

    func shapeOf(_ node: Node) throws(Fault) {
        let shape = shape(try value(0, of: node))
        values[try node.output()] = .constant(.integers(bounded(shape, by: node).map { Int64($0) }))
    }

    /// Copies of whole slices at constant places; anything else is left to the tail.
    func gather(_ node: Node) throws(Fault) {
        let shape = shape(try value(0, of: node))
        let axis = try axis(of: node, default: 0, rank: shape.count)
        guard case .constant(let indices) = try value(1, of: node), let given = indices.integers,
            given.count <= Planner.mostGatheredPlaces
        else { return try leave(node) }
        let places = try places(given, size: shape[axis], node)
        let target = Array(shape[..<axis]) + indices.shape + Array(shape[(axis + 1)...])
        let outer = shape[..<axis].reduce(1, *), inner = shape[(axis + 1)...].reduce(1, *)
        let source = try floats(0, of: node)
        let edge = try floatEdge(target, place: node.place)
        for (position, place) in places.enumerated() {
            emit(
                copyStep(
                    "Gather", elementSize: 4, dims: [outer, inner], from: source.buffer,
                    offset: place * inner,
                    strides: [shape[axis] * inner, 1], to: edge.buffer, toOffset: position * inner,
                    toStrides: [places.count * inner, 1]))
        }
        values[try node.output()] = .floats(edge)
    }

    /// Each place is a step of the plan.
    private static let mostGatheredPlaces = 4096

    func cast(_ node: Node) throws(Fault) {
        let isFloat = node.integer("to", default: 0) == ONNXTensorProto.DataType.float.rawValue
        if isFloat { try pass(node) } else { try leave(node) }
    }
}
