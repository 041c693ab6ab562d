// Operators that only move elements: each makes a list of places and picks.

extension Evaluation {
    func reshape() throws(Fault) -> [Constant] {
        let source = try input(0)
        let shape = try reshaped(source.shape, by: node)
        guard Constant.elementCount(shape) == source.count else {
            throw node.malformed("shape \(source.shape) cannot become \(shape)")
        }
        return [Constant(shape: shape, storage: source.storage)]
    }

    func transpose() throws(Fault) -> [Constant] {
        let source = try input(0)
        let order = try order(of: source.shape, by: node), strides = Planner.rowStrides(source.shape)
        return [try walked(source, order.map { source.shape[$0] }, strides: order.map { strides[$0] })]
    }

    func expand() throws(Fault) -> [Constant] {
        let source = try input(0)
        return [try stretched(source, to: try expanded(source.shape, by: node))]
    }

    func tile() throws(Fault) -> [Constant] {
        let source = try input(0)
        guard let repeats = integers(1, of: node), repeats.count == source.shape.count,
            repeats.allSatisfy({ (0...mostElements).contains($0) })
        else { throw node.malformed("it does not say how often to repeat each of \(source.shape)") }
        let shape = zip(source.shape, repeats).map { $0 * $1 }
        // Each dimension as two: which copy, which element; a copy is no step in memory.
        let split = zip(source.shape, repeats).flatMap { [$1, $0] }
        let strides = Planner.rowStrides(source.shape).flatMap { [0, $0] }
        return [Constant(shape: shape, storage: try walked(source, split, strides: strides).storage)]
    }

    func slice() throws(Fault) -> [Constant] {
        let source = try input(0)
        return [try taken(source, by: try sliced(source.shape, by: node))]
    }

    func split() throws(Fault) -> [Constant] {
        let source = try input(0)
        var results: [Constant] = []
        for walk in try parts(of: source.shape, by: node) { results.append(try taken(source, by: walk)) }
        return results
    }

    private func taken(_ source: Constant, by walk: Walk) throws(Fault) -> Constant {
        let (offset, strides) = walk.path(Planner.rowStrides(source.shape))
        return try walked(source, walk.sizes, offset: offset, strides: strides)
    }

    func concat() throws(Fault) -> [Constant] {
        var parts: [Constant] = []
        for position in inputs.indices { parts.append(try input(position)) }
        guard let first = parts.first else { throw node.malformed("it has no input") }
        let axis = try axis(of: node, default: 1, rank: first.shape.count)
        var shape = first.shape
        for part in parts.dropFirst() {
            guard part.shape.count == shape.count,
                shape.indices.allSatisfy({ $0 == axis || part.shape[$0] == shape[$0] })
            else {
                throw node.malformed("shapes \(shape) and \(part.shape) cannot be joined along \(axis)")
            }
            shape[axis] += part.shape[axis]
        }
        let outer = shape[..<axis].reduce(1, *)
        var places: [Int] = []
        places.reserveCapacity(try count(shape))
        for row in 0..<outer {
            var start = 0
            for part in parts {
                let length = part.count / max(outer, 1)
                places += start + row * length..<start + (row + 1) * length
                start += part.count
            }
        }
        return [picked(try chained(parts), places, shape: shape)]
    }

    /// Pad: by a number, by the nearest element, or mirrored; negative pads cut off.
    func pad() throws(Fault) -> [Constant] {
        let source = try input(0), rank = source.shape.count
        let axes = try axes(of: node, input: 3, rank: rank) ?? Array(0..<rank)
        guard let pads = integers(1, of: node) ?? node.integers("pads"), pads.count == 2 * axes.count,
            pads.allSatisfy({ (-mostElements...mostElements).contains($0) })
        else { throw node.malformed("its pads do not fit shape \(source.shape)") }
        var before = [Int](repeating: 0, count: rank), shape = source.shape
        for (position, axis) in axes.enumerated() {
            before[axis] = pads[position]
            shape[axis] += pads[position] + pads[axes.count + position]
        }
        _ = try count(shape)
        let mode = node.string("mode", default: "constant")
        let fill = try padding(like: source), outside = source.count
        let strides = Planner.rowStrides(source.shape)
        var places = [0]
        for axis in 0..<rank {
            var along: [Int?] = []
            for index in 0..<shape[axis] {
                along.append(try inside(index - before[axis], size: source.shape[axis], mode: mode))
            }
            places = places.flatMap { place in
                along.map { index in
                    guard let index, place < outside else { return outside }
                    return place + index * strides[axis]
                }
            }
        }
        return [picked(try chained([source, fill]), places, shape: shape)]
    }

    private func padding(like source: Constant) throws(Fault) -> Constant {
        if let given = optional(2), given.count == 1 { return given }
        guard let type = source.integerType else {
            return .floats([node.float("value", default: 0)], shape: [1])
        }
        return Constant(integers: [0], shape: [1], type: type)
    }

    /// The element of the unpadded dimension that stands at `index`, nil for the number around it.
    private func inside(_ index: Int, size: Int, mode: String) throws(Fault) -> Int? {
        if (0..<size).contains(index) { return index }
        switch mode {
        case "constant": return nil
        case "edge" where size > 0: return min(max(index, 0), size - 1)
        case "reflect":
            let mirrored = index < 0 ? -index : 2 * (size - 1) - index
            guard (0..<size).contains(mirrored) else { throw node.malformed("it mirrors more than there is") }
            return mirrored
        default: throw node.unsupported("the engine does not pad by \"\(mode)\"")
        }
    }
}
