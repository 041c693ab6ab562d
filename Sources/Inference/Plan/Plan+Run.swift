extension Plan {
    /// Copies the inputs in, runs each step, copies the outputs out.
    ///
    /// `finished` hears each step's number and time.
    func run(_ tensors: [Tensor], _ workspace: Workspace, finished: (Int, Duration) -> Void = { _, _ in })
        -> [Tensor]
    {
        for (edge, tensor) in zip(inputs, tensors) {
            let target = unsafe workspace.floats(edge.buffer)
            unsafe tensor.values.withUnsafeBufferPointer { values in
                if let base = values.baseAddress { unsafe target.update(from: base, count: values.count) }
            }
        }
        for (index, planned) in steps.enumerated() {
            let start = ContinuousClock.now
            planned.step.run(workspace)
            finished(index, ContinuousClock.now - start)
        }
        return outputs.map { output in
            let count = output.edge.shape.reduce(1, *)
            let source = unsafe workspace.floats(output.edge.buffer)
            let values = unsafe [Float](UnsafeBufferPointer(start: source, count: count))
            return Tensor(shape: output.edge.shape, values: values)
        }
    }
}
