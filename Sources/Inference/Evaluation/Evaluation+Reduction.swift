// Operators that go along a dimension: sums, extremes, sorting.

/// A tensor as rows along some of its dimensions.
struct Rows {
    /// Row after row.
    let elements: Constant
    let count: Int
    let length: Int

    func range(_ row: Int) -> Range<Int> { row * length..<(row + 1) * length }
}

extension Evaluation {
    /// The tensor as rows that run along `axes`.
    private func rows(_ source: Constant, along axes: [Int]) throws(Fault) -> Rows {
        let kept = source.shape.indices.filter { !axes.contains($0) }
        let gone = source.shape.indices.filter { axes.contains($0) }
        let order = kept + gone, strides = Planner.rowStrides(source.shape)
        let isInOrder = order == Array(source.shape.indices)
        return Rows(
            elements: isInOrder
                ? source
                : try walked(source, order.map { source.shape[$0] }, strides: order.map { strides[$0] }),
            count: kept.reduce(1) { $0 * source.shape[$1] },
            length: gone.reduce(1) { $0 * source.shape[$1] })
    }

    /// The shape left when `axes` are reduced to one number.
    private func shape(_ source: [Int], without axes: [Int]) -> [Int] {
        let keeps = node.integer("keepdims", default: 1) != 0
        return source.indices.compactMap { axes.contains($0) ? (keeps ? 1 : nil) : source[$0] }
    }

    func reduction() throws(Fault) -> [Constant] {
        let source = try input(0)
        var axes = try axes(of: node, input: 1, rank: source.shape.count) ?? []
        if axes.isEmpty {
            if node.integer("noop_with_empty_axes", default: 0) != 0 { return [source] }
            axes = Array(source.shape.indices)
        }
        let rows = try rows(source, along: axes), shape = shape(source.shape, without: axes)
        let isExtreme = ["ReduceMax", "ReduceMin", "ReduceMean"].contains(node.operation)
        guard rows.length > 0 || rows.count == 0 || !isExtreme else {
            throw node.malformed("it has nothing to reduce")
        }
        if let numbers = rows.elements.integers, let type = source.integerType {
            var results: [Int64] = []
            for row in 0..<rows.count { results.append(try reduced(numbers[rows.range(row)])) }
            return [Constant(integers: results, shape: shape, type: type)]
        }
        let numbers = rows.elements.floats
        var results: [Float] = []
        for row in 0..<rows.count { results.append(try reduced(numbers[rows.range(row)])) }
        return [.floats(results, shape: shape)]
    }

    private func reduced(_ row: ArraySlice<Int64>) throws(Fault) -> Int64 {
        switch node.operation {
        case "ReduceSum": row.reduce(0, &+)
        case "ReduceProd": row.reduce(1, &*)
        case "ReduceMax": row.max() ?? 0
        case "ReduceMin": row.min() ?? 0
        case "ReduceMean": row.reduce(0, &+) / Int64(row.count)
        default: throw node.unsupported("the engine does not do this with whole numbers")
        }
    }

    private func reduced(_ row: ArraySlice<Float>) throws(Fault) -> Float {
        switch node.operation {
        case "ReduceSum": Float(row.reduce(0) { $0 + Double($1) })
        case "ReduceProd": Float(row.reduce(1) { $0 * Double($1) })
        case "ReduceMax": row.max() ?? 0
        case "ReduceMin": row.min() ?? 0
        case "ReduceMean": Float(row.reduce(0) { $0 + Double($1) } / Double(row.count))
        default: Float(row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot())
        }
    }

    /// ArgMax and ArgMin: the first place of the extreme, or the last on demand.
    func placeOfExtreme() throws(Fault) -> [Constant] {
        let source = try input(0)
        let axis = try axis(of: node, default: 0, rank: source.shape.count)
        let rows = try rows(source, along: [axis])
        guard rows.length > 0 || rows.count == 0 else { throw node.malformed("it has nothing to compare") }
        let values = rows.elements.floats
        let takesLast = node.integer("select_last_index", default: 0) != 0
        let sign: Float = node.operation == "ArgMax" ? 1 : -1
        let places = (0..<rows.count).map { row in
            let range = rows.range(row)
            var best = range.lowerBound
            for place in range.dropFirst() {
                let (new, old) = (sign * values[place], sign * values[best])
                if new > old || (takesLast && new == old) { best = place }
            }
            return Int64(best - range.lowerBound)
        }
        return [.integers(places, shape: shape(source.shape, without: [axis]))]
    }

    /// TopK: of equal elements the first comes first, as in onnxruntime.
    func largest() throws(Fault) -> [Constant] {
        let source = try input(0), rank = source.shape.count
        let axis = try axis(of: node, default: -1, rank: rank)
        guard let k = integers(1, of: node)?.first ?? (node.has("k") ? node.integer("k", default: 0) : nil),
            (0...source.shape[axis]).contains(k)
        else { throw node.malformed("it takes more than there is of \(source.shape)") }
        let rows = try rows(source, along: [axis])
        let values = rows.elements.floats
        let isLargest = node.integer("largest", default: 1) != 0
        var places: [Int] = []
        for row in 0..<rows.count {
            places += rows.range(row).sorted { a, b in
                let (x, y) = (values[a], values[b])
                return x == y ? a < b : (isLargest ? x > y : x < y)
            }.prefix(k)
        }
        let kept = (0..<rank).filter { $0 != axis }
        let rowShape = kept.map { source.shape[$0] } + [k]
        // Back to where the dimension was.
        let order = (0..<rank).map { $0 < axis ? $0 : $0 == axis ? rank - 1 : $0 - 1 }
        let strides = Planner.rowStrides(rowShape)
        func restored(_ found: Constant) throws(Fault) -> Constant {
            try walked(found, order.map { rowShape[$0] }, strides: order.map { strides[$0] })
        }
        let indices = places.map { Int64(rows.length == 0 ? 0 : $0 % rows.length) }
        return [
            try restored(picked(rows.elements, places, shape: rowShape)),
            try restored(.integers(indices, shape: rowShape)),
        ]
    }

    func runningSum() throws(Fault) -> [Constant] {
        let source = try input(0), shape = source.shape
        guard let given = integers(1, of: node)?.first,
            case let axis = given < 0 ? given + shape.count : given, shape.indices.contains(axis)
        else { throw node.malformed("it has no such dimension") }
        guard node.integer("exclusive", default: 0) == 0, node.integer("reverse", default: 0) == 0 else {
            throw node.unsupported("the engine sums forwards and inclusively only")
        }
        let inner = shape[(axis + 1)...].reduce(1, *), size = shape[axis]
        func isFollower(_ place: Int) -> Bool { place / inner % size > 0 }
        if var sums = source.integers, let type = source.integerType {
            for place in sums.indices where isFollower(place) { sums[place] &+= sums[place - inner] }
            return [Constant(integers: sums, shape: shape, type: type)]
        }
        var sums = source.floats
        for place in sums.indices where isFollower(place) { sums[place] += sums[place - inner] }
        return [.floats(sums, shape: shape)]
    }
}
