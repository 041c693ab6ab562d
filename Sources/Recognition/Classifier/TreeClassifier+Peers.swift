package import Retail

extension TreeClassifier {
    /// Names the products of one picture, each by itself and then beside its peers.
    ///
    /// Units of one SKU in one light look alike. One that is less similar to its SKU than the middle one of the others
    /// of that name, by `Settings.oddness` or more, is believed to be the product but not the SKU: it may be a variety
    /// that the catalogue does not hold, and no similarity by itself tells that from a poor view.
    package func identify(_ products: [Product]) -> [Identification] {
        let answers = products.map { product in
            let posterior = posterior(of: product)
            var answer = identify(posterior)
            let expected = product.circumstances.plannedHere
            if !expected.isEmpty { answer.planned = expected.map(posterior.probability(of:)).reduce(0, +) }
            return answer
        }
        var peers: [GTIN: [(product: Int, similarity: Float)]] = [:]
        for (number, answer) in answers.enumerated() {
            guard let gtin = answer.gtin, let place = catalogue.index(of: gtin),
                let candidate = products[number].looks.candidates.first(where: { $0.sku == place })
            else { continue }
            peers[gtin, default: []].append((number, candidate.similarity))
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
}

extension Identification {
    /// The same without the SKU, and without a word on what is expected.
    fileprivate var upToProduct: Identification {
        let kept = TreeLevel.sku.rawValue
        return Identification(
            path: SKUPath(Array(path.names.prefix(kept))), probabilities: Array(probabilities.prefix(kept)),
            gtin: nil)
    }
}
