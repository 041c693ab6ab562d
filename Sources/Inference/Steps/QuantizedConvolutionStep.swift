import CKernels

/// An integer convolution: bytes in, bytes out (through a table if one was adopted), or NCHW floats out.
final class QuantizedConvolutionStep: Step {
    let label: String
    let reads: [BufferID]
    private let packed: PackedConvolution
    private let geometry: ConvolutionGeometry
    private let input: BufferID
    private let scratch: BufferID
    private let scratchByteCount: Int
    private let floatOutput: BufferID?
    private(set) var byteOutput: BufferID?
    private let zeroPoint: Int
    private let low: Int
    private let high: Int
    private var entries: [UInt8]?
    private var table: ConstantBlock?

    var detail: String { geometry.description }
    var multiplyAdds: Int { geometry.multiplyAdds }
    var writes: [BufferID] { [scratch] + [byteOutput, floatOutput].compactMap { $0 } }

    /// Gives bytes with `fused`, otherwise NCHW floats.
    ///
    /// `scratch` holds `scratchByteCount` for each worker.
    init(
        _ packed: PackedConvolution, _ geometry: ConvolutionGeometry, input: BufferID, scratch: BufferID,
        scratchByteCount: Int, output: BufferID, fused: FusedQuantization?
    ) {
        label = packed.isDepthwise ? "Conv int8 depthwise" : "Conv int8"
        (self.packed, self.geometry, self.input, self.scratch) = (packed, geometry, input, scratch)
        self.scratchByteCount = scratchByteCount
        (byteOutput, floatOutput) = fused == nil ? (nil, output) : (output, nil)
        reads = [input]
        (zeroPoint, low, high) = (fused?.quantization.zeroPoint ?? 0, fused?.low ?? 0, fused?.high ?? 255)
    }

    /// Takes over the look-up that alone reads this step's output.
    func adopt(_ lookup: LookupStep) {
        byteOutput = lookup.output
        entries = (entries ?? (0...255).map { $0 }).map { lookup.entries[Int($0)] }
        table = entries.map { ConstantBlock($0) }
    }

    func run(_ workspace: Workspace) {
        let convolution = unsafe ck_convolution(
            shape: geometry.shape, weights: packed.weights.signedBytes, bias: packed.bias.integers,
            scale: packed.scale.floats,
            rounding: ck_rounding(
                zero_point: Int32(zeroPoint), low: Int32(low), high: Int32(high), table: table?.bytes),
            input_zero_point: UInt8(packed.inputZeroPoint))
        let source = unsafe workspace.source(input, channels: geometry.channels)
        let target = unsafe byteOutput.map { unsafe workspace.target($0, channels: geometry.outChannels) }
        let picture = unsafe ck_picture(
            in: source.bytes, in_stride: source.stride, out: target?.bytes, out_stride: target?.stride ?? 0,
            floats: floatOutput.map { unsafe workspace.floats($0) })
        unsafe withUnsafePointer(to: convolution) { convolution in
            unsafe withUnsafePointer(to: picture) { picture in
                workspace.workers.split(geometry.batch * geometry.outHeight, unit: 1) { worker, share in
                    let own = unsafe workspace.bytes(scratch) + worker * scratchByteCount
                    if packed.isDepthwise {
                        unsafe ck_convolve_depthwise_u8s8(
                            workspace.kernels.row, convolution, picture, share.lowerBound, share.upperBound,
                            own)
                    } else {
                        unsafe ck_convolve_u8s8(
                            workspace.kernels.row, convolution, picture, share.lowerBound, share.upperBound,
                            own)
                    }
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

    /// Bytes of scratch per worker, a multiple of 64.
    func scratchByteCount(_ packed: PackedConvolution, givesFloats: Bool, _ kernels: Kernels) -> Int {
        let bytes = unsafe withUnsafePointer(to: shape) {
            unsafe ck_convolution_scratch(kernels.row, $0, packed.isDepthwise, givesFloats)
        }
        return (bytes + 63) / 64 * 64
    }
}
