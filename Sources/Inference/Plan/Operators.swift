extension Planner {
    typealias Handler = @Sendable (Planner, Node) throws(Fault) -> Void

    /// Every operator that a plan has steps for.
    ///
    /// What is not here may still be an `Evaluation`.
    static let operators: [String: Handler] = {
        let unary: Handler = { planner, node throws(Fault) in try planner.unary(node) }
        let binary: Handler = { planner, node throws(Fault) in try planner.binary(node) }
        let reshape: Handler = { planner, node throws(Fault) in try planner.reshape(node) }
        let reduce: Handler = { planner, node throws(Fault) in try planner.reduce(node) }
        return [
            "Conv": { planner, node throws(Fault) in try planner.convolution(node) },
            "ConvTranspose": { planner, node throws(Fault) in try planner.transposedConvolution(node) },
            "LRN": { planner, node throws(Fault) in try planner.localResponse(node) },
            "Gemm": { planner, node throws(Fault) in try planner.gemm(node) },
            "MatMul": { planner, node throws(Fault) in try planner.matMul(node) },
            "BatchNormalization": { planner, node throws(Fault) in try planner.batchNormalization(node) },

            "Relu": unary, "Sigmoid": unary, "HardSwish": unary, "HardSigmoid": unary, "LeakyRelu": unary,
            "Clip": unary, "Tanh": unary, "Exp": unary, "Log": unary, "Sqrt": unary, "Neg": unary,
            "Abs": unary,
            "Erf": unary, "Reciprocal": unary, "Softplus": unary, "Elu": unary, "Floor": unary,
            "Gelu": unary,
            "Identity": { planner, node throws(Fault) in try planner.pass(node) },
            "Dropout": { planner, node throws(Fault) in try planner.pass(node) },
            "Add": binary, "Sub": binary, "Mul": binary, "Div": binary, "Max": binary, "Min": binary,
            "Pow": binary, "PRelu": binary,

            "MaxPool": { planner, node throws(Fault) in try planner.maxPool(node) },
            "AveragePool": { planner, node throws(Fault) in try planner.averagePool(node) },
            "GlobalMaxPool": { planner, node throws(Fault) in try planner.globalMaxPool(node) },
            "GlobalAveragePool": { planner, node throws(Fault) in try planner.globalAveragePool(node) },
            "ReduceMean": reduce, "ReduceSum": reduce, "ReduceMax": reduce, "ReduceMin": reduce,
            "ReduceL2": reduce,
            "Softmax": { planner, node throws(Fault) in try planner.softmax(node) },
            "LayerNormalization": { planner, node throws(Fault) in try planner.layerNormalization(node) },
            "Resize": { planner, node throws(Fault) in try planner.resize(node) },
            "Upsample": { planner, node throws(Fault) in try planner.resize(node) },

            "Concat": { planner, node throws(Fault) in try planner.concat(node) },
            "Split": { planner, node throws(Fault) in try planner.split(node) },
            "Slice": { planner, node throws(Fault) in try planner.slice(node) },
            "Transpose": { planner, node throws(Fault) in try planner.transpose(node) },
            "Pad": { planner, node throws(Fault) in try planner.pad(node) },
            "DepthToSpace": { planner, node throws(Fault) in try planner.depthToSpace(node) },
            "SpaceToDepth": { planner, node throws(Fault) in try planner.spaceToDepth(node) },
            "Expand": { planner, node throws(Fault) in try planner.expand(node) },
            "Reshape": reshape, "Flatten": reshape, "Squeeze": reshape, "Unsqueeze": reshape,

            "Constant": { planner, node throws(Fault) in try planner.constant(node) },
            "Shape": { planner, node throws(Fault) in try planner.shapeOf(node) },
            "Gather": { planner, node throws(Fault) in try planner.gather(node) },
            "Cast": { planner, node throws(Fault) in try planner.cast(node) },

            "QuantizeLinear": { planner, node throws(Fault) in try planner.quantizeLinear(node) },
            "DequantizeLinear": { planner, node throws(Fault) in try planner.dequantizeLinear(node) },
        ]
    }()
}
