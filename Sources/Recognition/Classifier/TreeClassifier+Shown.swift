package import Imaging
internal import Retail

extension TreeClassifier {
    /// Where a package may be that somebody holds before the camera: left, top, right and bottom, as shares of the
    /// picture.
    ///
    /// None of them fits all packages, and a detector that knows shelves does not know hands.
    private static let windows = [
        (0.20, 0.10, 0.80, 0.90), (0.30, 0.10, 0.70, 0.90), (0.30, 0.20, 0.70, 0.95),
        (0.25, 0.05, 0.75, 0.95), (0.35, 0.15, 0.65, 0.85), (0.30, 0.10, 0.70, 0.80),
        (0.30, 0.30, 0.70, 1.00), (0.20, 0.20, 0.70, 0.95), (0.30, 0.20, 0.80, 0.95),
    ]

    /// What the product in the middle of `picture` looks like.
    ///
    /// Each SKU is as similar as in the window about the middle in which it is most.
    package func looks(shownIn picture: RGBImage, embedder: Embedder) throws(RecognitionError) -> Looks {
        let (width, height) = (Double(picture.width), Double(picture.height))
        let boxes = Self.windows.map { left, top, right, bottom in
            PixelRect(
                x: left * width, y: top * height, width: (right - left) * width,
                height: (bottom - top) * height)
        }
        let views = looks(of: try embedder.embed(boxes, of: picture))
        var best: [Int: Float] = [:]
        for candidate in views.flatMap(\.candidates) {
            best[candidate.sku] = max(candidate.similarity, best[candidate.sku] ?? -1)
        }
        let candidates = best.map { Candidate(sku: $0.key, similarity: $0.value) }.sorted {
            $0.similarity != $1.similarity ? $0.similarity > $1.similarity : $0.sku < $1.sku
        }
        let clearest = views.max {
            ($0.candidates.first?.similarity ?? -1) < ($1.candidates.first?.similarity ?? -1)
        }
        return Looks(embedding: clearest?.embedding ?? [], candidates: candidates)
    }
}
