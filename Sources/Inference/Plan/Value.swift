/// Scale and zero point of a quantized activation: value = (stored - zeroPoint) * scale.
struct Quantization: Equatable {
    let scale: Float
    /// Within 0...255.
    ///
    /// A signed tensor of the file is held with 128 added, which moves its zero point too.
    let zeroPoint: Int

    func quantized(_ value: Float) -> UInt8 {
        let scaled = (value / scale).rounded(.toNearestOrEven) + Float(zeroPoint)
        guard scaled == scaled else { return UInt8(zeroPoint) }
        return UInt8(min(max(scaled, 0), 255))
    }

    /// The value of each of the 256 stored numbers.
    var table: [Float] { (0..<256).map { Float($0 - zeroPoint) * scale } }
}

/// Float data in memory, row by row.
struct FloatEdge {
    let buffer: BufferID
    let shape: [Int]
}

/// Quantized data in memory.
///
/// Four dimensions lie as NHWC, any other number row by row; `shape` is always the file's. The buffer may be a
/// view, whose pixels lie further apart.
struct ByteEdge {
    let buffer: BufferID
    let shape: [Int]

    var count: Int { shape.reduce(1, *) }

    /// Bytes that lie together: the second of four dimensions, else the last.
    var channels: Int { shape.count == 4 ? shape[1] : shape.last ?? 1 }

    /// Rows of a matrix count as pixels too.
    var pixels: Int { shape.count == 4 ? shape[0] * shape[2] * shape[3] : shape.dropLast().reduce(1, *) }

    /// The order in which the file's dimensions are stored.
    var storedOrder: [Int] { shape.count == 4 ? [0, 2, 3, 1] : Array(shape.indices) }

    /// For each of the file's dimensions, how far apart its elements lie.
    var strides: [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        var step = 1
        for dimension in storedOrder.reversed() {
            strides[dimension] = step
            step *= shape[dimension]
        }
        return strides
    }

    /// Whether the stored order is also row by row, because the reordered dimensions are trivial.
    var isRowByRow: Bool { shape.count != 4 || shape[1] == 1 || shape[2] * shape[3] == 1 }
}

/// What a name of the graph stands for while the plan is made.
///
/// The idea that fuses most: a float tensor that is a pointwise function of one quantized tensor is kept as
/// that tensor and a table of 256 floats. Sigmoid, SiLU, hard-swish and whatever else only change the table;
/// quantizing it again gives one table of bytes, and only a reader that needs floats makes anybody compute
/// them.
enum Value {
    case constant(Constant)
    /// A constant of the file behind a DequantizeLinear.
    case quantizedConstant(QuantizedConstant)
    case floats(FloatEdge)
    case table(TableValue)
    /// What QuantizeLinear gives, until DequantizeLinear says how to read it; with the tensor that it is a table
    /// of, if any.
    case bytes(ByteEdge, ByteOrigin?)
}

/// Says that the bytes of a tensor are those of another, each through a table.
struct ByteOrigin {
    let edge: ByteEdge
    let table: [UInt8]
}

/// A float tensor as a function of a quantized one.
struct TableValue {
    /// Another tensor that this one is a function of as well.
    ///
    /// x * sigmoid(x) with a sigmoid that is quantized in between is still one function of x.
    struct Origin {
        let edge: ByteEdge
        let table: [Float]
    }

    let edge: ByteEdge
    let table: [Float]
    /// Set while the table is the plain dequantization.
    let quantization: Quantization?
    var origin: Origin?

    /// The tensors that this one is a function of, and the functions.
    var sources: [Origin] { [Origin(edge: edge, table: table)] + (origin.map { [$0] } ?? []) }

    var isRising: Bool { zip(table, table.dropFirst()).allSatisfy { $0 <= $1 } }
}

struct QuantizedConstant {
    let integers: Constant
    let scales: [Float]
    let zeroPoints: [Int]
    /// The dimension that `scales` runs along; without meaning for a single scale.
    let axis: Int

    var floats: Constant {
        let values = integers.integers ?? []
        let inner = integers.shape.dropFirst(axis + 1).reduce(1, *)
        let floats = values.indices.map { index -> Float in
            let channel = scales.count == 1 ? 0 : index / inner % scales.count
            return Float(values[index] - Int64(zeroPoints[channel])) * scales[channel]
        }
        return Constant(shape: integers.shape, storage: .floats(floats))
    }
}
