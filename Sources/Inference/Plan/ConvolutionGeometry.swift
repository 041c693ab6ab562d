/// Sizes along a sliding window, checked.
struct Window {
    let kernel: [Int]
    let strides: [Int]
    let dilations: [Int]
    /// Above and left of the picture, below and right of it.
    let padsBefore: [Int]
    let padsAfter: [Int]
    let outSizes: [Int]

    /// Largest kernel, stride or dilation that is taken seriously.
    private static let most = 4096

    /// Reads the attributes that convolutions and pools share; `kernel` stands in where the node does not
    /// give one.
    init(_ node: Node, sizes: [Int], kernel given: [Int]? = nil) throws(Fault) {
        guard sizes.count == 2 else {
            throw node.unsupported("the engine slides windows over two dimensions only")
        }
        guard let kernel = node.integers("kernel_shape") ?? given, kernel.count == 2,
            given ?? kernel == kernel
        else {
            throw node.malformed("its kernel has no sound shape")
        }
        self.kernel = kernel
        strides = node.integers("strides") ?? [1, 1]
        dilations = node.integers("dilations") ?? [1, 1]
        let all = kernel + strides + dilations
        guard strides.count == 2, dilations.count == 2, all.allSatisfy({ (1...Window.most).contains($0) })
        else {
            throw node.malformed("kernel \(kernel), strides \(strides), dilations \(dilations) make no sense")
        }
        let spans = [(kernel[0] - 1) * dilations[0] + 1, (kernel[1] - 1) * dilations[1] + 1]
        let mode = node.string("auto_pad", default: "NOTSET")
        var pads = node.integers("pads") ?? [0, 0, 0, 0]
        if mode == "SAME_UPPER" || mode == "SAME_LOWER" {
            pads = [0, 0, 0, 0]
            for axis in 0..<2 {
                let out = (sizes[axis] + strides[axis] - 1) / strides[axis]
                let total = max(0, (out - 1) * strides[axis] + spans[axis] - sizes[axis])
                let smaller = total / 2, larger = total - total / 2
                pads[axis] = mode == "SAME_UPPER" ? smaller : larger
                pads[axis + 2] = mode == "SAME_UPPER" ? larger : smaller
            }
        } else if mode == "VALID" {
            pads = [0, 0, 0, 0]
        }
        guard pads.count == 4, (0..<4).allSatisfy({ (0...spans[$0 % 2]).contains(pads[$0]) }) else {
            throw node.malformed("its pads \(pads) make no sense")
        }
        padsBefore = Array(pads[0..<2])
        padsAfter = Array(pads[2..<4])
        let roundsUp = node.integer("ceil_mode", default: 0) != 0
        var outSizes: [Int] = []
        for axis in 0..<2 {
            let room = sizes[axis] + pads[axis] + pads[axis + 2] - spans[axis]
            guard room >= 0, sizes[axis] > 0 else {
                throw node.malformed("a window of \(spans[axis]) does not fit a picture of \(sizes[axis])")
            }
            var out = room / strides[axis] + 1
            if roundsUp, room % strides[axis] != 0, out * strides[axis] < sizes[axis] + pads[axis] {
                out += 1
            }
            outSizes.append(out)
        }
        self.outSizes = outSizes
    }

    /// Whether each window holds at least one cell of the picture.
    func isNeverEmpty(sizes: [Int]) -> Bool {
        (0..<2).allSatisfy { axis in
            (0..<outSizes[axis]).allSatisfy { out in
                (0..<kernel[axis]).contains { tap in
                    let at = out * strides[axis] - padsBefore[axis] + tap * dilations[axis]
                    return at >= 0 && at < sizes[axis]
                }
            }
        }
    }
}

/// The shape of a convolution, checked against its input and weights.
struct ConvolutionGeometry {
    let batch: Int
    let channels: Int
    let height: Int
    let width: Int
    let outChannels: Int
    let groups: Int
    let window: Window

    var outHeight: Int { window.outSizes[0] }
    var outWidth: Int { window.outSizes[1] }
    var outputShape: [Int] { [batch, outChannels, outHeight, outWidth] }
    /// Products in one sum.
    var patchCount: Int { channels / groups * window.kernel[0] * window.kernel[1] }
    var multiplyAdds: Int { outputShape.reduce(1, *) * patchCount }

    /// For people: 3x3/2, 64 x 80 x 80 → 128 x 40 x 40.
    var description: String {
        "\(window.kernel[0])x\(window.kernel[1])"
            + (window.strides == [1, 1] ? "" : "/\(window.strides[0])")
            + (groups > 1 ? " in \(groups) groups" : "")
            + ", \(channels) x \(height) x \(width) → \(outChannels) x \(outHeight) x \(outWidth)"
    }
    var isDepthwise: Bool { groups > 1 && groups == channels && outChannels == channels }

    init(_ node: Node, input: [Int], weights: [Int]) throws(Fault) {
        guard input.count == 4, weights.count == 4 else {
            throw node.unsupported("the engine convolves four dimensions, not \(input.count)")
        }
        groups = node.integer("group", default: 1)
        guard groups > 0, input[1] == weights[1] * groups, weights[0] % groups == 0,
            weights.allSatisfy({ $0 > 0 })
        else {
            throw node.malformed("input \(input), weights \(weights) and \(groups) groups do not go together")
        }
        (batch, channels, height, width) = (input[0], input[1], input[2], input[3])
        outChannels = weights[0]
        window = try Window(node, sizes: [height, width], kernel: [weights[2], weights[3]])
        guard Constant.elementCount(outputShape) != nil, Constant.elementCount(input) != nil else {
            throw node.unsupported("its output \(outputShape) is too large")
        }
    }

    /// A matrix product seen as a 1x1 convolution over `rows` pictures of one pixel.
    init(rows: Int, inputs: Int, outputs: Int, node: Node) throws(Fault) {
        (batch, channels, height, width, outChannels, groups) = (rows, inputs, 1, 1, outputs, 1)
        window = try Window(node, sizes: [1, 1], kernel: [1, 1])
    }
}
