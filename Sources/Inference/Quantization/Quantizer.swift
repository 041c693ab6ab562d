/// Post-training quantization: a float ONNX file becomes one whose convolutions and products compute in 8
/// bits.
package enum Quantizer {
    package struct Settings: Sendable {
        /// How ranges follow from what is observed.
        package var calibration = Calibration.squareError
        /// Names of nodes that stay as they are.
        package var keepFloat: Set<String> = []
        /// Signal to noise in dB that a layer's output must keep in 8 bits; below, the layer stays float.
        ///
        /// In the shipped detector one inner layer at 20 dB cost at most 0.003 of average precision, one at
        /// 13 dB up to 0.01, one at 5 dB up to 0.05; the last convolution of the boxes 0.008 at 25 dB.
        package var leastRatio = 20.0
        /// Whether the mean error that rounding gives each output channel is taken off its bias.
        package var correctsBias = true
        package var threads = 1

        package init() {}
    }

    /// What is being done, for a progress bar; each phase sees all calibration inputs.
    package enum Phase: String, Sendable {
        case observing = "observing ranges"
        case measuring = "measuring layers"
        case comparing = "comparing networks"
    }

    /// Writes the quantized form (QuantizeLinear and DequantizeLinear pairs) of the network in `path` to
    /// `target`.
    ///
    /// `calibration` gives the network's inputs, one array of tensors per run, as typical as possible; some
    /// dozens do. Everything after the last product of a head stays float, and so do a layer whose output
    /// 8 bits would drown in noise (`Settings.leastRatio`) and all that comes after a tensor whose size depends
    /// on the picture. Metadata is kept. `progress` hears the number of
    /// runs done. The answer tells of every layer what 8 bits do to it, in running order.
    ///
    /// Bias correction is that of Nagel et al. 2019, "Data-free quantization through weight equalization and
    /// bias correction", with errors observed rather than derived.
    @discardableResult
    package static func quantize(
        path: String, to target: String, calibration: some Collection<[Tensor]>,
        settings: Settings = Settings(), progress: (Phase, Int) -> Void = { _, _ in }
    ) throws(InferenceError) -> [LayerNoise] {
        var proto = try ModelFile.read(path: path)
        let graph = try checked(&proto, path: path, settings)
        let runs = CalibrationRuns(path: path, inputs: calibration, threads: settings.threads)
        let keepFloat = settings.keepFloat.union(try runs.tail(of: proto))
        let all = QuantizationChoice(graph, keepFloat: keepFloat)
        guard !all.products.isEmpty else {
            throw .notCalibrated(
                path: path, reason: "it has no convolution or product that could be quantized")
        }
        let observed = all.tensors.filter { all.sharesScaleOf[$0] == nil }
        let ranges = try runs.ranges(of: observed, in: proto, by: settings.calibration) {
            progress(.observing, $0)
        }
        var quantizations: [String: Quantization] = [:]
        for name in all.tensors { quantizations[name] = ranges[all.sharesScaleOf[name] ?? name] }

        let layers = graph.nodes.filter { all.products.contains($0.index) }
        let noise = try runs.noise(
            of: layers, in: QuantizedWriter(graph, all, quantizations).paired(proto)
        ) { progress(.measuring, $0) }
        var weak: Set<String> = []
        var corrections: [Int: [Float]] = [:]
        var ratios: [Double] = []
        for (layer, deviation) in zip(layers, noise) {
            let isCorrected = settings.correctsBias && QuantizationChoice.canHaveBias(layer)
            ratios.append(deviation.ratio(isCorrected: isCorrected))
            if isCorrected { corrections[layer.index] = deviation.meanErrors }
            if ratios.last ?? 0 < settings.leastRatio { weak.insert(layer.name) }
        }

        let choice =
            weak.isEmpty ? all : QuantizationChoice(graph, keepFloat: keepFloat.union(weak))
        guard !choice.products.isEmpty else {
            throw .notCalibrated(
                path: path, reason: "no layer keeps \(settings.leastRatio) dB above the noise of 8 bits")
        }
        let chosen = Set(choice.tensors)
        let written = QuantizedWriter(
            graph, choice, quantizations.filter { chosen.contains($0.key) }, corrections: corrections
        ).rewritten(proto)
        let network = try runs.noise(of: layers, between: proto, and: written) { progress(.comparing, $0) }
        try ModelFile.write(written, path: target)
        return layers.indices.map { index in
            LayerNoise(
                node: layers[index].name, operation: layers[index].operation, ratio: ratios[index],
                networkRatio: network[index].ratio(), isFloat: !choice.products.contains(layers[index].index))
        }
    }

    /// The network with its constants and batch normalizations folded, if it can be quantized.
    private static func checked(
        _ proto: inout ONNXModelProto, path: String, _ settings: Settings
    ) throws(InferenceError) -> Graph {
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
        let unknown = settings.keepFloat.subtracting(graph.nodes.map(\.name))
        guard unknown.isEmpty else {
            throw .notCalibrated(
                path: path, reason: "there is no node called " + unknown.sorted().joined(separator: ", "))
        }
        return graph
    }
}
