extension Planner {
    func concat(_ node: Node) throws(Fault) {
        var parts: [Value] = []
        for position in node.inputs.indices { parts.append(try value(position, of: node)) }
        guard let first = parts.first else { throw node.malformed("it has no input") }
        let rank = shape(first).count
        let axis = try axis(of: node, default: 1, rank: rank)
        var target = shape(first)
        for part in parts.dropFirst() {
            var other = shape(part)
            guard other.count == rank else {
                throw node.malformed("its inputs have different numbers of dimensions")
            }
            target[axis] += other[axis]
            other[axis] = shape(first)[axis]
            guard other == shape(first) else {
                throw node.malformed(
                    "shapes \(shape(first)) and \(shape(part)) cannot be joined along \(axis)")
            }
        }
        if try concatBytes(parts, target, axis, node) { return }

        let edge = try floatEdge(target, place: node.place)
        let strides = Planner.rowStrides(target)
        var start = 0
        for position in parts.indices {
            let source = try floats(position, of: node), offset = start * strides[axis]
            start += source.shape[axis]
            if target[..<axis].allSatisfy({ $0 == 1 }), place(source, in: edge, at: offset) { continue }
            emit(
                copyStep(
                    "Concat", elementSize: 4, dims: source.shape, from: source.buffer,
                    strides: Planner.rowStrides(source.shape), to: edge.buffer, toOffset: offset,
                    toStrides: strides))
        }
        values[try node.output()] = .floats(edge)
    }

    /// Joins tables as bytes: when all are the same function, or when the result is quantized at once and
    /// each part can be turned into its bytes by a table of its own.
    private func concatBytes(_ parts: [Value], _ target: [Int], _ axis: Int, _ node: Node) throws(Fault)
        -> Bool
    {
        var tables: [TableValue] = []
        for part in parts {
            guard case .table(let value) = part else { return false }
            tables.append(value)
        }
        let isUniform = tables.allSatisfy { $0.table == tables[0].table }
        let fused = isUniform ? nil : try fusedQuantization(after: node.output())
        guard isUniform || fused != nil else { return false }

        let edge = try byteEdge(target, place: node.place)
        let wholes = wholeParts(tables, fused, axis: axis)
        var start = 0
        for (position, value) in tables.enumerated() {
            var source = value.edge
            defer { start += source.shape[axis] }
            if let whole = wholes[position] {
                // Parts of one tensor, all of them and in order: it goes in as it is.
                if whole.isFirst, !place(whole.edge, in: edge, at: start) {
                    try copyPart(whole.edge, to: edge, at: start, axis: axis, node)
                }
                continue
            }
            if let fused {
                let table = value.table.map { number in
                    UInt8(min(max(Int(fused.quantization.quantized(number)), fused.low), fused.high))
                }
                if !table.indices.allSatisfy({ Int(table[$0]) == $0 }) {
                    let mapped = try byteEdge(source.shape, place: node.place)
                    emit(LookupStep(source, to: mapped, table: table))
                    source = mapped
                }
            }
            if axis != 1 || !place(source, in: edge, at: start) {
                try copyPart(source, to: edge, at: start, axis: axis, node)
            }
        }
        if let fused {
            values[fused.output] = .bytes(edge, nil)
            take(fused.nodes)
        } else {
            values[try node.output()] = .table(
                TableValue(edge: edge, table: tables[0].table, quantization: tables[0].quantization))
        }
        return true
    }
}
