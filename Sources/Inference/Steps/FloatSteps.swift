import CKernels

// Steps on float tensors other than matrix products.

extension Planner {
    func pointwiseStep(_ label: String, _ function: Pointwise, _ source: FloatEdge, to edge: FloatEdge)
        -> SimpleStep
    {
        let count = source.shape.reduce(1, *)
        return SimpleStep(label, reads: [source.buffer], writes: [edge.buffer]) { workspace in
            let from = unsafe workspace.floats(source.buffer), to = unsafe workspace.floats(edge.buffer)
            workspace.workers.split(count, unit: 4096) { _, share in
                unsafe workspace.kernels.row.pointee.apply_f32(
                    function.function, function.alpha, function.beta, from + share.lowerBound,
                    to + share.lowerBound,
                    share.count)
            }
        }
    }

    func binaryStep(
        _ label: String, _ operation: ck_binary, _ a: FloatEdge, _ b: FloatEdge, to edge: FloatEdge
    )
        -> SimpleStep
    {
        let shape = edge.shape.isEmpty ? [1] : edge.shape
        let dims = shape.map { Int64($0) }
        let left = Planner.strides(a.shape, broadcastTo: shape),
            right = Planner.strides(b.shape, broadcastTo: shape)
        let axis = Planner.sharedAxis(shape), unit = Planner.shareUnit(shape, axis)
        return SimpleStep(label, reads: [a.buffer, b.buffer], writes: [edge.buffer]) { workspace in
            let x = unsafe workspace.floats(a.buffer), y = unsafe workspace.floats(b.buffer)
            let target = unsafe workspace.floats(edge.buffer)
            workspace.workers.split(shape[axis], unit: unit) { _, share in
                unsafe ck_binary_part_f32(
                    operation, dims.count, dims, x, left, y, right, target, axis, share.lowerBound,
                    share.upperBound)
            }
        }
    }

    /// The dimension along which threads share a walk over a tensor.
    private static func sharedAxis(_ shape: [Int]) -> Int { shape.firstIndex { $0 > 1 } ?? 0 }

    /// Indices of that dimension that are worth a share.
    private static func shareUnit(_ shape: [Int], _ axis: Int) -> Int {
        max(1, 4096 / max(1, shape[(axis + 1)...].reduce(1, *)))
    }

    /// Row-by-row strides of `shape`, zero where it is stretched to `target`.
    static func strides(_ shape: [Int], broadcastTo target: [Int]) -> [Int64] {
        var strides = [Int64](repeating: 0, count: target.count)
        var step = 1
        for (back, size) in shape.reversed().enumerated() {
            strides[target.count - 1 - back] = size == 1 ? 0 : Int64(step)
            step *= size
        }
        return strides
    }

    /// Copies `dims` elements of 1 or 4 bytes between strided places of two buffers; offsets count elements.
    func copyStep(
        _ label: String, elementSize: Int, dims: [Int], from: BufferID, offset: Int = 0, strides: [Int],
        to: BufferID, toOffset: Int = 0, toStrides: [Int]
    ) -> SimpleStep {
        let shape = dims.isEmpty ? [1] : dims, dims = shape.map { Int64($0) }
        let axis = Planner.sharedAxis(shape), unit = Planner.shareUnit(shape, axis)
        let strides = (strides.isEmpty ? [1] : strides).map { Int64($0) }
        let toStrides = (toStrides.isEmpty ? [1] : toStrides).map { Int64($0) }
        return SimpleStep(label, reads: [from], writes: [to]) { workspace in
            let source = unsafe workspace.raw(from) + offset * elementSize
            let target = unsafe workspace.raw(to) + toOffset * elementSize
            workspace.workers.split(shape[axis], unit: unit) { _, share in
                unsafe ck_copy_strided_part(
                    elementSize, dims.count, dims, source, strides, target, toStrides, axis, share.lowerBound,
                    share.upperBound)
            }
        }
    }

    func fillStep(_ label: String, _ value: Float, _ edge: FloatEdge) -> SimpleStep {
        let count = edge.shape.reduce(1, *)
        return SimpleStep(label, reads: [], writes: [edge.buffer]) { workspace in
            unsafe workspace.floats(edge.buffer).update(repeating: value, count: count)
        }
    }

    static func rowStrides(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() {
            strides[axis] = strides[axis + 1] * shape[axis + 1]
        }
        return strides
    }

    func reduceStep(
        _ label: String, _ reduction: ck_reduction, _ source: BufferID, rows: Int, count: Int, to: BufferID
    ) -> SimpleStep {
        SimpleStep(label, reads: [source], writes: [to]) { workspace in
            let from = unsafe workspace.floats(source), target = unsafe workspace.floats(to)
            workspace.workers.split(rows, unit: max(1, 4096 / max(1, count))) { _, share in
                unsafe ck_reduce_f32(
                    reduction, from + share.lowerBound * count, share.count, count,
                    target + share.lowerBound)
            }
        }
    }

    func softmaxStep(_ source: BufferID, rows: Int, count: Int, to: BufferID) -> SimpleStep {
        SimpleStep("Softmax", reads: [source], writes: [to]) { workspace in
            let from = unsafe workspace.floats(source), target = unsafe workspace.floats(to)
            workspace.workers.split(rows, unit: max(1, 4096 / max(1, count))) { _, share in
                let start = share.lowerBound * count
                unsafe ck_softmax_f32(from + start, share.count, count, target + start)
            }
        }
    }

    func maxPoolStep(_ source: FloatEdge, _ window: Window, to edge: FloatEdge) -> SimpleStep {
        let shape = window.shape(height: source.shape[2], width: source.shape[3])
        let planes = source.shape[0] * source.shape[1]
        return SimpleStep("MaxPool", reads: [source.buffer], writes: [edge.buffer]) { workspace in
            let from = unsafe workspace.floats(source.buffer), to = unsafe workspace.floats(edge.buffer)
            let size = source.shape[2] * source.shape[3], outSize = edge.shape[2] * edge.shape[3]
            workspace.workers.split(planes, unit: 1) { _, share in
                unsafe withUnsafePointer(to: shape) { shape in
                    unsafe workspace.kernels.row.pointee.maxpool_f32(
                        shape, share.count, from + share.lowerBound * size, to + share.lowerBound * outSize)
                }
            }
        }
    }

    func averagePoolStep(_ source: FloatEdge, _ window: Window, countsPadding: Bool, to edge: FloatEdge)
        -> SimpleStep
    {
        let shape = window.shape(height: source.shape[2], width: source.shape[3])
        let planes = source.shape[0] * source.shape[1]
        return SimpleStep("AveragePool", reads: [source.buffer], writes: [edge.buffer]) { workspace in
            let from = unsafe workspace.floats(source.buffer), to = unsafe workspace.floats(edge.buffer)
            let size = source.shape[2] * source.shape[3], outSize = edge.shape[2] * edge.shape[3]
            workspace.workers.split(planes, unit: 1) { _, share in
                unsafe withUnsafePointer(to: shape) { shape in
                    unsafe ck_averagepool_f32(
                        shape, Int32(window.padsAfter[0]), Int32(window.padsAfter[1]), countsPadding ? 1 : 0,
                        share.count, from + share.lowerBound * size, to + share.lowerBound * outSize)
                }
            }
        }
    }

    func resizeStep(_ source: FloatEdge, rows: Resampling, columns: Resampling, to edge: FloatEdge)
        -> SimpleStep
    {
        let shape = source.shape
        return SimpleStep("Resize", reads: [source.buffer], writes: [edge.buffer]) { workspace in
            let from = unsafe workspace.floats(source.buffer), to = unsafe workspace.floats(edge.buffer)
            let size = shape[2] * shape[3], outSize = rows.low.count * columns.low.count
            workspace.workers.split(shape[0] * shape[1], unit: 1) { _, share in
                unsafe ck_resize_f32(
                    share.count, shape[2], shape[3], rows.low.count, columns.low.count, rows.low, rows.high,
                    rows.mix, columns.low, columns.high, columns.mix, from + share.lowerBound * size,
                    to + share.lowerBound * outSize)
            }
        }
    }
}

extension Window {
    func shape(height: Int, width: Int) -> ck_window {
        ck_window(
            height: Int32(height), width: Int32(width), out_height: Int32(outSizes[0]),
            out_width: Int32(outSizes[1]), kernel_height: Int32(kernel[0]), kernel_width: Int32(kernel[1]),
            stride_height: Int32(strides[0]), stride_width: Int32(strides[1]),
            dilation_height: Int32(dilations[0]), dilation_width: Int32(dilations[1]),
            pad_top: Int32(padsBefore[0]), pad_left: Int32(padsBefore[1]))
    }
}
