extension Plan {
    /// What a run works with beside the plan.
    struct Resources {
        let arena: Arena
        let kernels: Kernels
        let workers: Workers
    }

    /// Runs each step on the caller's tensors, where they lie, and writes the results to new ones.
    ///
    /// `finished` hears each step's number and time.
    func run(_ tensors: [Tensor], _ resources: Resources, finished: (Int, Duration) -> Void = { _, _ in })
        -> [Tensor]
    {
        unsafe withInputs(tensors[...], at: [:]) { given in
            unsafe withOutputs(outputs[...], at: given) { given in
                let workspace = unsafe Workspace(
                    plan: self, arena: resources.arena, given: given, kernels: resources.kernels,
                    workers: resources.workers)
                for (index, planned) in steps.enumerated() {
                    let start = ContinuousClock.now
                    planned.step.run(workspace)
                    finished(index, ContinuousClock.now - start)
                }
            }
        }
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
    private func withOutputs(_ outputs: ArraySlice<Output>, at given: Places, _ body: (Places) -> Void)
        -> [Tensor]
    {
        guard let output = outputs.first else {
            unsafe body(given)
            return []
        }
        let count = output.edge.shape.reduce(1, *)
        var rest: [Tensor] = []
        let values = unsafe [Float](unsafeUninitializedCapacity: count) { values, filled in
            var given = unsafe given
            unsafe given[output.edge.buffer.index] = values.baseAddress.map { UnsafeMutableRawPointer($0) }
            rest = unsafe withOutputs(outputs.dropFirst(), at: given, body)
            filled = count
        }
        return [Tensor(shape: output.edge.shape, values: values)] + rest
    }
}
