import CKernels
import Foundation

// Element by element: arithmetic, comparison, logic. Shapes are stretched to each other.

extension Evaluation {
    func arithmetic() throws(Fault) -> [Constant] {
        var result = try input(0)
        for position in inputs.indices.dropFirst() {
            result = try combined(result, try input(position))
        }
        return [result]
    }

    private func combined(_ a: Constant, _ b: Constant) throws(Fault) -> Constant {
        let shape = try broadcast(a.shape, b.shape, node)
        _ = try count(shape)
        let left = try stretched(a, to: shape), right = try stretched(b, to: shape)
        if let x = left.integers, let y = right.integers, let type = left.integerType {
            var result: [Int64] = []
            result.reserveCapacity(x.count)
            for (p, q) in zip(x, y) { result.append(try combined(p, q)) }
            return Constant(integers: result, shape: shape, type: type)
        }
        let x = left.floats, y = right.floats
        if node.operation == "Mod" {
            return .floats(zip(x, y).map { fmodf($0, $1) }, shape: shape)
        }
        guard let operation = Planner.binaries[node.operation == "Sum" ? "Add" : node.operation] else {
            throw node.unsupported("the engine does not do this with floats")
        }
        var result = [Float](repeating: 0, count: x.count)
        var dims = Int64(x.count), stride: Int64 = 1
        unsafe ck_binary_f32(operation, 1, &dims, x, &stride, y, &stride, &result)
        return .floats(result, shape: shape)
    }

    private func combined(_ x: Int64, _ y: Int64) throws(Fault) -> Int64 {
        switch node.operation {
        case "Add", "Sum": return x &+ y
        case "Sub": return x &- y
        case "Mul": return x &* y
        case "Max": return max(x, y)
        case "Min": return min(x, y)
        case "Div":
            guard y != 0 else { throw node.malformed("it divides by zero") }
            return x.dividedReportingOverflow(by: y).partialValue
        case "Mod":
            guard y != 0 else { throw node.malformed("it divides by zero") }
            let rest = x.remainderReportingOverflow(dividingBy: y).partialValue
            let isPlain = node.integer("fmod", default: 0) != 0 || rest == 0 || (rest < 0) == (y < 0)
            return isPlain ? rest : rest + y
        case "Pow": return Evaluation.truncated(pow(Double(x), Double(y)))
        default: throw node.unsupported("the engine does not do this with whole numbers")
        }
    }

    func comparison() throws(Fault) -> [Constant] {
        let (a, b) = (try input(0), try input(1))
        let shape = try broadcast(a.shape, b.shape, node)
        _ = try count(shape)
        let left = try stretched(a, to: shape), right = try stretched(b, to: shape)
        if let x = left.integers, let y = right.integers {
            return [.truths(compare(x, y), shape: shape)]
        }
        return [.truths(compare(left.floats, right.floats), shape: shape)]
    }

    private func compare<Number: Comparable>(_ x: [Number], _ y: [Number]) -> [Bool] {
        switch node.operation {
        case "Equal": zip(x, y).map { $0 == $1 }
        case "Greater": zip(x, y).map { $0 > $1 }
        case "GreaterOrEqual": zip(x, y).map { $0 >= $1 }
        case "Less": zip(x, y).map { $0 < $1 }
        default: zip(x, y).map { $0 <= $1 }
        }
    }

    func logic() throws(Fault) -> [Constant] {
        let (a, b) = (try input(0), try input(1))
        let shape = try broadcast(a.shape, b.shape, node)
        _ = try count(shape)
        let pairs = zip(try stretched(a, to: shape).truths, try stretched(b, to: shape).truths)
        let result: [Bool] =
            switch node.operation {
            case "And": pairs.map { $0 && $1 }
            case "Or": pairs.map { $0 || $1 }
            default: pairs.map { $0 != $1 }
            }
        return [.truths(result, shape: shape)]
    }

    func not() throws(Fault) -> [Constant] {
        let source = try input(0)
        return [.truths(source.truths.map { !$0 }, shape: source.shape)]
    }

    /// Where: from the second input where the first is true, else from the third.
    func choice() throws(Fault) -> [Constant] {
        let (condition, a, b) = (try input(0), try input(1), try input(2))
        let shape = try broadcast(broadcast(condition.shape, a.shape, node), b.shape, node)
        let total = try count(shape)
        let both = try chained([try stretched(a, to: shape), try stretched(b, to: shape)])
        let truths = try stretched(condition, to: shape).truths
        return [picked(both, (0..<total).map { truths[$0] ? $0 : total + $0 }, shape: shape)]
    }

    /// A function of one number; of whole numbers those that give whole numbers.
    func unary() throws(Fault) -> [Constant] {
        let source = try input(0)
        if let numbers = source.integers, let type = source.integerType {
            let result: [Int64]
            switch node.operation {
            case "Neg": result = numbers.map { 0 &- $0 }
            case "Abs": result = numbers.map { $0 < 0 ? 0 &- $0 : $0 }
            case "Sign": result = numbers.map { $0.signum() }
            case "Relu": result = numbers.map { max($0, 0) }
            default: throw node.unsupported("the engine does not do this with whole numbers")
            }
            return [Constant(integers: result, shape: source.shape, type: type)]
        }
        let values = source.floats
        let result: [Float] =
            switch node.operation {
            case "Ceil": values.map { $0.rounded(.up) }
            case "Round": values.map { $0.rounded(.toNearestOrEven) }
            case "Sign": values.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
            case "Sin": values.map { sinf($0) }
            case "Cos": values.map { cosf($0) }
            default: Pointwise(node)?.applied(to: values) ?? values
            }
        return [.floats(result, shape: source.shape)]
    }

    func clip() throws(Fault) -> [Constant] {
        let source = try input(0)
        if let numbers = source.integers, let type = source.integerType {
            let low = optional(1)?.integers?.first ?? .min, high = optional(2)?.integers?.first ?? .max
            return [
                Constant(integers: numbers.map { min(max($0, low), high) }, shape: source.shape, type: type)
            ]
        }
        let function = Pointwise(clipOf: node, low: try number(1), high: try number(2))
        return [.floats(function.applied(to: source.floats), shape: source.shape)]
    }
}
