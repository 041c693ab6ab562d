import CKernels

/// An integer convolution: bytes in, bytes out (through a table if one was adopted), or NHWC floats out.
final class QuantizedConvolutionStep: Step {
    let label = "Conv int8"
    let reads: [BufferID]
    private let packed: PackedConvolution
    private let geometry: ConvolutionGeometry
    private let input: BufferID
    private let scratch: BufferID
    private let floatOutput: BufferID?
    private(set) var byteOutput: BufferID?
    private let scales: ConstantBlock
    private let zeroPoint: Int
    private let low: Int
    private let high: Int
    private var entries: [UInt8]?
    private var table: ConstantBlock?

    var writes: [BufferID] { [scratch] + [byteOutput, floatOutput].compactMap { $0 } }

    init(
        _ packed: PackedConvolution, _ geometry: ConvolutionGeometry, input: BufferID, scratch: BufferID,
        bytes: BufferID, fused: FusedQuantization
    ) {
        (self.packed, self.geometry, self.input, self.scratch) = (packed, geometry, input, scratch)
        (byteOutput, floatOutput) = (bytes, nil)
        reads = [input]
        scales = ConstantBlock(packed.unitScales.map { $0 / fused.quantization.scale })
        (zeroPoint, low, high) = (fused.quantization.zeroPoint, fused.low, fused.high)
    }

    init(
        _ packed: PackedConvolution, _ geometry: ConvolutionGeometry, input: BufferID, scratch: BufferID,
        floats: BufferID
    ) {
        (self.packed, self.geometry, self.input, self.scratch) = (packed, geometry, input, scratch)
        (byteOutput, floatOutput) = (nil, floats)
        reads = [input]
        scales = ConstantBlock(packed.unitScales)
        (zeroPoint, low, high) = (0, 0, 255)
    }

    /// Takes over the look-up that alone reads this step's output.
    func adopt(_ lookup: LookupStep) {
        byteOutput = lookup.output
        entries = (entries ?? (0...255).map { $0 }).map { lookup.entries[Int($0)] }
        table = entries.map { ConstantBlock($0) }
    }

    func run(_ workspace: Workspace) {
        let convolution = unsafe ck_convolution(
            shape: geometry.shape, weights: packed.weights.signedBytes, group_stride: packed.groupStride,
            k_groups: packed.patchGroups, padding: packed.padding.bytes,
            input_zero_point: UInt8(packed.inputZeroPoint),
            requantize: ck_requantize(
                bias: packed.bias.integers, scale: scales.floats, zero_point: Int32(zeroPoint),
                low: Int32(low),
                high: Int32(high), table: table?.bytes))
        let source = unsafe UnsafePointer(workspace.bytes(input))
        let target = unsafe byteOutput.map { unsafe workspace.bytes($0) }
        let floats = unsafe floatOutput.map { unsafe workspace.floats($0) }
        let scratchSize = packed.scratchByteCount(workspace.kernels)
        let pixels = geometry.batch * geometry.outHeight * geometry.outWidth
        unsafe withUnsafePointer(to: convolution) { convolution in
            workspace.workers.split(pixels, unit: workspace.kernels.tileRows) { worker, share in
                let own = unsafe workspace.raw(scratch) + worker * scratchSize
                if packed.isDepthwise {
                    unsafe ck_convolve_depthwise_u8s8(
                        workspace.kernels.row, convolution, source, target, floats, share.lowerBound,
                        share.upperBound, own.assumingMemoryBound(to: UnsafePointer<UInt8>?.self))
                } else {
                    unsafe ck_convolve_u8s8(
                        workspace.kernels.row, convolution, source, target, floats, share.lowerBound,
                        share.upperBound, own.assumingMemoryBound(to: UInt8.self))
                }
            }
        }
    }
}

extension ConvolutionGeometry {
    var shape: ck_convolution_shape {
        ck_convolution_shape(
            batch: Int32(batch), height: Int32(height), width: Int32(width), channels: Int32(channels),
            out_height: Int32(outHeight), out_width: Int32(outWidth), out_channels: Int32(outChannels),
            kernel_height: Int32(window.kernel[0]), kernel_width: Int32(window.kernel[1]),
            stride_height: Int32(window.strides[0]), stride_width: Int32(window.strides[1]),
            dilation_height: Int32(window.dilations[0]), dilation_width: Int32(window.dilations[1]),
            pad_top: Int32(window.padsBefore[0]), pad_left: Int32(window.padsBefore[1]), groups: Int32(groups)
        )
    }
}
