import CKernels

extension Planner {
    func gemm(_ node: Node) throws(Fault) {
        let left = try value(0, of: node), right = try value(1, of: node)
        let leftShape = shape(left), rightShape = shape(right)
        let leftIsTransposed = node.integer("transA", default: 0) != 0
        let rightIsTransposed = node.integer("transB", default: 0) != 0
        guard leftShape.count == 2, rightShape.count == 2 else {
            throw node.malformed("it needs two matrices")
        }
        let rows = leftShape[leftIsTransposed ? 1 : 0], inner = leftShape[leftIsTransposed ? 0 : 1]
        let columns = rightShape[rightIsTransposed ? 0 : 1]
        guard rightShape[rightIsTransposed ? 1 : 0] == inner else {
            throw node.malformed("matrices \(leftShape) and \(rightShape) do not go together")
        }
        let alpha = node.float("alpha", default: 1), beta = node.float("beta", default: 1)
        let isPlain = alpha == 1 && beta == 1 && !leftIsTransposed
        if isPlain,
            try quantizedProduct(
                node, left, right, rows: rows, inner: inner, columns: columns, transposed: !rightIsTransposed,
                shape: [rows, columns])
        {
            return
        }
        let a = try floats(0, of: node), b = try floats(1, of: node)
        var result = try floatEdge([rows, columns], place: node.place)
        let product = ck_matrix_product(
            rows: rows, inner: inner, columns: columns, left_is_transposed: leftIsTransposed,
            right_is_transposed: rightIsTransposed, alpha: alpha)
        try check(product, node)
        emit(productStep(product, a.buffer, b.buffer, to: result.buffer))
        if node.input(2) != nil {
            var addend = try floats(2, of: node)
            if beta != 1 {
                let scaled = try floatEdge(addend.shape, place: node.place)
                let factor = FloatEdge(buffer: constantBuffer(ConstantBlock([beta])), shape: [])
                emit(binaryStep("Gemm", CK_MULTIPLY, addend, factor, to: scaled))
                addend = scaled
            }
            guard try broadcast(result.shape, addend.shape, node) == result.shape else {
                throw node.malformed("its addend has shape \(addend.shape)")
            }
            let sum = try floatEdge(result.shape, place: node.place)
            emit(binaryStep("Gemm", CK_ADD, result, addend, to: sum))
            result = sum
        }
        values[try node.output()] = .floats(result)
    }

    func matMul(_ node: Node) throws(Fault) {
        let left = try value(0, of: node), right = try value(1, of: node)
        let a = shape(left), b = shape(right)
        guard a.count >= 2, b.count >= 2, let inner = a.last, b[b.count - 2] == inner, let columns = b.last
        else {
            throw node.unsupported("the engine does not multiply shapes \(a) and \(b)")
        }
        if b.count == 2 {
            let rows = a.dropLast().reduce(1, *), target = Array(a.dropLast()) + [columns]
            if a.count != 4,
                try quantizedProduct(
                    node, left, right, rows: rows, inner: inner, columns: columns, transposed: true,
                    shape: target)
            {
                return
            }
            let result = try floatEdge(target, place: node.place)
            let product = ck_matrix_product(rows: rows, inner: inner, columns: columns)
            try check(product, node)
            emit(
                productStep(
                    product, try floats(0, of: node).buffer, try floats(1, of: node).buffer,
                    to: result.buffer))
            values[try node.output()] = .floats(result)
            return
        }
        guard a.count == b.count, a.dropLast(2) == b.dropLast(2) else {
            throw node.unsupported("the engine does not multiply shapes \(a) and \(b)")
        }
        let rows = a[a.count - 2]
        let result = try floatEdge(Array(a.dropLast()) + [columns], place: node.place)
        let product = ck_matrix_product(rows: rows, inner: inner, columns: columns)
        try check(product, node)
        emit(
            productStep(
                product, batch: a.dropLast(2).reduce(1, *), leftStride: rows * inner,
                rightStride: inner * columns, try floats(0, of: node).buffer, try floats(1, of: node).buffer,
                to: result.buffer))
        values[try node.output()] = .floats(result)
    }

    private func check(_ product: ck_matrix_product, _ node: Node) throws(Fault) {
        guard product.rows > 0, product.inner > 0, product.columns > 0 else {
            throw node.unsupported("one of its matrices is empty")
        }
    }

    /// A quantized matrix times constant weights, as a 1x1 convolution over `rows` pixels.
    ///
    /// With `transposed` the weights are [inner][columns] in the file.
    private func quantizedProduct(
        _ node: Node, _ left: Value, _ right: Value, rows: Int, inner: Int, columns: Int, transposed: Bool,
        shape: [Int]
    ) throws(Fault) -> Bool {
        guard case .table(let source) = left, let quantization = source.quantization,
            case .quantizedConstant(let constant) = right, rows > 0, inner > 0, columns > 0
        else { return false }
        let geometry = try ConvolutionGeometry(rows: rows, inputs: inner, outputs: columns, node: node)
        guard let packed = try pack(node, geometry, quantization, constant, transposed: transposed) else {
            return false
        }
        try quantizedConvolution(node, geometry, source.edge, packed, shape: shape)
        return true
    }
}

extension ck_matrix_product {
    init(rows: Int, inner: Int, columns: Int) {
        self.init(
            rows: rows, inner: inner, columns: columns, left_is_transposed: false, right_is_transposed: false,
            alpha: 1)
    }
}
