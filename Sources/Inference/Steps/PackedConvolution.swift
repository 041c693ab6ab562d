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

/// Weights of an integer convolution in the order the kernels read them.
///
/// Dense: for each group, blocks of 16 output channels as [ceil(patch / 4)][16][4], the patch in the order
/// [kernel row][kernel column][channel]. Depthwise: [tap][channel].
final class PackedConvolution: Sendable {
    let weights: ConstantBlock
    let bias: ConstantBlock
    let padding: ConstantBlock
    /// Per output channel: what one unit of a sum is worth.
    let unitScales: [Float]
    let inputZeroPoint: Int
    let isDepthwise: Bool
    let patchGroups: Int
    let groupStride: Int
    private let tapCount: Int

    /// Fails when a bias is so large that a sum could leave 32 bits.
    init?(
        geometry: ConvolutionGeometry, weights: [Int8], scales: [Float], bias: QuantizedBias?,
        input: Quantization
    ) {
        let patch = geometry.patchCount
        unitScales = scales.map { input.scale * $0 }
        // Within these bounds no quotient with an activation's scale leaves the range of a float.
        guard unitScales.allSatisfy({ (1e-24...1e24).contains($0) }) else { return nil }
        var sums: [Int32] = []
        for channel in 0..<geometry.outChannels {
            let own = weights[channel * patch..<(channel + 1) * patch].reduce(0) { $0 + Int($1) }
            let units = bias?.units(channel, scale: unitScales[channel]).rounded(.toNearestOrEven) ?? 0
            guard units.magnitude + Double(255 * 128 * patch) < Double(Int32.max) else { return nil }
            sums.append(Int32(Int(units) - own * input.zeroPoint))
        }
        self.bias = ConstantBlock(sums)
        padding = ConstantBlock([UInt8](repeating: UInt8(input.zeroPoint), count: geometry.channels))
        inputZeroPoint = input.zeroPoint
        isDepthwise = geometry.isDepthwise
        tapCount = geometry.window.kernel[0] * geometry.window.kernel[1]
        patchGroups = (patch + 3) / 4
        let columns = geometry.outChannels / geometry.groups
        groupStride = (columns + 15) / 16 * patchGroups * 64
        self.weights = ConstantBlock(
            isDepthwise
                ? PackedConvolution.byTap(weights, taps: tapCount, channels: geometry.channels)
                : PackedConvolution.inBlocks(
                    weights, geometry, patchGroups: patchGroups, groupStride: groupStride))
    }

    /// Bytes that each worker needs for itself, a multiple of 64.
    func scratchByteCount(_ kernels: Kernels) -> Int {
        let bytes = isDepthwise ? tapCount * MemoryLayout<Int>.size : kernels.tileRows * patchGroups * 4
        return (bytes + 63) / 64 * 64
    }

    private static func byTap(_ weights: [Int8], taps: Int, channels: Int) -> [Int8] {
        (0..<taps).flatMap { tap in (0..<channels).map { weights[$0 * taps + tap] } }
    }

    private static func inBlocks(
        _ weights: [Int8], _ geometry: ConvolutionGeometry, patchGroups: Int, groupStride: Int
    ) -> [Int8] {
        let taps = geometry.window.kernel[0] * geometry.window.kernel[1]
        let depth = geometry.channels / geometry.groups, columns = geometry.outChannels / geometry.groups
        var packed = [Int8](repeating: 0, count: geometry.groups * groupStride)
        for channel in 0..<geometry.outChannels {
            let column = channel % columns
            let start = channel / columns * groupStride + column / 16 * patchGroups * 64 + column % 16 * 4
            for c in 0..<depth {
                for tap in 0..<taps {
                    let k = tap * depth + c
                    packed[start + k / 4 * 64 + k % 4] = weights[(channel * depth + c) * taps + tap]
                }
            }
        }
        return packed
    }
}
