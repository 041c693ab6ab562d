// Operators that find, pick and replace elements by their places.

extension Operands {
    /// Places along a dimension of `size`, of which negative ones count from its end.
    func places(_ given: [Int64], size: Int, _ node: Node) throws(Fault) -> [Int] {
        var places: [Int] = []
        places.reserveCapacity(given.count)
        for index in given {
            let place = index < 0 ? Int(index) + size : Int(index)
            guard (0..<size).contains(place) else { throw node.malformed("index \(index) is out of bounds") }
            places.append(place)
        }
        return places
    }
}

extension Evaluation {
    private func indices(_ position: Int) throws(Fault) -> (values: [Int64], shape: [Int]) {
        let given = try input(position)
        guard let values = given.integers else { throw node.malformed("its indices are not whole numbers") }
        return (values, given.shape)
    }

    func gather() throws(Fault) -> [Constant] {
        let source = try input(0), (given, indexShape) = try indices(1)
        let axis = try axis(of: node, default: 0, rank: source.shape.count)
        let along = try places(given, size: source.shape[axis], node)
        let shape = Array(source.shape[..<axis]) + indexShape + Array(source.shape[(axis + 1)...])
        let inner = source.shape[(axis + 1)...].reduce(1, *)
        var places: [Int] = []
        places.reserveCapacity(try count(shape))
        for row in 0..<source.shape[..<axis].reduce(1, *) {
            for place in along {
                let start = (row * source.shape[axis] + place) * inner
                places += start..<start + inner
            }
        }
        return [picked(source, places, shape: shape)]
    }

    /// For each index the place of its element: the index along the axis, its own position elsewhere.
    private func elementPlaces(_ source: Constant) throws(Fault) -> (places: [Int], shape: [Int]) {
        let (given, shape) = try indices(1)
        let rank = source.shape.count
        let axis = try axis(of: node, default: 0, rank: rank)
        guard shape.count == rank,
            shape.indices.allSatisfy({ $0 == axis || shape[$0] <= source.shape[$0] })
        else { throw node.malformed("indices of shape \(shape) do not fit \(source.shape)") }
        var strides = Planner.rowStrides(source.shape)
        let step = strides[axis]
        strides[axis] = 0
        let along = try places(given, size: source.shape[axis], node)
        let others = try places(shape, strides: strides)
        return (zip(others, along).map { $0 + $1 * step }, shape)
    }

    func gatherElements() throws(Fault) -> [Constant] {
        let source = try input(0)
        let (places, shape) = try elementPlaces(source)
        return [picked(source, places, shape: shape)]
    }

    func scatterElements() throws(Fault) -> [Constant] {
        let source = try input(0), updates = try input(2)
        let (places, shape) = try elementPlaces(source)
        guard updates.shape == shape else {
            throw node.malformed("updates of shape \(updates.shape) do not fit indices of \(shape)")
        }
        return [try replaced(source, at: places, by: updates)]
    }

    /// The first elements of the slices that index tuples name, and the shape of all slices together.
    private func slicePlaces(_ source: Constant, leading: Int) throws(Fault)
        -> (starts: [Int], length: Int, shape: [Int])
    {
        let (given, shape) = try indices(1)
        guard let depth = shape.last, depth > 0, leading < shape.count, leading + depth <= source.shape.count,
            shape[..<leading] == source.shape[..<leading]
        else { throw node.malformed("indices of shape \(shape) do not fit \(source.shape)") }
        let strides = Planner.rowStrides(source.shape)
        let rest = source.shape[(leading + depth)...]
        let tuples = shape.dropLast().reduce(1, *)
        let perBatch = shape[leading...].dropLast().reduce(1, *)
        let batchSize = source.shape[leading...].reduce(1, *)
        var starts: [Int] = []
        for tuple in 0..<tuples {
            var start = perBatch == 0 ? 0 : tuple / perBatch * batchSize
            for position in 0..<depth {
                let axis = leading + position
                let place = try places(
                    [given[tuple * depth + position]], size: source.shape[axis], node)[0]
                start += place * strides[axis]
            }
            starts.append(start)
        }
        return (starts, rest.reduce(1, *), Array(shape.dropLast()) + Array(rest))
    }

    /// GatherND: the slices that tuples of indices name.
    func gatherSlices() throws(Fault) -> [Constant] {
        let source = try input(0)
        let (starts, length, shape) = try slicePlaces(
            source, leading: max(0, node.integer("batch_dims", default: 0)))
        _ = try count(shape)
        return [picked(source, starts.flatMap { $0..<$0 + length }, shape: shape)]
    }

    /// ScatterND: replaces the slices that tuples of indices name.
    func scatterSlices() throws(Fault) -> [Constant] {
        let source = try input(0), updates = try input(2)
        let (starts, length, shape) = try slicePlaces(source, leading: 0)
        guard updates.shape == shape else {
            throw node.malformed("updates of shape \(updates.shape) do not fit slices of shape \(shape)")
        }
        return [try replaced(source, at: starts.flatMap { $0..<$0 + length }, by: updates)]
    }

    private func replaced(_ source: Constant, at places: [Int], by updates: Constant) throws(Fault)
        -> Constant
    {
        guard node.string("reduction", default: "none") == "none" else {
            throw node.unsupported("the engine replaces elements and does not combine them")
        }
        var origins = Array(0..<source.count)
        for (position, place) in places.enumerated() { origins[place] = source.count + position }
        return picked(try chained([source, updates]), origins, shape: source.shape)
    }

    /// The places of all elements that are not zero, one column each.
    func nonZero() throws(Fault) -> [Constant] {
        let source = try input(0)
        let shape = source.shape.isEmpty ? [1] : source.shape
        let truths = source.truths
        let found = truths.indices.filter { truths[$0] }
        var places: [Int64] = []
        for (size, stride) in zip(shape, Planner.rowStrides(shape)) {
            places += found.map { Int64($0 / stride % size) }
        }
        return [.integers(places, shape: [shape.count, found.count])]
    }
}
