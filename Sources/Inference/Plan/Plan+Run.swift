extension Plan {
    /// Copies the inputs in, runs each step and then the tail, copies the outputs out.
    ///
    /// `finished` hears each step's number and time; the nodes of the tail count on behind the steps.
    func run(_ tensors: [Tensor], _ workspace: Workspace, finished: (Int, Duration) -> Void = { _, _ in })
        throws(Fault) -> [Tensor]
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
        var found: [String: Constant] = [:]
        if let tail {
            for (name, edge) in tail.inputs {
                found[name] = .floats(values(edge, workspace), shape: edge.shape)
            }
            found = try tail.run(found) { index, time in finished(steps.count + index, time) }
        }
        var results: [Tensor] = []
        for output in outputs {
            if let edge = output.edge {
                results.append(Tensor(shape: edge.shape, values: values(edge, workspace)))
            } else if let value = found[output.name] {
                results.append(Tensor(shape: value.shape, values: value.floats))
            } else {
                throw .malformed("output \"\(output.name)\"", "nothing computes it")
            }
        }
        return results
    }

    private func values(_ edge: FloatEdge, _ workspace: Workspace) -> [Float] {
        let count = edge.shape.reduce(1, *)
        return unsafe [Float](UnsafeBufferPointer(start: workspace.floats(edge.buffer), count: count))
    }
}
