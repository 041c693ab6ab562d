// What operators do to shapes, the same whether a plan is made or a value computed.

/// Somebody who knows the whole numbers that operators take as inputs, such as axes and sizes.
protocol Operands {
    /// The whole numbers at input `position`, nil when the input is left out or holds none.
    func integers(_ position: Int, of node: Node) throws(Fault) -> [Int]?
}

/// A regular walk over a tensor: where it starts, how long it is and how far it steps in each dimension.
struct Walk {
    var starts: [Int]
    var sizes: [Int]
    var steps: [Int]

    /// All of a tensor.
    init(over shape: [Int]) {
        starts = [Int](repeating: 0, count: shape.count)
        sizes = shape
        steps = [Int](repeating: 1, count: shape.count)
    }

    /// The first element and the distance of neighbours in a tensor whose own neighbours lie `strides` apart.
    func path(_ strides: [Int]) -> (offset: Int, strides: [Int]) {
        (zip(starts, strides).reduce(0) { $0 + $1.0 * $1.1 }, zip(strides, steps).map { $0 * $1 })
    }
}

extension Operands {
    /// The shape after a Reshape, Flatten, Squeeze or Unsqueeze.
    func reshaped(_ shape: [Int], by node: Node) throws(Fault) -> [Int] {
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
            let count = try integers(1, of: node)?.count ?? node.integers("axes")?.count ?? 0
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
            guard let wanted = try integers(1, of: node) else {
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
        let given = try integers(position, of: node) ?? node.integers("axes")
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

    /// The part of a shape that a Shape takes.
    func bounded(_ shape: [Int], by node: Node) -> [Int] {
        func bound(_ index: Int) -> Int { min(max(index < 0 ? index + shape.count : index, 0), shape.count) }
        let start = bound(node.integer("start", default: 0))
        let end = node.has("end") ? bound(node.integer("end", default: 0)) : shape.count
        return Array(shape[start..<max(start, end)])
    }

    /// The order of dimensions that a Transpose gives.
    func order(of shape: [Int], by node: Node) throws(Fault) -> [Int] {
        let order = node.integers("perm") ?? shape.indices.reversed()
        guard order.sorted() == Array(shape.indices) else {
            throw node.malformed("\(order) does not order the dimensions of \(shape)")
        }
        return order
    }

    /// The shape after an Expand.
    func expanded(_ shape: [Int], by node: Node) throws(Fault) -> [Int] {
        guard let wanted = try integers(1, of: node) else {
            throw node.malformed("its shape is not made of whole numbers")
        }
        return try broadcast(shape, wanted, node)
    }

    /// The part of a tensor that a Slice takes.
    func sliced(_ shape: [Int], by node: Node) throws(Fault) -> Walk {
        guard let starts = try integers(1, of: node) ?? node.integers("starts"),
            let ends = try integers(2, of: node) ?? node.integers("ends"), starts.count == ends.count
        else { throw node.malformed("it does not say from where to where") }
        let axes = try axes(of: node, input: 3, rank: shape.count) ?? Array(starts.indices)
        let steps = try integers(4, of: node) ?? [Int](repeating: 1, count: starts.count)
        guard axes.count == starts.count, steps.count == starts.count, axes.allSatisfy({ $0 < shape.count }),
            steps.allSatisfy({ $0 != 0 && $0 > -Constant.mostElements && $0 < Constant.mostElements })
        else { throw node.malformed("its starts, axes and steps do not go together") }
        var walk = Walk(over: shape)
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
        return walk
    }

    /// The parts that a Split takes, in order.
    func parts(of shape: [Int], by node: Node) throws(Fault) -> [Walk] {
        let axis = try axis(of: node, default: 0, rank: shape.count)
        let count = node.outputs.count
        let even = (shape[axis] + count - 1) / max(count, 1)
        let sizes =
            try integers(1, of: node) ?? node.integers("split")
            ?? (0..<count).map { min(even, shape[axis] - $0 * even) }
        guard sizes.count == count, sizes.allSatisfy({ (0...shape[axis]).contains($0) }),
            sizes.reduce(0, +) == shape[axis]
        else { throw node.malformed("parts \(sizes) do not make up \(shape[axis])") }
        var start = 0
        return sizes.map { size in
            var walk = Walk(over: shape)
            walk.starts[axis] = start
            walk.sizes[axis] = size
            start += size
            return walk
        }
    }

    func broadcast(_ a: [Int], _ b: [Int], _ node: Node) throws(Fault) -> [Int] {
        let rank = max(a.count, b.count)
        let left = [Int](repeating: 1, count: rank - a.count) + a
        let right = [Int](repeating: 1, count: rank - b.count) + b
        var shape: [Int] = []
        for (x, y) in zip(left, right) {
            guard x == y || x == 1 || y == 1 else {
                throw node.malformed("shapes \(a) and \(b) do not go together")
            }
            shape.append(x == 1 ? y : x)
        }
        return shape
    }
}
