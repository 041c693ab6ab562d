/// A tensor by value: one that stands in the file or follows from shapes alone, and what the tail of a network
/// computes.
struct Constant: Sendable, Equatable {
    enum Storage: Sendable, Equatable {
        case floats([Float])
        /// Whole numbers of any width; `type` says which the file had.
        case integers([Int64], type: ONNXTensorProto.DataType)
        /// Whole numbers of one byte, as bits: the weights of quantized networks, of which there are millions.
        case bytes([UInt8], type: ONNXTensorProto.DataType)
    }

    let shape: [Int]
    let storage: Storage

    var count: Int { shape.reduce(1, *) }

    var floats: [Float] {
        switch storage {
        case .floats(let values): values
        case .integers(let values, _): values.map { Float($0) }
        case .bytes(let values, type: .int8): values.map { Float(Int8(bitPattern: $0)) }
        case .bytes(let values, _): values.map { Float($0) }
        }
    }

    /// The type of whole numbers in the file, nil for floats.
    var integerType: ONNXTensorProto.DataType? {
        switch storage {
        case .floats: nil
        case .integers(_, let type), .bytes(_, let type): type
        }
    }

    /// The whole numbers, or nil for floats.
    var integers: [Int64]? {
        switch storage {
        case .floats: nil
        case .integers(let values, _): values
        case .bytes(let values, type: .int8): values.map { Int64(Int8(bitPattern: $0)) }
        case .bytes(let values, _): values.map { Int64($0) }
        }
    }

    static func integers(_ values: [Int64], shape: [Int]? = nil) -> Constant {
        Constant(shape: shape ?? [values.count], storage: .integers(values, type: .int64))
    }
}

extension Constant {
    /// Largest number of elements of one tensor; more is taken for damage.
    static let mostElements = 1 << 28

    /// The same for what is computed from constants while a plan is made.
    static let mostFoldedElements = 1 << 24

    /// The number of elements of `shape`, or nil when it is negative somewhere or too large.
    ///
    /// Too large are also dimensions beside one of 0 whose product would be: strides are made of them.
    static func elementCount(_ shape: [Int]) -> Int? {
        var count = 1
        for size in shape {
            guard size >= 0 else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: max(size, 1))
            guard !overflow, product <= mostElements else { return nil }
            count = product
        }
        return shape.contains(0) ? 0 : count
    }

    /// Decodes a tensor of the file; `stored` is where its raw data lies if `proto` does not hold them.
    init(_ proto: ONNXTensorProto, stored: RawData? = nil, place: String) throws(Fault) {
        shape = proto.dims.map { Int(clamping: $0) }
        guard let count = Constant.elementCount(shape) else {
            throw .malformed(place, "dimensions \(proto.dims) are impossible")
        }
        guard proto.dataLocation != .external else {
            throw .unsupported(place, "its data lies in another file")
        }
        guard let type = ONNXTensorProto.DataType(rawValue: Int(proto.dataType)) else {
            throw .unsupported(place, "element type \(proto.dataType) is unknown")
        }
        let raw = stored ?? (proto.hasRawData ? .memory(proto.rawData) : nil)
        switch type {
        case .float: storage = .floats(raw.map { $0.elements() } ?? proto.floatData)
        case .double:
            storage = .floats(
                raw.map { $0.elements().map { (x: Double) in Float(x) } }
                    ?? proto.doubleData.map { Float($0) })
        case .float16:
            let bits: [UInt16] =
                raw.map { $0.elements() } ?? proto.int32Data.map { UInt16(truncatingIfNeeded: $0) }
            storage = .floats(bits.map { Constant.half($0) })
        case .uint8, .int8, .bool:
            storage = .bytes(
                raw.map { $0.elements() } ?? proto.int32Data.map { UInt8(truncatingIfNeeded: $0) },
                type: type)
        case .int32:
            storage = .integers(
                raw.map { $0.elements().map { (x: Int32) in Int64(x) } }
                    ?? proto.int32Data.map { Int64($0) },
                type: type)
        case .int64: storage = .integers(raw.map { $0.elements() } ?? proto.int64Data, type: type)
        default: throw .unsupported(place, "element type \(type) is not one the engine knows")
        }
        let found =
            switch storage {
            case .floats(let values): values.count
            case .integers(let values, _): values.count
            case .bytes(let values, _): values.count
            }
        guard found == count else {
            throw .malformed(place, "shape \(shape) needs \(count) elements and \(found) are there")
        }
    }

    /// IEEE half precision to single; Float16 does not exist on every platform of the compiler.
    private static func half(_ bits: UInt16) -> Float {
        let sign: Float = bits & 0x8000 == 0 ? 1 : -1
        let exponent = Int(bits >> 10 & 0x1F), fraction = Float(bits & 0x3FF) / 1024
        switch exponent {
        case 0: return sign * fraction * 0x1p-14
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * (1 + fraction) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
        }
    }
}
