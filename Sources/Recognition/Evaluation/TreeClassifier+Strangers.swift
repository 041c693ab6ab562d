internal import Retail

extension TreeClassifier {
    /// What crops would look like if the catalogue did not hold their products: `truths` are their SKUs' places.
    package func looks(of embeddings: [[Float]], withoutProductsOf truths: [Int]) -> [Looks] {
        let more = search.candidates(for: embeddings, most: 2 * PrototypeSearch.most)
        return zip(zip(embeddings, truths), more).map { crop, candidates in
            let product = catalogue.skus(of: catalogue.node(at: crop.1, .product), .product)
            let others = candidates.filter { !product.contains($0.sku) }
            return Looks(embedding: crop.0, candidates: Array(others.prefix(PrototypeSearch.most)))
        }
    }
}
