// Arithmetic on shapes and other constants, done while the plan is made.

extension Planner {
    func constant(_ node: Node) throws(Fault) {
        let output = try node.output()
        if let tensor = try node.tensor("value") {
            values[output] = .constant(tensor)
        } else if node.has("value_int") {
            values[output] = .constant(.integers([Int64(node.integer("value_int", default: 0))], shape: []))
        } else if let integers = node.integers("value_ints") {
            values[output] = .constant(.integers(integers.map { Int64($0) }))
        } else if node.has("value_float") {
            values[output] = .constant(
                Constant(shape: [], storage: .floats([node.float("value_float", default: 0)])))
        } else if let floats = node.floats("value_floats") {
            values[output] = .constant(Constant(shape: [floats.count], storage: .floats(floats)))
        } else {
            throw node.unsupported("its value is of a kind the engine does not know")
        }
    }

    func shapeOf(_ node: Node) throws(Fault) {
        let shape = shape(try value(0, of: node))
        func bound(_ index: Int) -> Int { min(max(index < 0 ? index + shape.count : index, 0), shape.count) }
        let start = bound(node.integer("start", default: 0))
        let end = node.has("end") ? bound(node.integer("end", default: 0)) : shape.count
        values[try node.output()] = .constant(.integers(shape[start..<max(start, end)].map { Int64($0) }))
    }

    func gather(_ node: Node) throws(Fault) {
        let input = try value(0, of: node), shape = shape(input)
        let axis = try axis(of: node, default: 0, rank: shape.count)
        guard let indices = try constant(1, of: node), let given = indices.integers, given.count <= 4096
        else {
            throw node.unsupported("its indices must be a constant of at most 4096 whole numbers")
        }
        var places: [Int] = []
        for index in given {
            let place = index < 0 ? Int(index) + shape[axis] : Int(index)
            guard (0..<shape[axis]).contains(place) else {
                throw node.malformed("index \(index) is out of bounds")
            }
            places.append(place)
        }
        let target = Array(shape[..<axis]) + indices.shape + Array(shape[(axis + 1)...])
        let outer = shape[..<axis].reduce(1, *), inner = shape[(axis + 1)...].reduce(1, *)
        if case .constant(let constant) = input, let integers = constant.integers {
            guard let count = Constant.elementCount(target), count <= Constant.mostFoldedElements else {
                throw node.unsupported("a constant of shape \(target) is too large")
            }
            let picked = (0..<outer).flatMap { row in
                places.flatMap { place in
                    let start = (row * shape[axis] + place) * inner
                    return integers[start..<start + inner]
                }
            }
            values[try node.output()] = .constant(.integers(picked, shape: target))
            return
        }
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

    func cast(_ node: Node) throws(Fault) {
        let input = try value(0, of: node), output = try node.output()
        let type = ONNXTensorProto.DataType(rawValue: node.integer("to", default: 0))
        guard case .constant(let constant) = input else {
            guard type == .float else { throw node.unsupported("the engine computes in floats only") }
            return try pass(node)
        }
        switch (type, constant.storage) {
        case (.float, _):
            values[output] = .constant(Constant(shape: constant.shape, storage: .floats(constant.floats)))
        case (.int64, .integers), (.int32, .integers), (.int64, .bytes), (.int32, .bytes):
            values[output] = .constant(.integers(constant.integers ?? [], shape: constant.shape))
        case (.int64, .floats(let numbers)), (.int32, .floats(let numbers)):
            guard numbers.allSatisfy({ $0.magnitude < 0x1p62 }) else {
                throw node.malformed("a number is too large")
            }
            values[output] = .constant(.integers(numbers.map { Int64($0) }, shape: constant.shape))
        default:
            throw node.unsupported(
                "the engine does not convert to element type \(node.integer("to", default: 0))")
        }
    }

    func constantOfShape(_ node: Node) throws(Fault) {
        guard let shape = try constant(0, of: node)?.integers?.map({ Int($0) }),
            let count = Constant.elementCount(shape), count <= Constant.mostFoldedElements
        else { throw node.malformed("its shape is impossible") }
        let value = try node.tensor("value") ?? Constant(shape: [1], storage: .floats([0]))
        guard value.count == 1 else { throw node.malformed("its value is not one number") }
        if let integer = value.integers {
            values[try node.output()] = .constant(
                .integers([Int64](repeating: integer[0], count: count), shape: shape))
        } else {
            let floats = [Float](repeating: value.floats[0], count: count)
            values[try node.output()] = .constant(Constant(shape: shape, storage: .floats(floats)))
        }
    }

    /// Arithmetic on two whole-number constants, broadcast; nil when there are floats among them.
    func fold(_ node: Node, _ a: Constant, _ b: Constant) throws(Fault) -> Constant? {
        guard let left = a.integers, let right = b.integers else { return nil }
        let shape = try broadcast(a.shape, b.shape, node)
        let first = try a.walked(
            shape, offset: 0, strides: Planner.strides(a.shape, broadcastTo: shape).map { Int($0) }, node)
        let second = try b.walked(
            shape, offset: 0, strides: Planner.strides(b.shape, broadcastTo: shape).map { Int($0) }, node)
        var result: [Int64] = []
        for (x, y) in zip(first.integers ?? left, second.integers ?? right) {
            switch node.operation {
            case "Add": result.append(x &+ y)
            case "Sub": result.append(x &- y)
            case "Mul": result.append(x &* y)
            case "Max": result.append(max(x, y))
            case "Min": result.append(min(x, y))
            case "Div":
                guard y != 0 else { throw node.malformed("it divides by zero") }
                result.append(x.dividedReportingOverflow(by: y).partialValue)
            default: throw node.unsupported("the engine does not do this with whole numbers")
            }
        }
        return .integers(result, shape: shape)
    }
}
