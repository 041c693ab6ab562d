import CKernels

// Transposed convolution and local response normalization, in float.

extension Planner {
    func transposedConvolution(_ node: Node) throws(Fault) {
        let source = try floats(0, of: node), shape = source.shape
        guard let weights = try constant(1, of: node), shape.count == 4, weights.shape.count == 4 else {
            throw node.unsupported("the engine convolves four dimensions with constant weights")
        }
        let groups = node.integer("group", default: 1)
        let kernel = [weights.shape[2], weights.shape[3]]
        let strides = node.integers("strides") ?? [1, 1], dilations = node.integers("dilations") ?? [1, 1]
        let pads = node.integers("pads") ?? [0, 0, 0, 0], extra = node.integers("output_padding") ?? [0, 0]
        guard !node.has("output_shape"), node.string("auto_pad", default: "NOTSET") == "NOTSET" else {
            throw node.unsupported("the engine does not work out the padding of a transposed convolution")
        }
        guard groups > 0, shape[1] == weights.shape[0], shape[1] % groups == 0, weights.shape[1] > 0,
            strides.count == 2, dilations.count == 2, pads.count == 4, extra.count == 2,
            (kernel + strides + dilations).allSatisfy({ (1...64).contains($0) }),
            (pads + extra).allSatisfy({ (0...4096).contains($0) })
        else { throw node.malformed("its sizes do not go together") }
        let sizes = (0..<2).map { axis -> Int in
            let span = (kernel[axis] - 1) * dilations[axis] + 1
            let reach = strides[axis] * (shape[axis + 2] - 1) + span
            return reach + extra[axis] - pads[axis] - pads[axis + 2]
        }
        let outputs = weights.shape[1] * groups
        let bias: FloatEdge? = node.input(2) == nil ? nil : try floats(2, of: node)
        guard sizes.allSatisfy({ $0 > 0 }), shape[2] > 0, shape[3] > 0,
            bias == nil || bias?.shape == [outputs]
        else { throw node.malformed("its output would be \(sizes)") }
        let window = ck_window(
            height: Int32(sizes[0]), width: Int32(sizes[1]), out_height: Int32(shape[2]),
            out_width: Int32(shape[3]), kernel_height: Int32(kernel[0]), kernel_width: Int32(kernel[1]),
            stride_height: Int32(strides[0]), stride_width: Int32(strides[1]),
            dilation_height: Int32(dilations[0]), dilation_width: Int32(dilations[1]),
            pad_top: Int32(pads[0]),
            pad_left: Int32(pads[1]))
        let block = try self.weights.block(node.output()) { () throws(Fault) in ConstantBlock(weights.floats)
        }
        let output = try floatEdge([shape[0], outputs] + sizes, place: node.place)
        let perGroup = shape[1] / groups, groupOutputs = weights.shape[1], taps = kernel[0] * kernel[1]
        let reads = [source.buffer] + (bias.map { [$0.buffer] } ?? [])
        emit(
            SimpleStep("ConvTranspose", reads: reads, writes: [output.buffer]) { workspace in
                let from = unsafe workspace.floats(source.buffer), to = unsafe workspace.floats(output.buffer)
                let offsets = unsafe bias.map { unsafe workspace.floats($0.buffer) }
                workspace.workers.split(shape[0] * outputs, unit: 1) { _, share in
                    for plane in share {
                        let channel = plane % outputs, group = channel / groupOutputs
                        let first = plane / outputs * shape[1] + group * perGroup
                        let own = (group * perGroup * groupOutputs + channel % groupOutputs) * taps
                        unsafe withUnsafePointer(to: window) { window in
                            unsafe ck_transposed_f32(
                                window, perGroup, groupOutputs * taps, from + first * shape[2] * shape[3],
                                block.floats + own, offsets.map { unsafe $0[channel] } ?? 0,
                                to + plane * sizes[0] * sizes[1])
                        }
                    }
                }
            })
        values[try node.output()] = .floats(output)
    }

    func localResponse(_ node: Node) throws(Fault) {
        let source = try floats(0, of: node), shape = source.shape
        let size = node.integer("size", default: 0)
        guard shape.count >= 2, shape[1] > 0, (1...4096).contains(size) else {
            throw node.malformed("it normalizes over \(size) channels of \(shape)")
        }
        let alpha = node.float("alpha", default: 0.0001), beta = node.float("beta", default: 0.75)
        let bias = node.float("bias", default: 1), plane = shape.dropFirst(2).reduce(1, *)
        let output = try floatEdge(shape, place: node.place)
        emit(
            SimpleStep(node.operation, reads: [source.buffer], writes: [output.buffer]) { workspace in
                let from = unsafe workspace.floats(source.buffer), to = unsafe workspace.floats(output.buffer)
                workspace.workers.split(shape[0], unit: 1) { _, share in
                    for picture in share {
                        let start = picture * shape[1] * plane
                        unsafe ck_local_response_f32(
                            shape[1], plane, size, alpha, beta, bias, from + start, to + start)
                    }
                }
            })
        values[try node.output()] = .floats(output)
    }
}
