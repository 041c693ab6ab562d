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
        precondition(embedding.count == dimensions)
        let rows = prototypes.span
        let wanted = embedding.span
        return catalogue.entries.indices.map { index in
            let base = index * dimensions
            var sums = SIMD8<Float>.zero
            var place = 0
            while place + 8 <= dimensions {
                var left = SIMD8<Float>()
                var right = SIMD8<Float>()
                for lane in 0..<8 {
                    left[lane] = rows[base + place + lane]
                    right[lane] = wanted[place + lane]
                }
                sums += left * right
                place += 8
            }
            var sum = sums.sum()
            while place < dimensions {
                sum += rows[base + place] * wanted[place]
                place += 1
            }
            return sum
        }
    }
}
