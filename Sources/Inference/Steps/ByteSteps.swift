import CKernels

// Steps on quantized tensors other than convolutions, and the ways between bytes and floats.

/// Replaces each byte by its entry in a table.
final class LookupStep: Step {
    let label = "Lookup"
    let input: BufferID
    let output: BufferID
    let entries: [UInt8]
    private let table: ConstantBlock
    private let count: Int

    var reads: [BufferID] { [input] }
    var writes: [BufferID] { [output] }

    init(input: BufferID, output: BufferID, count: Int, table: [UInt8]) {
        precondition(table.count == 256)
        (self.input, self.output, self.count) = (input, output, count)
        entries = table
        self.table = ConstantBlock(table)
    }

    func run(_ workspace: Workspace) {
        let source = unsafe workspace.bytes(input), target = unsafe workspace.bytes(output)
        let row = unsafe workspace.kernels.row
        workspace.workers.split(count, unit: 4096) { _, share in
            unsafe row.pointee.lookup(
                source + share.lowerBound, table.bytes, target + share.lowerBound, share.count)
        }
    }
}

extension Planner {
    /// Bytes as they are stored, seen as pictures of pixels: four dimensions lie as NHWC, fewer as one pixel
    /// each.
    private func extent(_ shape: [Int]) -> (batch: Int, channels: Int, pixels: Int) {
        shape.count == 4 ? (shape[0], shape[1], shape[2] * shape[3]) : (1, shape.reduce(1, *), 1)
    }

    func expandStep(_ value: TableValue, to edge: FloatEdge) -> SimpleStep {
        let table = ConstantBlock(value.table), source = value.edge.buffer
        let (batch, channels, pixels) = extent(value.edge.shape)
        return SimpleStep("Dequantize", reads: [source], writes: [edge.buffer]) { workspace in
            unsafe ck_expand_u8_f32(
                workspace.bytes(source), batch, channels, pixels, table.floats, workspace.floats(edge.buffer))
        }
    }

    func quantizeStep(_ source: FloatEdge, to edge: ByteEdge, _ quantization: Quantization) -> SimpleStep {
        let (batch, channels, pixels) = extent(source.shape)
        return SimpleStep("Quantize", reads: [source.buffer], writes: [edge.buffer]) { workspace in
            unsafe ck_quantize_f32_u8(
                workspace.floats(source.buffer), batch, channels, pixels, quantization.scale,
                Int32(quantization.zeroPoint), workspace.bytes(edge.buffer))
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
        let count = a.count
        return SimpleStep("Add int8", reads: [a.buffer, b.buffer], writes: [edge.buffer]) { workspace in
            let row = unsafe workspace.kernels.row
            var addition = addition
            unsafe row.pointee.add(
                workspace.bytes(a.buffer), workspace.bytes(b.buffer), &addition, workspace.bytes(edge.buffer),
                count)
        }
    }

    func maxPoolStep(_ source: ByteEdge, _ window: Window, to edge: ByteEdge) -> SimpleStep {
        let shape = ck_convolution_shape(
            batch: Int32(source.shape[0]), height: Int32(source.shape[2]), width: Int32(source.shape[3]),
            channels: Int32(source.shape[1]), out_height: Int32(window.outSizes[0]),
            out_width: Int32(window.outSizes[1]), out_channels: Int32(source.shape[1]),
            kernel_height: Int32(window.kernel[0]), kernel_width: Int32(window.kernel[1]),
            stride_height: Int32(window.strides[0]), stride_width: Int32(window.strides[1]),
            dilation_height: Int32(window.dilations[0]), dilation_width: Int32(window.dilations[1]),
            pad_top: Int32(window.padsBefore[0]), pad_left: Int32(window.padsBefore[1]), groups: 1)
        return SimpleStep("MaxPool int8", reads: [source.buffer], writes: [edge.buffer]) { workspace in
            var shape = shape
            unsafe ck_maxpool_u8(&shape, workspace.bytes(source.buffer), workspace.bytes(edge.buffer))
        }
    }

    /// The mean of each channel as a float: exact sums, one multiplication.
    func meanStep(_ source: ByteEdge, _ quantization: Quantization, scratch: BufferID, to edge: FloatEdge)
        -> SimpleStep
    {
        let (batch, channels, pixels) = extent(source.shape)
        return SimpleStep("Mean int8", reads: [source.buffer], writes: [scratch, edge.buffer]) { workspace in
            let sums = unsafe workspace.integers(scratch), target = unsafe workspace.floats(edge.buffer)
            unsafe ck_sum_pixels_u8(workspace.bytes(source.buffer), batch, pixels, channels, sums)
            for index in 0..<batch * channels {
                let total = unsafe Int(sums[index]) - pixels * quantization.zeroPoint
                unsafe target[index] = Float(Double(total) * Double(quantization.scale) / Double(pixels))
            }
        }
    }

    func nearestStep(_ source: ByteEdge, rows: [Int32], columns: [Int32], to edge: ByteEdge) -> SimpleStep {
        let shape = source.shape
        return SimpleStep("Resize int8", reads: [source.buffer], writes: [edge.buffer]) { workspace in
            unsafe ck_resize_nearest_u8(
                shape[0], shape[2], shape[3], shape[1], rows.count, columns.count, rows, columns,
                workspace.bytes(source.buffer), workspace.bytes(edge.buffer))
        }
    }
}
