extension Evaluation {
    /// Every operator that can be computed on tensors at hand.
    ///
    /// Operators of whole pictures are not here: the tail plans those as networks of one node.
    static let functions: [String: Function] = {
        let arithmetic: Function = { one throws(Fault) in try one.arithmetic() }
        let comparison: Function = { one throws(Fault) in try one.comparison() }
        let logic: Function = { one throws(Fault) in try one.logic() }
        let unary: Function = { one throws(Fault) in try one.unary() }
        let reduction: Function = { one throws(Fault) in try one.reduction() }
        let extreme: Function = { one throws(Fault) in try one.placeOfExtreme() }
        let reshape: Function = { one throws(Fault) in try one.reshape() }
        let same: Function = { one throws(Fault) in [try one.input(0)] }
        return [
            "Constant": { one throws(Fault) in [try Constant(valueOf: one.node)] },
            "ConstantOfShape": { one throws(Fault) in try one.constantOfShape() },
            "Range": { one throws(Fault) in try one.range() },
            "Shape": { one throws(Fault) in try one.shapeOf() },
            "Size": { one throws(Fault) in [.integers([Int64(try one.input(0).count)], shape: [])] },
            "Cast": { one throws(Fault) in try one.cast() },
            "Identity": same, "Dropout": same,

            "Add": arithmetic, "Sub": arithmetic, "Mul": arithmetic, "Div": arithmetic, "Mod": arithmetic,
            "Pow": arithmetic, "Max": arithmetic, "Min": arithmetic, "Sum": arithmetic,
            "Equal": comparison, "Greater": comparison, "GreaterOrEqual": comparison, "Less": comparison,
            "LessOrEqual": comparison,
            "And": logic, "Or": logic, "Xor": logic,
            "Not": { one throws(Fault) in try one.not() },
            "Where": { one throws(Fault) in try one.choice() },
            "Relu": unary, "Sigmoid": unary, "HardSwish": unary, "HardSigmoid": unary, "LeakyRelu": unary,
            "Tanh": unary, "Exp": unary, "Log": unary, "Sqrt": unary, "Neg": unary, "Abs": unary,
            "Erf": unary, "Reciprocal": unary, "Softplus": unary, "Elu": unary, "Floor": unary,
            "Ceil": unary, "Round": unary, "Sign": unary, "Sin": unary, "Cos": unary,
            "Clip": { one throws(Fault) in try one.clip() },

            "ReduceSum": reduction, "ReduceMean": reduction, "ReduceMax": reduction,
            "ReduceMin": reduction, "ReduceProd": reduction, "ReduceL2": reduction,
            "ArgMax": extreme, "ArgMin": extreme,
            "TopK": { one throws(Fault) in try one.largest() },
            "CumSum": { one throws(Fault) in try one.runningSum() },

            "Reshape": reshape, "Flatten": reshape, "Squeeze": reshape, "Unsqueeze": reshape,
            "Transpose": { one throws(Fault) in try one.transpose() },
            "Expand": { one throws(Fault) in try one.expand() },
            "Tile": { one throws(Fault) in try one.tile() },
            "Slice": { one throws(Fault) in try one.slice() },
            "Split": { one throws(Fault) in try one.split() },
            "Concat": { one throws(Fault) in try one.concat() },
            "Pad": { one throws(Fault) in try one.pad() },

            "Gather": { one throws(Fault) in try one.gather() },
            "GatherElements": { one throws(Fault) in try one.gatherElements() },
            "GatherND": { one throws(Fault) in try one.gatherSlices() },
            "ScatterElements": { one throws(Fault) in try one.scatterElements() },
            "ScatterND": { one throws(Fault) in try one.scatterSlices() },
            "NonZero": { one throws(Fault) in try one.nonZero() },

            "NonMaxSuppression": { one throws(Fault) in try one.suppression() },
            "RoiAlign": { one throws(Fault) in try one.alignedRegions() },
        ]
    }()
}
