/// A regular walk over a tensor: where it starts, how long it is and how far it steps in each dimension.
struct Walk {
    var starts: [Int]
    var sizes: [Int]
    var steps: [Int]
}

extension Planner {
    func reshape(_ node: Node) throws(Fault) {
        let input = try value(0, of: node), output = try node.output()
        let shape = try reshaped(shape(input), by: node)
        guard Constant.elementCount(shape) == Constant.elementCount(self.shape(input)),
            shape.count <= Planner.mostDimensions
        else {
            throw node.malformed("shape \(self.shape(input)) cannot become \(shape)")
        }
        switch input {
        case .constant(let constant):
            values[output] = .constant(Constant(shape: shape, storage: constant.storage))
        case .table(let value):
            if try shuffle(node, value, to: shape) { return }
            if value.edge.isRowByRow, ByteEdge(buffer: value.edge.buffer, shape: shape).isRowByRow {
                let source = try together(value.edge, node)
                let edge = ByteEdge(buffer: source.buffer, shape: shape)
                values[output] = .table(
                    TableValue(edge: edge, table: value.table, quantization: value.quantization))
                return
            }
            values[output] = .floats(FloatEdge(buffer: try floats(0, of: node).buffer, shape: shape))
        default: values[output] = .floats(FloatEdge(buffer: try floats(0, of: node).buffer, shape: shape))
        }
    }

    private func reshaped(_ shape: [Int], by node: Node) throws(Fault) -> [Int] {
        switch node.operation {
        case "Flatten":
            let axis = node.integer("axis", default: 1)
            let split = axis < 0 ? axis + shape.count : axis
            guard (0...shape.count).contains(split) else {
                throw node.malformed("it has no dimension \(axis)")
            }
            return [shape[..<split].reduce(1, *), shape[split...].reduce(1, *)]
        case "Squeeze":
            let axes = try axes(of: node, input: 1, rank: shape.count)
            let gone = axes ?? shape.indices.filter { shape[$0] == 1 }
            guard gone.allSatisfy({ shape[$0] == 1 }) else {
                throw node.malformed("\(shape) has no such 1 to drop")
            }
            return shape.indices.filter { !gone.contains($0) }.map { shape[$0] }
        case "Unsqueeze":
            let count = try constant(1, of: node)?.count ?? node.integers("axes")?.count ?? 0
            guard shape.count + count <= Planner.mostDimensions else {
                throw node.unsupported("the engine holds at most \(Planner.mostDimensions) dimensions")
            }
            guard let axes = try axes(of: node, input: 1, rank: shape.count + count) else {
                throw node.malformed("it names no dimensions")
            }
            var result = shape
            for axis in Set(axes).sorted() { result.insert(1, at: min(axis, result.count)) }
            return result
        default:
            guard let wanted = try constant(1, of: node)?.integers?.map({ Int($0) }) else {
                throw node.unsupported("its shape must be a constant of whole numbers")
            }
            return try resolved(wanted, from: shape, node)
        }
    }

    /// Fills in the zeros (as before) and the one -1 (what is left) of a reshape.
    private func resolved(_ wanted: [Int], from shape: [Int], _ node: Node) throws(Fault) -> [Int] {
        var result = wanted
        if node.integer("allowzero", default: 0) == 0 {
            for (axis, size) in wanted.enumerated() where size == 0 {
                guard axis < shape.count else {
                    throw node.malformed("shape \(wanted) copies a missing dimension")
                }
                result[axis] = shape[axis]
            }
        }
        let open = result.indices.filter { result[$0] == -1 }
        guard open.count <= 1, let known = Constant.elementCount(result.filter { $0 != -1 }) else {
            throw node.malformed("shape \(wanted) is impossible")
        }
        let total = shape.reduce(1, *)
        if let axis = open.first {
            guard known > 0, total % known == 0 else {
                throw node.malformed("\(shape) cannot become \(wanted)")
            }
            result[axis] = total / known
        }
        return result
    }

    /// The dimensions a node names by attribute or by input, made positive; nil when it names none.
    func axes(of node: Node, input position: Int, rank: Int) throws(Fault) -> [Int]? {
        let given =
            try constant(position, of: node)?.integers.map { $0.map { Int($0) } } ?? node.integers("axes")
        guard let given else { return nil }
        var axes: [Int] = []
        for axis in given {
            let positive = axis < 0 ? axis + rank : axis
            guard (0..<rank).contains(positive) else { throw node.malformed("it has no dimension \(axis)") }
            axes.append(positive)
        }
        return axes
    }

    func axis(of node: Node, default value: Int, rank: Int) throws(Fault) -> Int {
        let given = node.integer("axis", default: value)
        let axis = given < 0 ? given + rank : given
        guard (0..<rank).contains(axis) else { throw node.malformed("it has no dimension \(given)") }
        return axis
    }

    func transpose(_ node: Node) throws(Fault) {
        let input = try value(0, of: node), shape = shape(input)
        let order = node.integers("perm") ?? shape.indices.reversed()
        guard order.sorted() == Array(shape.indices) else {
            throw node.malformed("\(order) does not order the dimensions of \(shape)")
        }
        let strides = Planner.rowStrides(shape)
        try move(node, to: order.map { shape[$0] }, strides: order.map { strides[$0] })
    }

    func expand(_ node: Node) throws(Fault) {
        let shape = shape(try value(0, of: node))
        guard let wanted = try constant(1, of: node)?.integers?.map({ Int($0) }) else {
            throw node.malformed("its shape is not made of whole numbers")
        }
        let target = try broadcast(shape, wanted, node)
        try move(node, to: target, strides: Planner.strides(shape, broadcastTo: target).map { Int($0) })
    }

    /// Writes the first input, walked with `strides` over its row-by-row elements, as a tensor of `shape`.
    private func move(_ node: Node, to shape: [Int], strides: [Int]) throws(Fault) {
        if case .constant(let constant) = try value(0, of: node) {
            values[try node.output()] = .constant(
                try constant.walked(shape, offset: 0, strides: strides, node))
            return
        }
        let source = try floats(0, of: node)
        let edge = try floatEdge(shape, place: node.place)
        emit(
            copyStep(
                node.operation, elementSize: 4, dims: shape, from: source.buffer, strides: strides,
                to: edge.buffer,
                toStrides: Planner.rowStrides(shape)))
        values[try node.output()] = .floats(edge)
    }

    func slice(_ node: Node) throws(Fault) {
        let input = try value(0, of: node), shape = shape(input)
        guard let starts = try constant(1, of: node)?.integers?.map({ Int($0) }) ?? node.integers("starts"),
            let ends = try constant(2, of: node)?.integers?.map({ Int($0) }) ?? node.integers("ends"),
            starts.count == ends.count
        else { throw node.malformed("it does not say from where to where") }
        let axes = try axes(of: node, input: 3, rank: shape.count) ?? Array(starts.indices)
        let steps =
            try constant(4, of: node)?.integers?.map { Int($0) } ?? [Int](repeating: 1, count: starts.count)
        guard axes.count == starts.count, steps.count == starts.count, axes.allSatisfy({ $0 < shape.count }),
            steps.allSatisfy({ $0 != 0 && $0 > -Constant.mostElements && $0 < Constant.mostElements })
        else { throw node.malformed("its starts, axes and steps do not go together") }
        var walk = Walk(
            starts: [Int](repeating: 0, count: shape.count), sizes: shape,
            steps: [Int](repeating: 1, count: shape.count))
        for (position, axis) in axes.enumerated() {
            let size = shape[axis], step = steps[position]
            let bounds = step > 0 ? 0...size : -1...max(size - 1, -1)
            func place(_ index: Int) -> Int {
                let counted = index < 0 ? index.addingReportingOverflow(size).partialValue : index
                return min(max(counted, bounds.lowerBound), bounds.upperBound)
            }
            let start = step > 0 ? place(starts[position]) : min(place(starts[position]), size - 1)
            let end = place(ends[position])
            let span = step > 0 ? end - start : start - end
            walk.starts[axis] = max(start, 0)
            walk.sizes[axis] = max(0, (span + abs(step) - 1) / abs(step))
            walk.steps[axis] = step
        }
        try take(walk, of: node, to: node.output())
    }

    func split(_ node: Node) throws(Fault) {
        let shape = shape(try value(0, of: node))
        let axis = try axis(of: node, default: 0, rank: shape.count)
        let count = node.outputs.count
        let even = (shape[axis] + count - 1) / max(count, 1)
        let sizes =
            try constant(1, of: node)?.integers?.map { Int($0) } ?? node.integers("split")
            ?? (0..<count).map { min(even, shape[axis] - $0 * even) }
        guard sizes.count == count, sizes.allSatisfy({ (0...shape[axis]).contains($0) }),
            sizes.reduce(0, +) == shape[axis]
        else { throw node.malformed("parts \(sizes) do not make up \(shape[axis])") }
        var start = 0
        for (output, size) in zip(node.outputs, sizes) {
            var walk = Walk(
                starts: [Int](repeating: 0, count: shape.count), sizes: shape,
                steps: [Int](repeating: 1, count: shape.count))
            walk.starts[axis] = start
            walk.sizes[axis] = size
            start += size
            if !output.isEmpty { try take(walk, of: node, to: output) }
        }
    }

    /// Copies the elements of a walk over the node's first input; bytes stay bytes.
    private func take(_ walk: Walk, of node: Node, to output: String) throws(Fault) {
        func path(_ strides: [Int]) -> (offset: Int, strides: [Int]) {
            (
                zip(walk.starts, strides).reduce(0) { $0 + $1.0 * $1.1 },
                zip(strides, walk.steps).map { $0 * $1 }
            )
        }
        switch try value(0, of: node) {
        case .constant(let constant):
            let (offset, strides) = path(Planner.rowStrides(constant.shape))
            values[output] = .constant(
                try constant.walked(walk.sizes, offset: offset, strides: strides, node))
        case .table(let value):
            let edge = try byteEdge(walk.sizes, place: node.place)
            if !view(edge, of: value.edge, walk) {
                let source = try together(value.edge, node)
                let (offset, strides) = path(source.strides)
                let order = edge.storedOrder
                pin(edge)
                emit(
                    copyStep(
                        node.operation + " int8", elementSize: 1, dims: order.map { walk.sizes[$0] },
                        from: source.buffer, offset: offset, strides: order.map { strides[$0] },
                        to: edge.buffer, toStrides: order.map { edge.strides[$0] }))
            }
            values[output] = .table(
                TableValue(edge: edge, table: value.table, quantization: value.quantization))
        default:
            let source = try floats(0, of: node)
            let edge = try floatEdge(walk.sizes, place: node.place)
            let (offset, strides) = path(Planner.rowStrides(source.shape))
            emit(
                copyStep(
                    node.operation, elementSize: 4, dims: walk.sizes, from: source.buffer, offset: offset,
                    strides: strides, to: edge.buffer, toStrides: Planner.rowStrides(walk.sizes)))
            values[output] = .floats(edge)
        }
    }
}

extension Constant {
    /// The elements met on a strided walk.
    func walked(_ shape: [Int], offset: Int, strides: [Int], _ node: Node) throws(Fault) -> Constant {
        guard let count = Constant.elementCount(shape), count <= Constant.mostFoldedElements else {
            throw node.unsupported("a constant of shape \(shape) is too large")
        }
        var indices: [Int] = []
        indices.reserveCapacity(count)
        for position in 0..<count {
            var rest = position, index = offset
            for axis in shape.indices.reversed() {
                index += rest % shape[axis] * strides[axis]
                rest /= shape[axis]
            }
            indices.append(index)
        }
        switch storage {
        case .floats(let values): return Constant(shape: shape, storage: .floats(indices.map { values[$0] }))
        case .integers(let values, let type):
            return Constant(shape: shape, storage: .integers(indices.map { values[$0] }, type: type))
        case .bytes(let values, let type):
            return Constant(shape: shape, storage: .bytes(indices.map { values[$0] }, type: type))
        }
    }
}
