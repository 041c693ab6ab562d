// Tensors from shapes, numbers and other element types.

extension Constant {
    /// What a Constant node holds.
    init(valueOf node: Node) throws(Fault) {
        if let tensor = try node.tensor("value") {
            self = tensor
        } else if node.has("value_int") {
            self = .integers([Int64(node.integer("value_int", default: 0))], shape: [])
        } else if let integers = node.integers("value_ints") {
            self = .integers(integers.map { Int64($0) })
        } else if node.has("value_float") {
            self = .floats([node.float("value_float", default: 0)], shape: [])
        } else if let floats = node.floats("value_floats") {
            self = .floats(floats, shape: [floats.count])
        } else {
            throw node.unsupported("its value is of a kind the engine does not know")
        }
    }
}

extension Evaluation {
    func constantOfShape() throws(Fault) -> [Constant] {
        guard let shape = integers(0, of: node) else {
            throw node.malformed("its shape is not made of whole numbers")
        }
        let value = try node.tensor("value") ?? .floats([0], shape: [1])
        guard value.count == 1 else { throw node.malformed("its value is not one number") }
        return [picked(value, [Int](repeating: 0, count: try count(shape)), shape: shape)]
    }

    func range() throws(Fault) -> [Constant] {
        var bounds: [Constant] = []
        for position in 0..<3 {
            let bound = try input(position)
            guard bound.count == 1 else { throw node.malformed("its input \(position) is not one number") }
            bounds.append(bound)
        }
        let all = try chained(bounds)
        guard let type = all.integerType, let numbers = all.integers else {
            let (start, limit, step) = (all.floats[0], all.floats[1], all.floats[2])
            let steps = ((Double(limit) - Double(start)) / Double(step)).rounded(.up)
            guard step != 0, steps <= Double(mostElements) else { throw node.malformed("it has no end") }
            let length = Int(max(0, steps))
            return [.floats((0..<length).map { start + Float($0) * step }, shape: [length])]
        }
        let (start, limit, step) = (numbers[0], numbers[1], numbers[2])
        let (span, overflow) = limit.subtractingReportingOverflow(start)
        guard step != 0, step != .min, !overflow, span != .min else { throw node.malformed("it has no end") }
        let steps = (span > 0) == (step > 0) ? (abs(span) - 1) / abs(step) + 1 : 0
        let length = try count([span == 0 ? 0 : Int(steps)])
        return [
            Constant(
                integers: (0..<length).map { start + Int64($0) * step }, shape: [length], type: type)
        ]
    }

    func shapeOf() throws(Fault) -> [Constant] {
        [.integers(bounded(try input(0).shape, by: node).map { Int64($0) })]
    }

    func cast() throws(Fault) -> [Constant] {
        let source = try input(0)
        let wanted = node.integer("to", default: 0)
        switch ONNXTensorProto.DataType(rawValue: wanted) {
        case .float, .double, .float16: return [.floats(source.floats, shape: source.shape)]
        case .bool: return [.truths(source.truths, shape: source.shape)]
        case .some(let type) where [.int64, .int32, .uint8, .int8].contains(type):
            let integers = source.integers ?? source.floats.map { Evaluation.truncated(Double($0)) }
            return [Constant(integers: integers, shape: source.shape, type: type)]
        default: throw node.unsupported("the engine does not convert to element type \(wanted)")
        }
    }

    /// The whole number towards zero; the nearest there is when it does not fit, and 0 for no number.
    static func truncated(_ value: Double) -> Int64 {
        Int64(exactly: value.rounded(.towardZero)) ?? (value > 0 ? .max : value < 0 ? .min : 0)
    }
}
