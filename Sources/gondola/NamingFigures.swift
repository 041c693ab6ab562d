internal import Recognition
internal import Retail

/// How well crops are named among a catalogue's SKUs, by what is known of them, and what becomes of strangers.
struct NamingFigures {
    /// The answers given with one kind of knowledge.
    private struct Answers {
        var score = ClassificationScore()
        /// Of all crops, whose most probable node at each level is the right one, answered or not.
        var right = [Int](repeating: 0, count: TreeLevel.allCases.count)

        mutating func add(_ product: TreeClassifier.Product, truth: Int, _ classifier: TreeClassifier) {
            score.add(NamedProduct(product, truth: truth, classifier: classifier))
            let posterior = classifier.posterior(of: product)
            for level in TreeLevel.allCases {
                var sums: [Int: Double] = [:]
                for share in posterior.shares {
                    sums[classifier.catalogue.node(at: share.sku, level), default: 0] += share.probability
                }
                let best = sums.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
                right[level.rawValue] += best == classifier.catalogue.node(at: truth, level) ? 1 : 0
            }
        }

        func note(in figures: inout Measurements, suffix: String) {
            let crops = Double(max(1, score.crops))
            figures["top1\(suffix)"] = score.top1Share
            figures["top5\(suffix)"] = score.top5Share
            for level in TreeLevel.allCases {
                figures["top1_\(level.name)\(suffix)"] = Double(right[level.rawValue]) / crops
                figures["answered_\(level.name)\(suffix)"] = Double(score.answered[level.rawValue]) / crops
                figures["ece_\(level.name)\(suffix)"] = score.reliability[level.rawValue].error
            }
            figures["ece_top1\(suffix)"] = score.skuReliability.error
        }
    }

    private var byLooks = Answers()
    /// With the size that a registered camera measures; of these the ones that are well seen.
    private var (bySize, wellSeen) = (Answers(), Answers())
    /// With size and plan, planned where they stand, among their neighbours in the tree.
    private var (planned, wellSeenPlanned) = (Answers(), Answers())
    /// Crops that stand where the planogram has a look-alike, and those of them that are named as that.
    ///
    /// The same for crops that are named right with `clear` and more where nothing is planned.
    private var (foreign, hidden, clearForeign, hiddenClear) = (0, 0, 0, 0)
    /// How probable it is that a crop is some SKU of the catalogue; and the same after its product was taken out.
    private var (known, unknown): ([Double], [Double]) = ([], [])

    private static let wellSeenShare = 0.75
    private static let falseRefusals = 0.05
    private static let clear = 0.97

    init(_ seen: SeenCrops, classifier: TreeClassifier) {
        let embeddings = seen.crops.map(\.embedding)
        let looks = classifier.looks(of: embeddings)
        let strangers = classifier.looks(of: embeddings, withoutProductsOf: seen.crops.map(\.truth))
        for (number, crop) in seen.crops.enumerated() {
            Progress.show("naming", number, of: seen.crops.count)
            let alone = TreeClassifier.Product(looks: looks[number])
            byLooks.add(alone, truth: crop.truth, classifier)
            let sized = TreeClassifier.Product(looks: looks[number], circumstances: crop.size)
            bySize.add(sized, truth: crop.truth, classifier)
            var circumstances = crop.size
            circumstances.plannedInZone = crop.neighbours
            circumstances.plannedHere = [crop.truth]
            let expected = TreeClassifier.Product(looks: looks[number], circumstances: circumstances)
            planned.add(expected, truth: crop.truth, classifier)
            if crop.visibleShare >= Self.wellSeenShare {
                wellSeen.add(sized, truth: crop.truth, classifier)
                wellSeenPlanned.add(expected, truth: crop.truth, classifier)
            }
            known.append(1 - classifier.posterior(of: sized).none)
            let stranger = TreeClassifier.Product(looks: strangers[number], circumstances: crop.size)
            unknown.append(1 - classifier.posterior(of: stranger).none)
            countForeign(crop, sized, classifier)
        }
        Progress.done()
    }

    /// What becomes of a product that stands where one of another brand is planned that looks like it most.
    private mutating func countForeign(
        _ crop: SeenCrops.Crop, _ product: TreeClassifier.Product, _ classifier: TreeClassifier
    ) {
        let brand = classifier.catalogue.skus(
            of: classifier.catalogue.node(at: crop.truth, .brand), .brand)
        guard let lookAlike = product.looks.candidates.first(where: { !brand.contains($0.sku) }) else {
            return
        }
        let isClear = classifier.posterior(of: product).probability(of: crop.truth) >= Self.clear
        var circumstances = crop.size
        circumstances.plannedInZone = crop.neighbours.subtracting([crop.truth])
        circumstances.plannedHere = [lookAlike.sku]
        let posterior = classifier.posterior(
            of: TreeClassifier.Product(looks: product.looks, circumstances: circumstances))
        let best = posterior.mostProbable?.sku
        foreign += 1
        hidden += best == lookAlike.sku ? 1 : 0
        guard isClear else { return }
        clearForeign += 1
        hiddenClear += best == lookAlike.sku ? 1 : 0
    }

    func note(in figures: inout Measurements) {
        figures["crops"] = Double(byLooks.score.crops)
        figures["crops_well_seen"] = Double(wellSeen.score.crops)
        byLooks.note(in: &figures, suffix: "")
        bySize.note(in: &figures, suffix: "_with_size")
        wellSeen.note(in: &figures, suffix: "_with_size_well_seen")
        planned.note(in: &figures, suffix: "_with_prior")
        wellSeenPlanned.note(in: &figures, suffix: "_with_prior_well_seen")
        figures["foreign_hidden"] = Double(hidden) / Double(max(1, foreign))
        figures["foreign_clear"] = Double(clearForeign) / Double(max(1, foreign))
        figures["foreign_clear_hidden"] = Double(hiddenClear) / Double(max(1, clearForeign))
        guard !known.isEmpty else { return }
        let limit = known.sorted()[Int(Double(known.count) * Self.falseRefusals)]
        figures["unknown_refused"] = Double(unknown.count { $0 < limit }) / Double(unknown.count)
    }
}
