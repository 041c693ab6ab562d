import CKernels

/// A quantized convolution with random sizes, weights and rounding, and its result in plain arithmetic.
struct RandomConvolution {
    private(set) var shape: ck_convolution_shape
    let isDepthwise: Bool
    let input: [UInt8]
    /// Bytes from pixel to pixel: the tensors lie among the channels of wider ones.
    let inStride: Int
    let outStride: Int
    private let zeroPoint: UInt8
    private let weights: [Int8]
    private let bias: [Int32]
    private let scale: [Float]
    private let outZeroPoint: Int32
    private let low: Int32
    private let high: Int32
    private let table: [UInt8]?

    init(isDepthwise: Bool, _ course: inout Course) {
        self.isDepthwise = isDepthwise
        shape = RandomConvolution.shape(isDepthwise: isDepthwise, &course)
        let depth = Int(shape.channels / shape.groups), taps = Int(shape.kernel_height * shape.kernel_width)
        let channels = Int(shape.out_channels), patch = depth * taps
        inStride = Int(shape.channels) + [0, 5].randomElement(using: &course, default: 0)
        outStride = channels + [0, 3].randomElement(using: &course, default: 0)
        input = course.bytes(Int(shape.batch * shape.height * shape.width) * inStride)
        zeroPoint = UInt8.random(in: 0...255, using: &course)
        weights = course.weights(channels * patch)
        bias = (0..<channels).map { _ in Int32.random(in: -40_000...40_000, using: &course) }
        let spread = Float(patch).squareRoot() * 10_000
        scale = (0..<channels).map { _ in Float.random(in: 20...200, using: &course) / spread }
        outZeroPoint = Int32.random(in: 0...255, using: &course)
        low = Int32.random(in: 0...20, using: &course)
        high = Int32.random(in: 200...255, using: &course)
        table = Bool.random(using: &course) ? course.bytes(256) : nil
    }

    private static func shape(isDepthwise: Bool, _ course: inout Course) -> ck_convolution_shape {
        func any(_ range: ClosedRange<Int32>) -> Int32 { Int32.random(in: range, using: &course) }
        var shape = ck_convolution_shape()
        repeat {
            (shape.batch, shape.height, shape.width) = (any(1...2), any(1...14), any(1...20))
            shape.groups = isDepthwise ? any(2...140) : max(1, any(-3...4))
            shape.channels = shape.groups * (isDepthwise ? 1 : any(1...40))
            shape.out_channels = isDepthwise ? shape.channels : shape.groups * any(1...150)
            let usual = [1, 3, 5, 0].randomElement(using: &course, default: 0)
            (shape.kernel_height, shape.kernel_width) =
                usual > 0 ? (Int32(usual), Int32(usual)) : (any(1...5), any(1...5))
            (shape.stride_height, shape.stride_width) = (any(1...2), any(1...3))
            if Bool.random(using: &course) { shape.stride_width = shape.stride_height }
            (shape.dilation_height, shape.dilation_width) = (max(1, any(-1...2)), max(1, any(-1...2)))
            (shape.pad_top, shape.pad_left) = usual == 1 ? (0, 0) : (any(0...3), any(0...3))
            let roomY =
                shape.height + shape.pad_top + any(0...3) - (shape.kernel_height - 1) * shape.dilation_height
                - 1
            let roomX =
                shape.width + shape.pad_left + any(0...3) - (shape.kernel_width - 1) * shape.dilation_width
                - 1
            shape.out_height = roomY < 0 ? 0 : roomY / shape.stride_height + 1
            shape.out_width = roomX < 0 ? 0 : roomX / shape.stride_width + 1
        } while shape.out_height == 0 || shape.out_width == 0
        return shape
    }

    /// The sum for one output, over the picture with its padding.
    private func sum(_ n: Int, _ y: Int, _ x: Int, _ channel: Int) -> Int32 {
        let depth = Int(shape.channels / shape.groups)
        let group = channel / Int(shape.out_channels / shape.groups)
        let (height, width) = (Int(shape.height), Int(shape.width))
        let (rows, columns) = (Int(shape.kernel_height), Int(shape.kernel_width))
        var total = bias[channel]
        for ky in 0..<rows {
            for kx in 0..<columns {
                let line = y * Int(shape.stride_height) - Int(shape.pad_top) + ky * Int(shape.dilation_height)
                let column =
                    x * Int(shape.stride_width) - Int(shape.pad_left) + kx * Int(shape.dilation_width)
                let isInside = (0..<height).contains(line) && (0..<width).contains(column)
                let pixel = isInside ? (n * height + line) * width + column : 0
                for k in 0..<depth {
                    let value = isInside ? input[pixel * inStride + group * depth + k] : zeroPoint
                    let weight = weights[((channel * depth + k) * rows + ky) * columns + kx]
                    total += Int32(value) * Int32(weight)
                }
            }
        }
        return total
    }

    /// Calls `body` for each output: batch, line, column, channel and sum.
    private func forEach(_ body: (Int, Int, Int, Int, Int32) -> Void) {
        for n in 0..<Int(shape.batch) {
            for y in 0..<Int(shape.out_height) {
                for x in 0..<Int(shape.out_width) {
                    for channel in 0..<Int(shape.out_channels) {
                        body(n, y, x, channel, sum(n, y, x, channel))
                    }
                }
            }
        }
    }

    private var outPixels: Int { Int(shape.batch * shape.out_height * shape.out_width) }

    /// What the kernels must give, with 7 wherever they must not write.
    func expectedBytes() -> [UInt8] {
        var bytes = [UInt8](repeating: 7, count: outPixels * outStride)
        forEach { n, y, x, channel, sum in
            let pixel = (n * Int(shape.out_height) + y) * Int(shape.out_width) + x
            let scaled = (Float(sum) * scale[channel]).rounded(.toNearestOrEven) + Float(outZeroPoint)
            let stored = UInt8(min(max(scaled, Float(low)), Float(high)))
            bytes[pixel * outStride + channel] = table?[Int(stored)] ?? stored
        }
        return bytes
    }

    /// The same as NCHW floats, not rounded.
    func expectedFloats() -> [Float] {
        var floats = [Float](repeating: 0, count: outPixels * Int(shape.out_channels))
        forEach { n, y, x, channel, sum in
            let plane = n * Int(shape.out_channels) + channel
            let place = (plane * Int(shape.out_height) + y) * Int(shape.out_width) + x
            floats[place] = Float(sum) * scale[channel]
        }
        return floats
    }

    /// What one row of kernels gives, computed in two parts as two threads would.
    func computed(by kernels: KernelTable, asFloats: Bool) -> (bytes: [UInt8], floats: [Float]) {
        var shape = shape
        let row = unsafe kernels.row
        let channels = unsafe ck_packed_channels(row, &shape, isDepthwise)
        var packedWeights = unsafe [Int8](repeating: 1, count: ck_packed_weights(row, &shape, isDepthwise))
        var packedBias = [Int32](repeating: 1, count: channels), packedScale = packedBias
        unsafe ck_pack_weights(row, &shape, isDepthwise, weights, &packedWeights)
        unsafe ck_pack_channels(row, &shape, isDepthwise, bias, &packedBias)
        unsafe ck_pack_channels(
            row, &shape, isDepthwise, scale.map { Int32(bitPattern: $0.bitPattern) }, &packedScale)
        let scales = packedScale.map { Float(bitPattern: UInt32(bitPattern: $0)) }
        var scratch = unsafe [UInt8](
            repeating: 9, count: ck_convolution_scratch(row, &shape, isDepthwise, asFloats) + 64)
        var bytes = [UInt8](repeating: 7, count: outPixels * outStride)
        var floats = [Float](repeating: 7, count: asFloats ? outPixels * Int(shape.out_channels) : 1)
        let entries = table ?? [], lines = Int(shape.batch * shape.out_height)
        unsafe scratch.withUnsafeMutableBufferPointer { scratch in
            guard let start = scratch.baseAddress else { return }
            let own = unsafe start + (64 - Int(bitPattern: start) % 64) % 64
            for part in [0..<lines / 2, lines / 2..<lines] {
                unsafe withPointers(packedWeights, packedBias, scales, entries) {
                    weights, bias, scale, entries in
                    var convolution = unsafe ck_convolution(
                        shape: shape, weights: weights, bias: bias, scale: scale,
                        rounding: ck_rounding(
                            zero_point: outZeroPoint, low: low, high: high,
                            table: table == nil ? nil : entries),
                        input_zero_point: zeroPoint)
                    unsafe input.withUnsafeBufferPointer { input in
                        unsafe bytes.withUnsafeMutableBufferPointer { bytes in
                            unsafe floats.withUnsafeMutableBufferPointer { floats in
                                var picture = unsafe ck_picture(
                                    in: input.baseAddress, in_stride: inStride, out: bytes.baseAddress,
                                    out_stride: outStride, floats: asFloats ? floats.baseAddress : nil)
                                if isDepthwise {
                                    unsafe ck_convolve_depthwise_u8s8(
                                        row, &convolution, &picture, part.lowerBound, part.upperBound, own)
                                } else {
                                    unsafe ck_convolve_u8s8(
                                        row, &convolution, &picture, part.lowerBound, part.upperBound, own)
                                }
                            }
                        }
                    }
                }
            }
        }
        return (bytes, floats)
    }

    private func withPointers(
        _ weights: [Int8], _ bias: [Int32], _ scale: [Float], _ table: [UInt8],
        _ body: (
            UnsafePointer<Int8>?, UnsafePointer<Int32>?, UnsafePointer<Float>?, UnsafePointer<UInt8>?
        ) -> Void
    ) {
        unsafe weights.withUnsafeBufferPointer { weights in
            unsafe bias.withUnsafeBufferPointer { bias in
                unsafe scale.withUnsafeBufferPointer { scale in
                    unsafe table.withUnsafeBufferPointer { table in
                        unsafe body(
                            weights.baseAddress, bias.baseAddress, scale.baseAddress, table.baseAddress)
                    }
                }
            }
        }
    }
}

extension Course {
    /// Extreme values appear more often than chance would have them.
    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in
            let any = UInt8.random(in: 0...255, using: &self)
            return [0, 255, any].randomElement(using: &self, default: any)
        }
    }

    mutating func weights(_ count: Int) -> [Int8] {
        (0..<count).map { _ in
            let any = Int8.random(in: -128...127, using: &self)
            return [-128, 127, any].randomElement(using: &self, default: any)
        }
    }
}

extension Array {
    func randomElement(using course: inout Course, default value: Element) -> Element {
        randomElement(using: &course) ?? value
    }
}
