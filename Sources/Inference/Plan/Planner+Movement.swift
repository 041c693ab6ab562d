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

    func transpose(_ node: Node) throws(Fault) {
        let input = try value(0, of: node), shape = shape(input)
        let order = try order(of: shape, by: node)
        let strides = Planner.rowStrides(shape)
        try move(node, to: order.map { shape[$0] }, strides: order.map { strides[$0] })
    }

    /// A frame of one number around the tensor; any other frame is left to the tail.
    func pad(_ node: Node) throws(Fault) {
        let source = try floats(0, of: node), rank = source.shape.count
        let fill = try constant(2, of: node)?.floats.first ?? node.float("value", default: 0)
        guard let pads = try integers(1, of: node) ?? node.integers("pads"), pads.count == 2 * rank,
            node.string("mode", default: "constant") == "constant", node.input(3) == nil,
            pads.allSatisfy({ (0...Constant.mostElements).contains($0) })
        else { return try leave(node) }
        let shape = (0..<rank).map { source.shape[$0] + pads[$0] + pads[rank + $0] }
        let edge = try floatEdge(shape, place: node.place), strides = Planner.rowStrides(shape)
        emit(fillStep(node.operation, fill, edge))
        emit(
            copyStep(
                node.operation, elementSize: 4, dims: source.shape, from: source.buffer,
                strides: Planner.rowStrides(source.shape), to: edge.buffer,
                toOffset: (0..<rank).reduce(0) { $0 + pads[$1] * strides[$1] }, toStrides: strides))
        values[try node.output()] = .floats(edge)
    }

    /// Channels become cells of a picture that is `blocksize` times as high and wide.
    func depthToSpace(_ node: Node) throws(Fault) {
        let (shape, size) = try blocks(of: node)
        let depth = shape[1] / (size * size)
        guard depth * size * size == shape[1] else {
            throw node.malformed("\(shape[1]) channels do not make blocks of \(size) by \(size)")
        }
        let isColumnRowDepth = node.string("mode", default: "DCR") == "CRD"
        let apart =
            isColumnRowDepth
            ? [shape[0], depth, size, size, shape[2], shape[3]]
            : [shape[0], size, size, depth, shape[2], shape[3]]
        let order = isColumnRowDepth ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2]
        try rearrange(
            node, apart, order: order, to: [shape[0], depth, shape[2] * size, shape[3] * size])
    }

    /// Cells of `blocksize` by `blocksize` become channels.
    func spaceToDepth(_ node: Node) throws(Fault) {
        let (shape, size) = try blocks(of: node)
        let height = shape[2] / size, width = shape[3] / size
        guard height * size == shape[2], width * size == shape[3] else {
            throw node.malformed(
                "a picture of \(shape[2]) x \(shape[3]) does not fall into blocks of \(size)")
        }
        try rearrange(
            node, [shape[0], shape[1], height, size, width, size], order: [0, 3, 5, 1, 2, 4],
            to: [shape[0], shape[1] * size * size, height, width])
    }

    private func blocks(of node: Node) throws(Fault) -> (shape: [Int], size: Int) {
        let shape = shape(try value(0, of: node)), size = node.integer("blocksize", default: 0)
        guard shape.count == 4, (1...4096).contains(size) else {
            throw node.malformed("blocks of \(size) cannot be made of shape \(shape)")
        }
        return (shape, size)
    }

    /// The first input, seen as a tensor of shape `apart`, with its dimensions in `order`, as one of `target`.
    private func rearrange(_ node: Node, _ apart: [Int], order: [Int], to target: [Int]) throws(Fault) {
        let source = try floats(0, of: node)
        let edge = try floatEdge(target, place: node.place)
        let strides = Planner.rowStrides(apart), dims = order.map { apart[$0] }
        emit(
            copyStep(
                node.operation, elementSize: 4, dims: dims, from: source.buffer,
                strides: order.map { strides[$0] }, to: edge.buffer, toStrides: Planner.rowStrides(dims)))
        values[try node.output()] = .floats(edge)
    }

    func expand(_ node: Node) throws(Fault) {
        let shape = shape(try value(0, of: node))
        let target = try expanded(shape, by: node)
        try move(node, to: target, strides: Planner.strides(shape, broadcastTo: target).map { Int($0) })
    }

    /// Writes the first input, walked with `strides` over its row-by-row elements, as a tensor of `shape`.
    private func move(_ node: Node, to shape: [Int], strides: [Int]) throws(Fault) {
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
        let walk = try sliced(shape(try value(0, of: node)), by: node)
        try take(walk, of: node, to: node.output())
    }

    func split(_ node: Node) throws(Fault) {
        for (output, walk) in zip(node.outputs, try parts(of: shape(try value(0, of: node)), by: node))
        where !output.isEmpty {
            try take(walk, of: node, to: output)
        }
    }

    /// Copies the elements of a walk over the node's first input; bytes stay bytes.
    private func take(_ walk: Walk, of node: Node, to output: String) throws(Fault) {
        switch try value(0, of: node) {
        case .table(let value):
            let edge = try byteEdge(walk.sizes, place: node.place)
            if !view(edge, of: value.edge, walk) {
                let source = try together(value.edge, node)
                let (offset, strides) = walk.path(source.strides)
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
            let (offset, strides) = walk.path(Planner.rowStrides(source.shape))
            emit(
                copyStep(
                    node.operation, elementSize: 4, dims: walk.sizes, from: source.buffer, offset: offset,
                    strides: strides, to: edge.buffer, toStrides: Planner.rowStrides(walk.sizes)))
            values[output] = .floats(edge)
        }
    }
}
