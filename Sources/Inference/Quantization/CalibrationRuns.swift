/// Runs networks on the calibration inputs and sums up what inner tensors were like.
struct CalibrationRuns<Inputs: Collection> where Inputs.Element == [Tensor] {
    /// The network's file, for messages.
    let path: String
    let inputs: Inputs
    let threads: Int

    /// The names of the nodes of `proto` that stand behind a tensor whose size depends on the picture.
    func tail(of proto: ONNXModelProto) throws(InferenceError) -> Set<String> {
        guard let tensors = inputs.first else { return [] }
        let model = try Model(proto: proto, path: path, threads: threads)
        return Set(try model.tail(for: tensors).map(\.name))
    }

    /// The best range of each named tensor of `proto`.
    func ranges(
        of names: [String], in proto: ONNXModelProto, by method: Calibration, progress: (Int) -> Void
    ) throws(InferenceError) -> [String: Quantization] {
        guard !inputs.isEmpty else {
            throw .notCalibrated(path: path, reason: "no calibration input was given")
        }
        let model = try model(proto, showing: names)
        var histograms = [Histogram](repeating: Histogram(), count: names.count)
        for (done, tensors) in inputs.enumerated() {
            for (index, tensor) in try model.run(tensors).enumerated() {
                histograms[index].add(tensor.values)
            }
            progress(done + 1)
        }
        for (name, histogram) in zip(names, histograms) where histogram.count == 0 {
            throw .notCalibrated(path: path, reason: "\"\(name)\" never had a finite value")
        }
        return Dictionary(uniqueKeysWithValues: zip(names, histograms.map { $0.quantization(method) }))
    }

    /// The noise of each layer in 8 bits alone; `pairs` computes every layer both ways
    /// (`QuantizedWriter.paired`).
    func noise(
        of layers: [Node], in pairs: ONNXModelProto, progress: (Int) -> Void
    ) throws(InferenceError) -> [Deviation] {
        let names = layers.compactMap(\.outputs.first)
        let model = try model(pairs, showing: names + names.map(QuantizedWriter.pairedName))
        return try sum(layers, progress) { tensors throws(InferenceError) in
            let found = try model.run(tensors)
            return (Array(found.prefix(layers.count)), Array(found.dropFirst(layers.count)))
        }
    }

    /// The noise of each layer in `rounded`, beside the same layer in `exact`.
    func noise(
        of layers: [Node], between exact: ONNXModelProto, and rounded: ONNXModelProto,
        progress: (Int) -> Void
    ) throws(InferenceError) -> [Deviation] {
        let names = layers.compactMap(\.outputs.first)
        let exact = try model(exact, showing: names), rounded = try model(rounded, showing: names)
        return try sum(layers, progress) { tensors throws(InferenceError) in
            (try exact.run(tensors), try rounded.run(tensors))
        }
    }

    private func sum(
        _ layers: [Node], _ progress: (Int) -> Void,
        _ run: ([Tensor]) throws(InferenceError) -> (exact: [Tensor], rounded: [Tensor])
    ) throws(InferenceError) -> [Deviation] {
        var sums = [Deviation](repeating: Deviation(), count: layers.count)
        for (done, tensors) in inputs.enumerated() {
            let found = try run(tensors)
            for index in layers.indices {
                let exact = found.exact[index]
                let axis = layers[index].operation == "Conv" ? 1 : exact.shape.count - 1
                sums[index].add(exact: exact, rounded: found.rounded[index], axis: axis)
            }
            progress(done + 1)
        }
        return sums
    }

    private func model(_ proto: ONNXModelProto, showing names: [String]) throws(InferenceError) -> Model {
        var watched = proto
        watched.graph.output = names.map { name in
            var output = ONNXValueInfoProto()
            output.name = name
            return output
        }
        return try Model(proto: watched, path: path, threads: threads)
    }
}
