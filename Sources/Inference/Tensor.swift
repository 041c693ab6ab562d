/// A dense array of floats, row by row (the last dimension varies fastest).
package struct Tensor: Sendable, Equatable {
    package let shape: [Int]
    package let values: [Float]

    /// `values` has as many elements as the product of `shape`; an empty shape is one number.
    package init(shape: [Int], values: [Float]) {
        precondition(shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count)
        self.shape = shape
        self.values = values
    }
}
