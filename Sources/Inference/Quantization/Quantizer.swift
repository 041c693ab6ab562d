/// Post-training quantization: a float ONNX file becomes one whose convolutions and products compute in 8
/// bits.
package enum Quantizer {
    /// Writes the quantized form (QuantizeLinear and DequantizeLinear pairs) of the network in `path` to
    /// `target`.
    ///
    /// `calibration` gives the network's inputs, one array of tensors per run, as typical as possible; some
    /// dozens do. Each is asked for once, in order. Nodes named in `keepFloat` are left as they are, as is
    /// everything after the last product of a head. Metadata is kept. `progress` hears the number of runs
    /// done.
    package static func quantize(
        path: String, to target: String, calibration: some Sequence<[Tensor]>,
        by method: Calibration = .squareError,
        keepFloat: Set<String> = [], threads: Int = 1, progress: (Int) -> Void = { _ in }
    ) throws(InferenceError) {
        var proto = try ModelFile.read(path: path)
        let graph: Graph
        do {
            try proto.simplify()
            graph = try Graph(proto)
        } catch {
            throw error.inFile(path)
        }
        guard graph.operatorSet >= 13 else {
            throw .notCalibrated(
                path: path, reason: "operator set \(graph.operatorSet) is too old; export with 13 or later")
        }
        guard !graph.nodes.contains(where: { $0.operation == "QuantizeLinear" }) else {
            throw .notCalibrated(path: path, reason: "it is quantized already")
        }
        let unknown = keepFloat.subtracting(graph.nodes.map(\.name))
        guard unknown.isEmpty else {
            throw .notCalibrated(
                path: path, reason: "there is no node called " + unknown.sorted().joined(separator: ", "))
        }
        let choice = QuantizationChoice(graph, keepFloat: keepFloat)
        guard !choice.products.isEmpty else {
            throw .notCalibrated(
                path: path, reason: "it has no convolution or product that could be quantized")
        }

        let observed = choice.tensors.filter { choice.sharesScaleOf[$0] == nil }
        let ranges = try observe(
            observed, of: proto, path: path, calibration: calibration, by: method, threads: threads,
            progress: progress)
        var quantizations: [String: Quantization] = [:]
        for name in choice.tensors { quantizations[name] = ranges[choice.sharesScaleOf[name] ?? name] }
        try ModelFile.write(QuantizedWriter(graph, choice, quantizations).rewritten(proto), path: target)
    }

    /// Runs the float network and gives the best range of each named tensor.
    private static func observe(
        _ names: [String], of proto: ONNXModelProto, path: String, calibration: some Sequence<[Tensor]>,
        by method: Calibration, threads: Int, progress: (Int) -> Void
    ) throws(InferenceError) -> [String: Quantization] {
        var watched = proto
        watched.graph.output = names.map { name in
            var output = ONNXValueInfoProto()
            output.name = name
            return output
        }
        let model = try Model(proto: watched, path: path, threads: threads)
        var histograms = [Histogram](repeating: Histogram(), count: names.count)
        var done = 0
        for tensors in calibration {
            for (index, tensor) in try model.run(tensors).enumerated() {
                histograms[index].add(tensor.values)
            }
            done += 1
            progress(done)
        }
        guard done > 0 else { throw .notCalibrated(path: path, reason: "no calibration input was given") }
        for (name, histogram) in zip(names, histograms) where histogram.count == 0 {
            throw .notCalibrated(path: path, reason: "\"\(name)\" never had a finite value")
        }
        return Dictionary(uniqueKeysWithValues: zip(names, histograms.map { $0.quantization(method) }))
    }
}
