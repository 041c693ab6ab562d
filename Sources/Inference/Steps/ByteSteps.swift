import CKernels

// Steps on quantized tensors other than convolutions, and the ways between bytes and floats.

/// Replaces each byte by its entry in a table.
final class LookupStep: Step {
    let label = "Lookup"
    let detail = ""
    let multiplyAdds = 0
    let input: BufferID
    let output: BufferID
    let entries: [UInt8]
    private let table: ConstantBlock
    private let pixels: Int
    private let channels: Int

    var reads: [BufferID] { [input] }
    var writes: [BufferID] { [output] }

    init(_ source: ByteEdge, to target: ByteEdge, table: [UInt8]) {
        precondition(table.count == 256)
        (input, output, pixels, channels) = (source.buffer, target.buffer, source.pixels, source.channels)
        entries = table
        self.table = ConstantBlock(table)
    }

    func run(_ workspace: Workspace) {
        mapPixels(
            input, to: output, table: table, pixels: pixels, channels: channels, workspace)
    }
}

/// Copies pixels from one place to another, through a table if there is one.
private func mapPixels(
    _ input: BufferID, to output: BufferID, table: ConstantBlock?, pixels: Int, channels: Int,
    _ workspace: Workspace
) {
    workspace.workers.split(pixels, unit: max(1, 1 << 15 / max(channels, 1))) { _, share in
        let source = unsafe workspace.source(input, channels: channels).advanced(share.lowerBound)
        let target = unsafe workspace.target(output, channels: channels).advanced(share.lowerBound)
        unsafe ck_map_pixels(
            workspace.kernels.row, source, table?.bytes, target, share.count, channels)
    }
}

extension Planner {
    func expandStep(_ value: TableValue, to edge: FloatEdge) -> SimpleStep {
        let table = ConstantBlock(value.table), source = value.edge
        // Four dimensions become planes; of any other number the bytes lie as the floats will.
        let isPicture = source.shape.count == 4
        let batch = isPicture ? source.shape[0] : source.pixels
        let pixels = isPicture ? source.pixels / max(batch, 1) : 1, channels = source.channels
        let (scale, zeroPoint) = (value.quantization?.scale ?? 0, value.quantization?.zeroPoint ?? 0)
        let isLinear = value.quantization != nil
        return SimpleStep("Dequantize", reads: [source.buffer], writes: [edge.buffer]) { workspace in
            let bytes = unsafe workspace.source(source.buffer, channels: channels)
            let target = unsafe workspace.floats(edge.buffer)
            let row = unsafe workspace.kernels.row
            let expansion = unsafe ck_expansion(
                table: table.floats, is_linear: isLinear, scale: scale, zero_point: Int32(zeroPoint))
            unsafe withUnsafePointer(to: expansion) { expansion in
                for picture in 0..<batch where isPicture {
                    let first = picture * pixels
                    workspace.workers.split(pixels, unit: 512) { _, share in
                        unsafe ck_expand_u8_f32(
                            row, bytes.advanced(first + share.lowerBound), channels, share.count, expansion,
                            target + first * channels + share.lowerBound, pixels)
                    }
                }
                for line in 0..<batch where !isPicture {
                    unsafe ck_expand_u8_f32(
                        row, bytes.advanced(line), channels, 1, expansion, target + line * channels, 1)
                }
            }
        }
    }

    func quantizeStep(_ source: FloatEdge, to edge: ByteEdge, _ quantization: Quantization) -> SimpleStep {
        let isPicture = source.shape.count == 4
        let batch = isPicture ? source.shape[0] : edge.pixels
        let pixels = isPicture ? edge.pixels / max(batch, 1) : 1, channels = edge.channels
        return SimpleStep("Quantize", reads: [source.buffer], writes: [edge.buffer]) { workspace in
            let floats = unsafe workspace.floats(source.buffer)
            let target = unsafe workspace.target(edge.buffer, channels: channels)
            for picture in 0..<batch {
                workspace.workers.split(pixels, unit: 4096) { _, share in
                    unsafe ck_quantize_f32_u8(
                        workspace.kernels.row, floats + picture * pixels * channels, pixels, channels,
                        share.lowerBound,
                        share.upperBound, quantization.scale, Int32(quantization.zeroPoint),
                        target.advanced(picture * pixels))
                }
            }
        }
    }

    func addStep(
        _ a: ByteEdge, _ aScale: Quantization, _ b: ByteEdge, _ bScale: Quantization, to edge: ByteEdge,
        _ fused: FusedQuantization
    ) -> SimpleStep {
        let left = aScale.scale / fused.quantization.scale, right = bScale.scale / fused.quantization.scale
        // In single precision and in this order, as onnxruntime does: exact ties then fall the same way.
        let zero = left * Float(aScale.zeroPoint) + right * Float(bScale.zeroPoint)
        let addition = ck_addition(
            a_scale: left, b_scale: right, offset: Float(fused.quantization.zeroPoint) - zero,
            low: Int32(fused.low), high: Int32(fused.high))
        let pixels = a.pixels, channels = a.channels
        return SimpleStep("Add int8", reads: [a.buffer, b.buffer], writes: [edge.buffer]) { workspace in
            let first = unsafe workspace.source(a.buffer, channels: channels)
            let second = unsafe workspace.source(b.buffer, channels: channels)
            let target = unsafe workspace.target(edge.buffer, channels: channels)
            workspace.workers.split(pixels, unit: max(1, 1 << 14 / max(channels, 1))) { _, share in
                unsafe withUnsafePointer(to: addition) { addition in
                    unsafe ck_add_pixels(
                        workspace.kernels.row, first.advanced(share.lowerBound),
                        second.advanced(share.lowerBound), addition, target.advanced(share.lowerBound),
                        share.count, channels)
                }
            }
        }
    }

    /// Copies a tensor to where another wants it, such as its place in a joined one.
    func copyPixelsStep(_ label: String, _ source: ByteEdge, to edge: ByteEdge) -> SimpleStep {
        SimpleStep(label, reads: [source.buffer], writes: [edge.buffer]) { workspace in
            mapPixels(
                source.buffer, to: edge.buffer, table: nil, pixels: source.pixels, channels: source.channels,
                workspace)
        }
    }

    /// The channel shuffle of `groups` groups.
    func shuffleStep(_ source: ByteEdge, groups: Int, to edge: ByteEdge) -> SimpleStep {
        let pixels = source.pixels, channels = source.channels
        return SimpleStep("Shuffle int8", reads: [source.buffer], writes: [edge.buffer]) { workspace in
            let bytes = unsafe workspace.source(source.buffer, channels: channels)
            let target = unsafe workspace.target(edge.buffer, channels: channels)
            workspace.workers.split(pixels, unit: max(1, 1 << 14 / max(channels, 1))) { _, share in
                unsafe ck_shuffle_pixels(
                    bytes.advanced(share.lowerBound), target.advanced(share.lowerBound), share.count,
                    channels,
                    groups)
            }
        }
    }

    func maxPoolStep(_ source: ByteEdge, _ window: Window, to edge: ByteEdge) -> SimpleStep {
        let shape = pictureShape(source, window)
        let channels = source.channels, lineBytes = (source.shape[3] * channels + 63) / 64 * 64
        let scratch = scratch(byteCount: lineBytes * workers.count)
        return SimpleStep(
            "MaxPool int8", reads: [source.buffer], writes: [edge.buffer, scratch]
        ) { workspace in
            let bytes = unsafe workspace.source(source.buffer, channels: channels)
            let target = unsafe workspace.target(edge.buffer, channels: channels)
            workspace.workers.split(edge.shape[0] * edge.shape[2], unit: 4) { worker, share in
                unsafe withUnsafePointer(to: shape) { shape in
                    unsafe ck_maxpool_u8(
                        workspace.kernels.row, shape, bytes, target, share.lowerBound, share.upperBound,
                        workspace.bytes(scratch) + worker * lineBytes)
                }
            }
        }
    }

    /// The mean of each channel as a float: exact sums, one multiplication.
    func meanStep(_ source: ByteEdge, _ quantization: Quantization, scratch: BufferID, to edge: FloatEdge)
        -> SimpleStep
    {
        let batch = source.shape[0], channels = source.channels, pixels = source.pixels / max(batch, 1)
        return SimpleStep("Mean int8", reads: [source.buffer], writes: [scratch, edge.buffer]) { workspace in
            let sums = unsafe workspace.integers(scratch), target = unsafe workspace.floats(edge.buffer)
            unsafe ck_sum_pixels_u8(
                workspace.source(source.buffer, channels: channels), batch, pixels, channels, sums)
            for index in 0..<batch * channels {
                let total = unsafe Int(sums[index]) - pixels * quantization.zeroPoint
                unsafe target[index] = Float(Double(total) * Double(quantization.scale) / Double(pixels))
            }
        }
    }

    func nearestStep(_ source: ByteEdge, rows: [Int32], columns: [Int32], to edge: ByteEdge) -> SimpleStep {
        var shape = ck_convolution_shape()
        (shape.height, shape.width) = (Int32(source.shape[2]), Int32(source.shape[3]))
        (shape.channels, shape.out_height, shape.out_width) =
            (Int32(source.channels), Int32(rows.count), Int32(columns.count))
        let channels = source.channels, picture = shape
        return SimpleStep("Resize int8", reads: [source.buffer], writes: [edge.buffer]) { workspace in
            let bytes = unsafe workspace.source(source.buffer, channels: channels)
            let target = unsafe workspace.target(edge.buffer, channels: channels)
            workspace.workers.split(edge.shape[0] * rows.count, unit: 4) { _, share in
                unsafe withUnsafePointer(to: picture) { shape in
                    unsafe ck_resize_nearest_u8(
                        shape, rows, columns, bytes, target, share.lowerBound, share.upperBound)
                }
            }
        }
    }

    private func pictureShape(_ source: ByteEdge, _ window: Window) -> ck_convolution_shape {
        ck_convolution_shape(
            batch: Int32(source.shape[0]), height: Int32(source.shape[2]), width: Int32(source.shape[3]),
            channels: Int32(source.shape[1]), out_height: Int32(window.outSizes[0]),
            out_width: Int32(window.outSizes[1]), out_channels: Int32(source.shape[1]),
            kernel_height: Int32(window.kernel[0]), kernel_width: Int32(window.kernel[1]),
            stride_height: Int32(window.strides[0]), stride_width: Int32(window.strides[1]),
            dilation_height: Int32(window.dilations[0]), dilation_width: Int32(window.dilations[1]),
            pad_top: Int32(window.padsBefore[0]), pad_left: Int32(window.padsBefore[1]), groups: 1)
    }
}

extension ck_source {
    func advanced(_ pixels: Int) -> ck_source {
        unsafe ck_source(bytes: bytes + pixels * stride, stride: stride)
    }
}

extension ck_target {
    func advanced(_ pixels: Int) -> ck_target {
        unsafe ck_target(bytes: bytes + pixels * stride, stride: stride)
    }
}
