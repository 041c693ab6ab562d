import CKernels

// Float convolutions: patches of the input times the weights, strip by strip.

extension Planner {
    /// Floats of one strip of patches: small enough to stay in the second cache.
    private static let stripFloats = 1 << 16
    /// Columns of a strip over an input that needs no patches; a multiple of the widest tile.
    private static let plainStrip = 8 * 48

    func floatConvolutionStep(
        _ geometry: ConvolutionGeometry, _ input: FloatEdge, _ weights: FloatEdge, _ bias: FloatEdge?,
        _ function: Pointwise, to output: FloatEdge
    ) -> SimpleStep {
        let reads = [input.buffer, weights.buffer] + (bias.map { [$0.buffer] } ?? [])
        if geometry.isDepthwise {
            return SimpleStep("Conv depthwise", reads: reads, writes: [output.buffer]) { workspace in
                runDepthwise(geometry, input, weights, bias, function, output, workspace)
            }
        }
        let window = geometry.window
        let isPlain =
            window.kernel == [1, 1] && window.strides == [1, 1]
            && window.padsBefore == [0, 0] && window.padsAfter == [0, 0]
        let pixels = geometry.outHeight * geometry.outWidth
        let strip = min(pixels, max(48, Planner.stripFloats / max(geometry.patchCount, 1) / 48 * 48))
        guard !isPlain else {
            return SimpleStep("Conv", reads: reads, writes: [output.buffer]) { workspace in
                runConvolution(
                    geometry, input, weights, bias, function, output, nil, strip: Planner.plainStrip,
                    workspace)
            }
        }
        let scratch = scratch(byteCount: geometry.patchCount * strip * 4 * workers.count)
        return SimpleStep("Conv", reads: reads, writes: [output.buffer, scratch]) { workspace in
            runConvolution(geometry, input, weights, bias, function, output, scratch, strip: strip, workspace)
        }
    }
}

/// Each worker takes strips of output pixels: patches to scratch, one product per group, bias and activation
/// while the strip is still warm.
///
/// Without scratch the input itself is the patch matrix.
private func runConvolution(
    _ geometry: ConvolutionGeometry, _ input: FloatEdge, _ weights: FloatEdge, _ bias: FloatEdge?,
    _ function: Pointwise, _ output: FloatEdge, _ scratch: BufferID?, strip: Int, _ workspace: Workspace
) {
    let pixels = geometry.outHeight * geometry.outWidth
    let groupChannels = geometry.channels / geometry.groups, groupOut = geometry.outChannels / geometry.groups
    let inputSize = geometry.height * geometry.width, patch = geometry.patchCount
    let source = unsafe workspace.floats(input.buffer), matrix = unsafe workspace.floats(weights.buffer)
    let target = unsafe workspace.floats(output.buffer)
    let offsets = unsafe bias.map { unsafe workspace.floats($0.buffer) }
    let window = geometry.window.shape(height: geometry.height, width: geometry.width)
    let unit = scratch == nil ? max(64, (pixels + 7) / 8) : strip

    for picture in 0..<geometry.batch {
        workspace.workers.split(pixels, unit: unit) { worker, share in
            var first = share.lowerBound
            while first < share.upperBound {
                let count = min(strip, share.upperBound - first)
                for group in 0..<geometry.groups {
                    let channel = picture * geometry.channels + group * groupChannels
                    let planes = unsafe source + channel * inputSize
                    var columns = unsafe planes + first, columnStride = pixels
                    if let scratch {
                        unsafe columns = workspace.floats(scratch) + worker * patch * strip
                        columnStride = count
                        unsafe withUnsafePointer(to: window) { window in
                            unsafe ck_patches_f32(
                                window, groupChannels, planes, first, first + count, columns)
                        }
                    }
                    let out =
                        unsafe target + (picture * geometry.outChannels + group * groupOut) * pixels + first
                    unsafe workspace.kernels.row.pointee.gemm_f32(
                        matrix + group * groupOut * patch, patch, columns, columnStride, groupOut, count,
                        patch,
                        out, pixels)
                    unsafe ck_finish_f32(
                        out, groupOut, count, pixels,
                        offsets.map { unsafe UnsafePointer($0 + group * groupOut) },
                        function.function, function.alpha, function.beta)
                }
                first += count
            }
        }
    }
}

private func runDepthwise(
    _ geometry: ConvolutionGeometry, _ input: FloatEdge, _ weights: FloatEdge, _ bias: FloatEdge?,
    _ function: Pointwise, _ output: FloatEdge, _ workspace: Workspace
) {
    let source = unsafe workspace.floats(input.buffer), taps = unsafe workspace.floats(weights.buffer)
    let target = unsafe workspace.floats(output.buffer)
    let offsets = unsafe bias.map { unsafe workspace.floats($0.buffer) }
    let window = geometry.window.shape(height: geometry.height, width: geometry.width)
    let pixels = geometry.outHeight * geometry.outWidth
    workspace.workers.split(geometry.batch * geometry.channels, unit: 1) { _, share in
        for plane in share {
            let channel = plane % geometry.channels
            let out = unsafe target + plane * pixels
            unsafe withUnsafePointer(to: window) { window in
                unsafe ck_depthwise_f32(
                    window, source + plane * geometry.height * geometry.width,
                    taps + channel * geometry.patchCount, offsets.map { unsafe $0[channel] } ?? 0, out)
            }
            unsafe ck_apply_f32(function.function, function.alpha, function.beta, out, out, pixels)
        }
    }
}
