package import Retail

extension TreeClassifier {
    /// Names the products of one picture, each by itself and then beside its peers.
    ///
    /// Units of one SKU in one light look alike. One that is less similar to its SKU than the middle one of the others
    /// of that name, by `Settings.oddness` or more, is believed to be the product but not the SKU: it may be a variety
    /// that the catalogue does not hold, and no similarity by itself tells that from a poor view.
    package func identify(_ products: [Product]) -> [Identification] {
        let answers = posteriors(of: products).map(identify)
        var peers: [GTIN: [(product: Int, similarity: Float)]] = [:]
        for (product, answer) in answers.enumerated() {
            guard let gtin = answer.gtin, let place = catalogue.index(of: gtin) else { continue }
            peers[gtin, default: []].append((product, similarity(of: products[product].embedding, to: place)))
        }
        var checked = answers
        for group in peers.values where group.count > 1 {
            for (product, similarity) in group {
                let others = group.filter { $0.product != product }.map(\.similarity).sorted()
                if similarity < others[others.count / 2] - settings.oddness {
                    checked[product] = answers[product].upToProduct
                }
            }
        }
        return checked
    }

    /// Cosine with the nearest prototype of the SKU at `place`.
    private func similarity(of embedding: [Float], to place: Int) -> Float {
        catalogue.prototypes(of: place).reduce(-1) { best, row in
            max(best, zip(embedding, catalogue.prototype(row)).reduce(0) { $0 + $1.0 * $1.1 })
        }
    }
}

extension Identification {
    /// The same without the SKU.
    fileprivate var upToProduct: Identification {
        let kept = TreeLevel.sku.rawValue
        return Identification(
            path: SKUPath(Array(path.names.prefix(kept))), probabilities: Array(probabilities.prefix(kept)),
            gtin: nil)
    }
}
