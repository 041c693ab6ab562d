import Retail

/// How the bags of one brand are made.
struct BagStyle {
    enum Kind { case pillow, pouch, block }

    let kind: Kind
    /// Foil mirrors, paper does not: 0...1.
    let gloss: Float
    /// Heights of the welded seams, as shares of the bag's height.
    let topSeam: Float
    let bottomSeam: Float

    init(_ entry: CatalogueEntry) {
        var random = Random(stableHash(Array(entry.path.names.prefix(3))), 0xBA6)
        let isDeep = entry.size.depthMM > entry.size.heightMM * 0.27
        let pick = random.unit()
        kind = pick < 0.45 ? .pillow : pick < 0.8 || !isDeep ? .pouch : .block
        gloss = random.chance(0.25) ? random.uniform(0...0.2) : random.uniform(0.4...1)
        topSeam = kind == .block ? 0 : random.uniform(0.03...0.06)
        bottomSeam = kind == .pillow ? topSeam : 0
    }
}
