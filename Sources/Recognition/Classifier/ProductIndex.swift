package import Retail

/// A catalogue whose SKUs can be recognised: each has one reference direction.
package struct ProductIndex: Sendable {
    package let catalogue: Catalogue
    package let dimensions: Int
    /// `catalogue.entries.count * dimensions` numbers, SKU by SKU in tree order; each row has length 1.
    package let prototypes: [Float]

    package init(catalogue: Catalogue, dimensions: Int, prototypes: [Float]) {
        precondition(prototypes.count == catalogue.entries.count * dimensions)
        self.catalogue = catalogue
        self.dimensions = dimensions
        self.prototypes = prototypes
    }

    /// Cosine of `embedding` with every SKU's prototype, in tree order.
    ///
    /// - Complexity: one multiplication per prototype number.
    package func similarities(to embedding: [Float]) -> [Float] {
        catalogue.entries.indices.map { similarity(of: embedding, to: $0) }
    }

    /// Cosine of `embedding` with the prototype of the SKU at `place` in tree order.
    package func similarity(of embedding: [Float], to place: Int) -> Float {
        precondition(embedding.count == dimensions)
        let rows = prototypes.span
        let wanted = embedding.span
        let base = place * dimensions
        var sums = SIMD8<Float>.zero
        var index = 0
        while index + 8 <= dimensions {
            var left = SIMD8<Float>()
            var right = SIMD8<Float>()
            for lane in 0..<8 {
                left[lane] = rows[base + index + lane]
                right[lane] = wanted[index + lane]
            }
            sums += left * right
            index += 8
        }
        var sum = sums.sum()
        while index < dimensions {
            sum += rows[base + index] * wanted[index]
            index += 1
        }
        return sum
    }
}
