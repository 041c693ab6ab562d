extension Plan {
    /// What a run works with beside the plan.
    struct Resources {
        let arena: Arena
        let kernels: Kernels
        let workers: Workers
    }

    /// Runs each step on the caller's tensors, where they lie, and writes the results to new ones; then the tail.
    ///
    /// `finished` hears each step's number and time; the nodes of the tail count on behind the steps.
    func run(_ tensors: [Tensor], _ resources: Resources, finished: (Int, Duration) -> Void = { _, _ in })
        throws(Fault) -> [Tensor]
    {
        var found: Result<[String: Constant], Fault> = .success([:])
        let planned = unsafe withInputs(tensors[...], at: [:]) { given in
            unsafe withOutputs(outputs.compactMap(\.edge)[...], at: given) { given in
                let workspace = unsafe Workspace(
                    plan: self, arena: resources.arena, given: given, kernels: resources.kernels,
                    workers: resources.workers)
                for (index, planned) in steps.enumerated() {
                    let start = ContinuousClock.now
                    planned.step.run(workspace)
                    finished(index, ContinuousClock.now - start)
                }
                found = Result { () throws(Fault) in try runTail(workspace, finished) }
            }
        }
        let late = try found.get()
        var rest = planned[...]
        var results: [Tensor] = []
        for output in outputs {
            if output.edge != nil {
                results.append(rest.removeFirst())
            } else if let value = late[output.name] {
                results.append(Tensor(shape: value.shape, values: value.floats))
            } else {
                throw .malformed("output \"\(output.name)\"", "nothing computes it")
            }
        }
        return results
    }

    /// What the tail computes from what the steps left in `workspace`.
    private func runTail(_ workspace: Workspace, _ finished: (Int, Duration) -> Void) throws(Fault)
        -> [String: Constant]
    {
        guard let tail else { return [:] }
        var known: [String: Constant] = [:]
        for (name, edge) in tail.inputs {
            let count = edge.shape.reduce(1, *)
            let values = unsafe [Float](
                UnsafeBufferPointer(start: workspace.floats(edge.buffer), count: count))
            known[name] = .floats(values, shape: edge.shape)
        }
        return try tail.run(known) { index, time in finished(steps.count + index, time) }
    }

    /// Where tensors of the caller lie, by buffer.
    private typealias Places = [Int: UnsafeMutableRawPointer]

    /// Adds the places of `tensors`, which no step writes to.
    private func withInputs<Result>(
        _ tensors: ArraySlice<Tensor>, at given: Places, _ body: (Places) -> Result
    )
        -> Result
    {
        guard let tensor = tensors.first else { return unsafe body(given) }
        return unsafe tensor.values.withUnsafeBytes { bytes in
            var given = unsafe given
            unsafe given[inputs[tensors.startIndex].buffer.index] = UnsafeMutableRawPointer(
                mutating: bytes.baseAddress)
            return unsafe withInputs(tensors.dropFirst(), at: given, body)
        }
    }

    /// Adds places for the results, which `body` fills.
    private func withOutputs(_ edges: ArraySlice<FloatEdge>, at given: Places, _ body: (Places) -> Void)
        -> [Tensor]
    {
        guard let edge = edges.first else {
            unsafe body(given)
            return []
        }
        let count = edge.shape.reduce(1, *)
        var rest: [Tensor] = []
        let values = unsafe [Float](unsafeUninitializedCapacity: count) { values, filled in
            var given = unsafe given
            unsafe given[edge.buffer.index] = values.baseAddress.map { UnsafeMutableRawPointer($0) }
            rest = unsafe withOutputs(edges.dropFirst(), at: given, body)
            filled = count
        }
        return [Tensor(shape: edge.shape, values: values)] + rest
    }
}
