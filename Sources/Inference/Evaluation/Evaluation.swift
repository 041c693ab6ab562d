/// One operator at work on tensors that are at hand.
///
/// Constants are folded this way while a plan is made, and the tail of a network is computed this way when it
/// runs: whatever comes after the first tensor whose size depends on the picture.
struct Evaluation: Operands {
    typealias Function = @Sendable (Evaluation) throws(Fault) -> [Constant]

    let node: Node
    /// In the order of the node; nil is an input left out.
    let inputs: [Constant?]
    let operatorSet: Int
    /// A result of more elements is refused.
    let mostElements: Int

    func input(_ position: Int) throws(Fault) -> Constant {
        guard let input = optional(position) else { throw node.malformed("input \(position) is missing") }
        return input
    }

    func optional(_ position: Int) -> Constant? { position < inputs.count ? inputs[position] : nil }

    func integers(_ position: Int, of node: Node) -> [Int]? {
        optional(position)?.integers?.map { Int($0) }
    }

    /// The one number at input `position`, nil when the input is left out.
    func number(_ position: Int) throws(Fault) -> Float? {
        guard let given = optional(position) else { return nil }
        guard given.count == 1 else { throw node.malformed("its input \(position) is not one number") }
        return given.floats[0]
    }

    /// The number of elements of a result, if it may be that large.
    func count(_ shape: [Int]) throws(Fault) -> Int {
        guard let count = Constant.elementCount(shape), count <= mostElements else {
            throw node.unsupported("a tensor of shape \(shape) is too large")
        }
        return count
    }

    /// Copies of `source`'s elements, each by its place.
    func picked(_ source: Constant, _ places: [Int], shape: [Int]) -> Constant {
        switch source.storage {
        case .floats(let values): Constant(shape: shape, storage: .floats(places.map { values[$0] }))
        case .integers(let values, let type):
            Constant(shape: shape, storage: .integers(places.map { values[$0] }, type: type))
        case .bytes(let values, let type):
            Constant(shape: shape, storage: .bytes(places.map { values[$0] }, type: type))
        }
    }

    /// The elements met on a strided walk, in order.
    func walked(_ source: Constant, _ shape: [Int], offset: Int = 0, strides: [Int]) throws(Fault)
        -> Constant
    {
        picked(source, try places(shape, offset: offset, strides: strides), shape: shape)
    }

    /// `source` repeated along dimensions of size one until it has `shape`.
    func stretched(_ source: Constant, to shape: [Int]) throws(Fault) -> Constant {
        if source.shape == shape { return source }
        return try walked(
            source, shape, strides: Planner.strides(source.shape, broadcastTo: shape).map { Int($0) })
    }

    /// Places on a strided walk, in order.
    func places(_ shape: [Int], offset: Int = 0, strides: [Int]) throws(Fault) -> [Int] {
        guard try count(shape) > 0 else { return [] }
        var places = [offset]
        for (size, stride) in zip(shape, strides) {
            var next: [Int] = []
            next.reserveCapacity(places.count * size)
            for place in places { for index in 0..<size { next.append(place + index * stride) } }
            places = next
        }
        return places
    }

    /// The elements of several tensors, one after the other; all floats or all whole numbers.
    func chained(_ parts: [Constant]) throws(Fault) -> Constant {
        let count = try count([parts.reduce(0) { $0 + $1.count }])
        if parts.allSatisfy({ $0.integerType == nil }) {
            return Constant(shape: [count], storage: .floats(parts.flatMap(\.floats)))
        }
        guard let type = parts.first?.integerType, parts.allSatisfy({ $0.integerType == type }) else {
            throw node.malformed("its inputs have different element types")
        }
        return Constant(integers: parts.flatMap { $0.integers ?? [] }, shape: [count], type: type)
    }
}

extension Constant {
    /// Whole numbers as `type` keeps them.
    init(integers: [Int64], shape: [Int], type: ONNXTensorProto.DataType) {
        self.shape = shape
        switch type {
        case .bool: storage = .bytes(integers.map { $0 == 0 ? 0 : 1 }, type: .bool)
        case .uint8, .int8: storage = .bytes(integers.map { UInt8(truncatingIfNeeded: $0) }, type: type)
        case .int32:
            storage = .integers(integers.map { Int64(Int32(truncatingIfNeeded: $0)) }, type: .int32)
        default: storage = .integers(integers, type: type)
        }
    }

    static func floats(_ values: [Float], shape: [Int]) -> Constant {
        Constant(shape: shape, storage: .floats(values))
    }

    static func truths(_ values: [Bool], shape: [Int]) -> Constant {
        Constant(shape: shape, storage: .bytes(values.map { $0 ? 1 : 0 }, type: .bool))
    }

    /// Which elements are not zero.
    var truths: [Bool] {
        switch storage {
        case .floats(let values): values.map { $0 != 0 }
        case .integers(let values, _): values.map { $0 != 0 }
        case .bytes(let values, _): values.map { $0 != 0 }
        }
    }
}
