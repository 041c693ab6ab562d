// Joining and splitting channels without copies: a tensor may lie among the channels of a wider one, if all who
// read or write it can step from pixel to pixel.

extension Planner {
    /// Lets `part` lie in `whole` from channel `first` on; false when it must be copied there.
    func place(_ part: ByteEdge, in whole: ByteEdge, at first: Int) -> Bool {
        guard part.shape.count == 4, part.channels > 0, !isPinned(part), !isView(part) else { return false }
        setView(
            part.buffer, Buffer.View(whole: whole.buffer, offset: first, channels: whole.channels))
        return true
    }

    /// Lets a float tensor lie in `whole`, `offset` floats from its start; false when it must be copied there.
    ///
    /// Nobody asks how far apart its pixels are: the part must be one run of the whole.
    func place(_ part: FloatEdge, in whole: FloatEdge, at offset: Int) -> Bool {
        let own = buffers[part.buffer.index]
        guard own.constant == nil, own.view == nil, !inputBuffers.contains(part.buffer) else { return false }
        setView(part.buffer, Buffer.View(whole: whole.buffer, offset: 4 * offset, channels: nil))
        return true
    }

    /// Makes `part` a view of `whole` when the walk only picks neighbouring channels.
    func view(_ part: ByteEdge, of whole: ByteEdge, _ walk: Walk) -> Bool {
        guard whole.shape.count == 4, walk.steps[1] == 1, part.channels > 0, part.count > 0,
            [0, 2, 3].allSatisfy({ walk.sizes[$0] == whole.shape[$0] && walk.steps[$0] == 1 })
        else { return false }
        setView(
            part.buffer,
            Buffer.View(whole: whole.buffer, offset: walk.starts[1], channels: whole.channels))
        return true
    }

    /// The tensor with nothing between its pixels: itself, held so from now on, or a copy.
    func together(_ edge: ByteEdge, _ node: Node) throws(Fault) -> ByteEdge {
        guard isView(edge) else {
            pin(edge)
            return edge
        }
        let copy = try byteEdge(edge.shape, place: node.place)
        pin(copy)
        emit(copyPixelsStep("Gather int8", edge, to: copy))
        return copy
    }

    /// Copies a tensor into its place along `axis` of a joined one.
    func copyPart(_ part: ByteEdge, to whole: ByteEdge, at first: Int, axis: Int, _ node: Node) throws(Fault)
    {
        if axis == 1, part.shape.count == 4 {
            let place = try byteEdge(part.shape, place: node.place)
            setView(
                place.buffer, Buffer.View(whole: whole.buffer, offset: first, channels: whole.channels))
            emit(copyPixelsStep("Concat int8", part, to: place))
            return
        }
        let source = try together(part, node), order = whole.storedOrder
        pin(whole)
        emit(
            copyStep(
                "Concat int8", elementSize: 1, dims: order.map { source.shape[$0] }, from: source.buffer,
                strides: order.map { source.strides[$0] }, to: whole.buffer,
                toOffset: first * whole.strides[axis], toStrides: order.map { whole.strides[$0] }))
    }

    /// For each part of a concatenation that is a split-off part of some tensor whose parts all stand here in
    /// order: that tensor.
    func wholeParts(
        _ parts: [TableValue], _ fused: FusedQuantization?, axis: Int
    ) -> [(edge: ByteEdge, isFirst: Bool)?] {
        var result = [(edge: ByteEdge, isFirst: Bool)?](repeating: nil, count: parts.count)
        guard axis == 1, fused == nil || parts.allSatisfy({ $0.quantization == fused?.quantization }),
            parts.allSatisfy({ $0.edge.shape.count == 4 })
        else { return result }
        var start = 0
        while start < parts.count {
            defer { start += 1 }
            guard let view = buffer(parts[start].edge).view, view.offset == 0 else { continue }
            var channels = 0, end = start
            while end < parts.count, let next = buffer(parts[end].edge).view, next.whole == view.whole,
                next.offset == channels
            {
                channels += parts[end].edge.channels
                end += 1
            }
            guard channels == view.channels, end > start else { continue }
            var shape = parts[start].edge.shape
            shape[1] = channels
            let whole = ByteEdge(buffer: view.whole, shape: shape)
            for position in start..<end { result[position] = (whole, position == start) }
            start = end - 1
        }
        return result
    }

    /// The channel shuffle that exporters write as reshape, transpose, reshape, with nothing but quantization
    /// that changes nothing between.
    func shuffle(_ node: Node, _ value: TableValue, to shape: [Int]) throws(Fault) -> Bool {
        let old = value.edge.shape
        guard old.count == 4, shape.count == 5, shape[0] == old[0], shape[3] == old[2], shape[4] == old[3],
            let quantization = value.quantization
        else { return false }
        var nodes: [Node] = []
        var name = try node.output()
        var kinds = ["Transpose", "Reshape"]
        while let wanted = kinds.first {
            guard let reader = onlyReader(of: name), reader.input(0) == name else { return false }
            switch reader.operation {
            case "QuantizeLinear", "DequantizeLinear":
                guard try activationQuantization(of: reader) == quantization else { return false }
            case wanted:
                if wanted == "Transpose", reader.integers("perm") != [0, 2, 1, 3, 4] { return false }
                if wanted == "Reshape" {
                    guard let sizes = try constant(1, of: reader)?.integers, sizes.count == 4,
                        zip(sizes, old).allSatisfy({ $0 == -1 || $0 == 0 || Int($0) == $1 })
                    else { return false }
                }
                kinds.removeFirst()
            default: return false
            }
            nodes.append(reader)
            name = try reader.output()
        }
        let edge = try byteEdge(old, place: node.place)
        emit(shuffleStep(value.edge, groups: shape[1], to: edge))
        values[name] = .table(TableValue(edge: edge, table: value.table, quantization: quantization))
        take(nodes)
        return true
    }
}
