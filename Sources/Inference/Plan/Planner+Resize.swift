/// How one dimension is resampled: for each output index the two input indices and the weight of the second.
struct Resampling {
    var low: [Int32] = []
    var high: [Int32] = []
    var mix: [Float] = []

    var isNearest: Bool { mix.allSatisfy { $0 == 0 } }

    init(_ node: Node, size: Int, outSize: Int, scale: Float) throws(Fault) {
        let isUpsample = node.operation == "Upsample"
        let mode = node.string("mode", default: "nearest")
        let transformation =
            isUpsample
            ? "asymmetric" : node.string("coordinate_transformation_mode", default: "half_pixel")
        let rounding = isUpsample ? "floor" : node.string("nearest_mode", default: "round_prefer_floor")
        guard mode == "nearest" || mode == "linear" else {
            throw node.unsupported("the engine does not resize by \"\(mode)\"")
        }
        for out in 0..<outSize {
            let place: Float
            switch transformation {
            case "asymmetric": place = Float(out) / scale
            case "half_pixel": place = (Float(out) + 0.5) / scale - 0.5
            case "pytorch_half_pixel": place = outSize > 1 ? (Float(out) + 0.5) / scale - 0.5 : 0
            case "align_corners": place = outSize > 1 ? Float(out) * Float(size - 1) / Float(outSize - 1) : 0
            default: throw node.unsupported("the engine does not know coordinates \"\(transformation)\"")
            }
            let bounded = min(max(place, 0), Float(size - 1))
            if mode == "linear" {
                let below = Int32(bounded)
                append(below, min(below + 1, Int32(size - 1)), bounded - Float(below))
                continue
            }
            let nearest: Float
            switch rounding {
            case "floor": nearest = place.rounded(.down)
            case "ceil": nearest = place.rounded(.up)
            case "round_prefer_ceil": nearest = (place + 0.5).rounded(.down)
            case "round_prefer_floor": nearest = (place - 0.5).rounded(.up)
            default: throw node.unsupported("the engine does not know rounding \"\(rounding)\"")
            }
            let index = Int32(min(max(nearest, 0), Float(size - 1)))
            append(index, index, 0)
        }
    }

    private mutating func append(_ first: Int32, _ second: Int32, _ weight: Float) {
        low.append(first)
        high.append(second)
        mix.append(weight)
    }
}

extension Planner {
    func resize(_ node: Node) throws(Fault) {
        let input = try value(0, of: node), shape = shape(input)
        guard shape.count == 4, shape[2] > 0, shape[3] > 0 else {
            throw node.unsupported("the engine resizes pictures of four dimensions, not \(shape)")
        }
        let scalesAt = node.operation == "Upsample" || graph.operatorSet < 11 ? 1 : 2
        var target = shape
        var scales: [Float]
        if let given = try constant(scalesAt, of: node)?.floats ?? node.floats("scales"), given.count == 4 {
            scales = given
            guard scales.allSatisfy({ $0 > 0 && $0 <= 64 }) else { throw node.malformed("scales \(scales)") }
            target = zip(shape, scales).map { Int((Float($0) * $1).rounded(.down)) }
        } else if let sizes = try constant(3, of: node)?.integers, sizes.count == 4 {
            target = sizes.map { Int($0) }
            scales = zip(target, shape).map { Float($0) / Float($1) }
        } else {
            throw node.unsupported("its size must be a constant of four numbers")
        }
        guard target[0] == shape[0], target[1] == shape[1], target[2] > 0, target[3] > 0,
            Constant.elementCount(target) != nil
        else { throw node.unsupported("the engine does not resize \(shape) to \(target)") }

        let rows = try Resampling(node, size: shape[2], outSize: target[2], scale: scales[2])
        let columns = try Resampling(node, size: shape[3], outSize: target[3], scale: scales[3])
        if case .table(let source) = input, rows.isNearest, columns.isNearest {
            let edge = try byteEdge(target, place: node.place)
            emit(nearestStep(source.edge, rows: rows.low, columns: columns.low, to: edge))
            values[try node.output()] = .table(
                TableValue(edge: edge, table: source.table, quantization: source.quantization))
            return
        }
        let source = try floats(0, of: node)
        let edge = try floatEdge(target, place: node.place)
        emit(resizeStep(source, rows: rows, columns: columns, to: edge))
        values[try node.output()] = .floats(edge)
    }
}
