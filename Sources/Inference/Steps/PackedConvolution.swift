import CKernels

/// A bias as the file gives it.
enum QuantizedBias {
    case integers(QuantizedConstant)
    case floats([Float])

    var count: Int {
        switch self {
        case .integers(let constant): constant.integers.count
        case .floats(let values): values.count
        }
    }

    /// The bias of `channel` in units of `scale`, the product of the input's and the weights' scales.
    func units(_ channel: Int, scale: Float) -> Double {
        switch self {
        case .floats(let values): return Double(values[channel]) / Double(scale)
        case .integers(let constant):
            let own = constant.scales.count == 1 ? constant.scales[0] : constant.scales[channel]
            let zero = constant.zeroPoints.count == 1 ? constant.zeroPoints[0] : constant.zeroPoints[channel]
            let value = Double((constant.integers.integers?[channel] ?? 0) - Int64(zero))
            // A bias written in these very units stays the whole number it is.
            return own == scale ? value : value * Double(own) / Double(scale)
        }
    }
}

/// Weights, bias and scales of an integer convolution in the order one row of kernels reads them.
final class PackedConvolution: Sendable {
    let weights: ConstantBlock
    let bias: ConstantBlock
    let scale: ConstantBlock
    let inputZeroPoint: Int
    /// Packed for the depthwise kernel, which gives bytes only.
    let isDepthwise: Bool

    /// Sums times their scales stay below this, so that the kernels may convert them without a check.
    private static let mostScaledSum = 0x1p30

    /// `output` is the scale of the result's quantization; nil asks for floats.
    ///
    /// Fails when a bias or a scale is so large that a sum could leave 32 bits.
    init?(
        geometry: ConvolutionGeometry, weights: [Int8], scales: [Float], bias: QuantizedBias?,
        input: Quantization, output: Float?, kernels: Kernels
    ) {
        let patch = geometry.patchCount
        let unitScales = scales.map { input.scale * $0 }
        // Within these bounds no quotient with an activation's scale leaves the range of a float.
        guard unitScales.allSatisfy({ (1e-24...1e24).contains($0) }) else { return nil }
        let steps = unitScales.map { $0 / (output ?? 1) }
        var sums: [Int32] = []
        for channel in 0..<geometry.outChannels {
            let own = weights[channel * patch..<(channel + 1) * patch].reduce(0) { $0 + Int($1) }
            let units = bias?.units(channel, scale: unitScales[channel]).rounded(.toNearestOrEven) ?? 0
            let most = units.magnitude + Double(255 * 128 * patch)
            guard most < Double(Int32.max) else { return nil }
            if output != nil, most * Double(steps[channel]) >= PackedConvolution.mostScaledSum { return nil }
            sums.append(Int32(Int(units) - own * input.zeroPoint))
        }
        inputZeroPoint = input.zeroPoint
        isDepthwise = geometry.isDepthwise && output != nil
        let layout = PackingLayout(kernels: kernels, shape: geometry.shape, isDepthwise: isDepthwise)
        self.bias = layout.channels(sums.map { UInt32(bitPattern: $0) })
        scale = layout.channels(steps.map(\.bitPattern))
        self.weights = layout.weights(weights)
    }
}

/// Calls the packing functions of one row of kernels.
private struct PackingLayout {
    let kernels: Kernels
    var shape: ck_convolution_shape
    let isDepthwise: Bool

    func channels(_ values: [UInt32]) -> ConstantBlock {
        unsafe withUnsafePointer(to: shape) { shape in
            let count = unsafe ck_packed_channels(kernels.row, shape, isDepthwise)
            return unsafe ConstantBlock(byteCount: 4 * count) { target in
                unsafe values.withUnsafeBytes { values in
                    guard let base = values.baseAddress else { return }
                    unsafe ck_pack_channels(
                        kernels.row, shape, isDepthwise, base.assumingMemoryBound(to: Int32.self),
                        target.assumingMemoryBound(to: Int32.self))
                }
            }
        }
    }

    func weights(_ values: [Int8]) -> ConstantBlock {
        unsafe withUnsafePointer(to: shape) { shape in
            let count = unsafe ck_packed_weights(kernels.row, shape, isDepthwise)
            return unsafe ConstantBlock(byteCount: count) { target in
                unsafe ck_pack_weights(
                    kernels.row, shape, isDepthwise, values, target.assumingMemoryBound(to: Int8.self))
            }
        }
    }
}
