import CKernels

extension Planner {
    private func picture(_ node: Node) throws(Fault) -> (value: Value, shape: [Int]) {
        let value = try value(0, of: node), shape = shape(value)
        guard shape.count == 4 else {
            throw node.unsupported("the engine pools four dimensions, not \(shape.count)")
        }
        return (value, shape)
    }

    func maxPool(_ node: Node) throws(Fault) {
        guard node.outputs.count == 1 else {
            throw node.unsupported("the engine does not give the places of maxima")
        }
        let (value, shape) = try picture(node)
        let window = try Window(node, sizes: [shape[2], shape[3]])
        let target = [shape[0], shape[1]] + window.outSizes
        if case .table(let source) = value, source.isRising, window.isNeverEmpty(sizes: [shape[2], shape[3]])
        {
            // A function that never falls has its maximum where the bytes have theirs.
            let edge = try byteEdge(target, place: node.place)
            emit(maxPoolStep(source.edge, window, to: edge))
            values[try node.output()] = .table(
                TableValue(edge: edge, table: source.table, quantization: source.quantization))
            return
        }
        let source = try floats(0, of: node)
        let edge = try floatEdge(target, place: node.place)
        emit(maxPoolStep(source, window, to: edge))
        values[try node.output()] = .floats(edge)
    }

    func averagePool(_ node: Node) throws(Fault) {
        let (_, shape) = try picture(node)
        let window = try Window(node, sizes: [shape[2], shape[3]])
        let source = try floats(0, of: node)
        let edge = try floatEdge([shape[0], shape[1]] + window.outSizes, place: node.place)
        let countsPadding = node.integer("count_include_pad", default: 0) != 0
        emit(averagePoolStep(source, window, countsPadding: countsPadding, to: edge))
        values[try node.output()] = .floats(edge)
    }

    func globalAveragePool(_ node: Node) throws(Fault) {
        let (value, shape) = try picture(node)
        guard shape[2] * shape[3] > 0 else { throw node.malformed("it has nothing to average") }
        let target = [shape[0], shape[1], 1, 1]
        if try meanBytes(value, target, node) { return }
        let source = try floats(0, of: node)
        let edge = try floatEdge(target, place: node.place)
        emit(
            reduceStep(
                node.operation, CK_REDUCE_MEAN, source.buffer, rows: shape[0] * shape[1],
                count: shape[2] * shape[3],
                to: edge.buffer))
        values[try node.output()] = .floats(edge)
    }

    func globalMaxPool(_ node: Node) throws(Fault) {
        let (_, shape) = try picture(node)
        guard shape[2] * shape[3] > 0 else { throw node.malformed("it has nothing to compare") }
        let source = try floats(0, of: node)
        let edge = try floatEdge([shape[0], shape[1], 1, 1], place: node.place)
        emit(
            reduceStep(
                node.operation, CK_REDUCE_MAX, source.buffer, rows: shape[0] * shape[1],
                count: shape[2] * shape[3], to: edge.buffer))
        values[try node.output()] = .floats(edge)
    }

    /// The mean over a quantized picture: exact whole-number sums.
    private func meanBytes(_ value: Value, _ target: [Int], _ node: Node) throws(Fault) -> Bool {
        guard case .table(let source) = value, let quantization = source.quantization,
            source.edge.shape[2] * source.edge.shape[3] <= 1 << 23
        else { return false }
        let edge = try floatEdge(target, place: node.place)
        let scratch = scratch(byteCount: 4 * source.edge.shape[0] * source.edge.shape[1])
        emit(meanStep(source.edge, quantization, scratch: scratch, to: edge))
        values[try node.output()] = .floats(edge)
        return true
    }

    private static let reductions: [String: ck_reduction] = [
        "ReduceMean": CK_REDUCE_MEAN, "ReduceSum": CK_REDUCE_SUM, "ReduceMax": CK_REDUCE_MAX,
        "ReduceMin": CK_REDUCE_MIN, "ReduceL2": CK_REDUCE_L2,
    ]

    func reduce(_ node: Node) throws(Fault) {
        guard let reduction = Planner.reductions[node.operation] else {
            throw node.unsupported("the engine has no such operator")
        }
        let input = try value(0, of: node), shape = shape(input)
        var axes = try axes(of: node, input: 1, rank: shape.count) ?? []
        if axes.isEmpty {
            if node.integer("noop_with_empty_axes", default: 0) != 0 { return try pass(node) }
            axes = Array(shape.indices)
        }
        let keeps = node.integer("keepdims", default: 1) != 0
        let kept = shape.indices.filter { !axes.contains($0) },
            gone = shape.indices.filter { axes.contains($0) }
        let target = shape.indices.compactMap { axes.contains($0) ? (keeps ? 1 : nil) : shape[$0] }
        let count = gone.reduce(1) { $0 * shape[$1] }
        guard count > 0 else { throw node.malformed("it has nothing to reduce") }
        if reduction == CK_REDUCE_MEAN, shape.count == 4, gone == [2, 3],
            try meanBytes(input, target, node)
        {
            return
        }
        let source = try contiguous(floats(0, of: node), order: kept + gone, node)
        let edge = try floatEdge(target, place: node.place)
        let rows = kept.reduce(1) { $0 * shape[$1] }
        emit(reduceStep(node.operation, reduction, source, rows: rows, count: count, to: edge.buffer))
        values[try node.output()] = .floats(edge)
    }

    /// The elements with their dimensions in `order`; the tensor itself when that is how they lie.
    private func contiguous(_ edge: FloatEdge, order: [Int], _ node: Node) throws(Fault) -> BufferID {
        guard order != Array(edge.shape.indices) else { return edge.buffer }
        let dims = order.map { edge.shape[$0] }, strides = Planner.rowStrides(edge.shape)
        let moved = try floatEdge(dims, place: node.place)
        emit(
            copyStep(
                node.operation, elementSize: 4, dims: dims, from: edge.buffer,
                strides: order.map { strides[$0] },
                to: moved.buffer, toStrides: Planner.rowStrides(dims)))
        return moved.buffer
    }

    func softmax(_ node: Node) throws(Fault) {
        let source = try floats(0, of: node), shape = source.shape
        let axis = try axis(of: node, default: graph.operatorSet < 13 ? 1 : -1, rank: shape.count)
        let edge = try floatEdge(shape, place: node.place)
        values[try node.output()] = .floats(edge)
        // Before version 13 all dimensions from `axis` on are one; later only that one counts.
        if graph.operatorSet < 13 || axis == shape.count - 1 {
            let count = shape[axis...].reduce(1, *)
            guard count > 0 else { throw node.malformed("it has nothing to compare") }
            emit(softmaxStep(source.buffer, rows: shape[..<axis].reduce(1, *), count: count, to: edge.buffer))
            return
        }
        let order = shape.indices.filter { $0 != axis } + [axis]
        let moved = try contiguous(source, order: order, node)
        let dims = order.map { shape[$0] }
        guard shape[axis] > 0 else { throw node.malformed("it has nothing to compare") }
        let result = try floatEdge(dims, place: node.place)
        emit(softmaxStep(moved, rows: dims.dropLast().reduce(1, *), count: shape[axis], to: result.buffer))
        let strides = Planner.rowStrides(shape)
        emit(
            copyStep(
                node.operation, elementSize: 4, dims: dims, from: result.buffer,
                strides: Planner.rowStrides(dims),
                to: edge.buffer, toStrides: order.map { strides[$0] }))
    }
}
