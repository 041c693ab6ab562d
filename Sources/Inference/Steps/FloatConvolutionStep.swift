import CKernels

// Float convolutions: dense over the row's product, depthwise plane by plane.

extension Planner {
    /// `weights` are the file's, [output channel][channel of the group][kernel row][kernel column].
    func floatConvolutionStep(
        _ geometry: ConvolutionGeometry, _ input: FloatEdge, _ weights: Constant, _ bias: FloatEdge?,
        _ function: Pointwise, to output: FloatEdge, node: Node
    ) throws(Fault) -> SimpleStep {
        let reads = [input.buffer] + (bias.map { [$0.buffer] } ?? [])
        if geometry.isDepthwise {
            let taps = try self.weights.block(node.output()) { () throws(Fault) in
                ConstantBlock(weights.floats)
            }
            return SimpleStep(
                "Conv depthwise", detail: geometry.description, multiplyAdds: geometry.multiplyAdds,
                reads: reads,
                writes: [output.buffer]
            ) { workspace in
                runDepthwise(geometry, input, taps, bias, function, output, workspace)
            }
        }
        let packed = try self.weights.block(node.output()) { () throws(Fault) in
            packedProduct(weights.floats, geometry)
        }
        let convolution = unsafe geometry.floatConvolution(function)
        let own = unsafe withUnsafePointer(to: convolution) { unsafe ck_float_scratch(kernels.row, $0) }
        let scratch = scratch(byteCount: own * workers.count * 4)
        return SimpleStep(
            "Conv", detail: geometry.description, multiplyAdds: geometry.multiplyAdds, reads: reads,
            writes: [output.buffer, scratch]
        ) { workspace in
            var convolution = unsafe convolution
            unsafe convolution.weights = packed.floats
            unsafe convolution.bias = bias.map { unsafe UnsafePointer(workspace.floats($0.buffer)) }
            unsafe runConvolution(geometry, convolution, input, output, scratch, own, workspace)
        }
    }

    private func packedProduct(_ weights: [Float], _ geometry: ConvolutionGeometry) -> ConstantBlock {
        let rows = geometry.outChannels / geometry.groups, depth = geometry.patchCount
        let count = unsafe ck_packed_product(kernels.row, rows, depth)
        return unsafe ConstantBlock(byteCount: 4 * count * geometry.groups) { target in
            unsafe weights.withUnsafeBufferPointer { weights in
                guard let base = weights.baseAddress else { return }
                let packed = unsafe target.assumingMemoryBound(to: Float.self)
                for group in 0..<geometry.groups {
                    unsafe ck_pack_product(
                        kernels.row, rows, depth, base + group * rows * depth, packed + group * count)
                }
            }
        }
    }
}

extension ConvolutionGeometry {
    /// Everything but the addresses.
    fileprivate func floatConvolution(_ function: Pointwise) -> ck_float_convolution {
        unsafe ck_float_convolution(
            window: window.shape(height: height, width: width), groups: groups,
            group_channels: channels / groups, group_outputs: outChannels / groups, weights: nil, bias: nil,
            function: function.function, alpha: function.alpha, beta: function.beta)
    }
}

private func runConvolution(
    _ geometry: ConvolutionGeometry, _ convolution: ck_float_convolution, _ input: FloatEdge,
    _ output: FloatEdge, _ scratch: BufferID, _ own: Int, _ workspace: Workspace
) {
    let pixels = geometry.outHeight * geometry.outWidth
    let source = unsafe workspace.floats(input.buffer), target = unsafe workspace.floats(output.buffer)
    let row = unsafe workspace.kernels.row
    // Shares of a few tiles: the last of each may be half empty.
    let unit = max(1, unsafe 4 * row.pointee.float_columns / geometry.outWidth)
    unsafe withUnsafePointer(to: convolution) { convolution in
        for picture in 0..<geometry.batch {
            let from = unsafe source + picture * geometry.channels * geometry.height * geometry.width
            let to = unsafe target + picture * geometry.outChannels * pixels
            workspace.workers.split(geometry.outHeight, unit: unit) { worker, share in
                unsafe ck_convolve_f32(
                    row, convolution, from, to, share.lowerBound, share.upperBound,
                    workspace.floats(scratch) + worker * own)
            }
        }
    }
}

private func runDepthwise(
    _ geometry: ConvolutionGeometry, _ input: FloatEdge, _ weights: ConstantBlock, _ bias: FloatEdge?,
    _ function: Pointwise, _ output: FloatEdge, _ workspace: Workspace
) {
    let source = unsafe workspace.floats(input.buffer), taps = unsafe weights.floats
    let target = unsafe workspace.floats(output.buffer)
    let offsets = unsafe bias.map { unsafe workspace.floats($0.buffer) }
    let window = geometry.window.shape(height: geometry.height, width: geometry.width)
    let pixels = geometry.outHeight * geometry.outWidth, row = unsafe workspace.kernels.row
    workspace.workers.split(geometry.batch * geometry.channels, unit: 1) { _, share in
        for plane in share {
            let channel = plane % geometry.channels
            let out = unsafe target + plane * pixels
            unsafe withUnsafePointer(to: window) { window in
                unsafe row.pointee.depthwise_f32(
                    window, source + plane * geometry.height * geometry.width,
                    taps + channel * geometry.patchCount, offsets.map { unsafe $0[channel] } ?? 0, out)
            }
            if function.function != CK_IDENTITY {
                unsafe row.pointee.apply_f32(
                    function.function, function.alpha, function.beta, out, out, pixels)
            }
        }
    }
}
