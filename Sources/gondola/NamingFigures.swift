internal import Recognition
internal import Retail

/// How well crops are named among a catalogue's SKUs, without and with a planogram, and what becomes of strangers.
struct NamingFigures {
    private(set) var byLooks = ClassificationScore()
    /// Planned where they stand.
    private(set) var planned = ClassificationScore()
    /// Share of the crops whose most probable node at each level is the right one, answered or not.
    private var right = [Int](repeating: 0, count: TreeLevel.allCases.count)
    /// Of crops that stand where the planogram has a look-alike: named right, and named as that.
    private var (foundForeign, hiddenForeign) = (0, 0)
    /// How probable it is that a crop is some SKU of the catalogue; and the same after its product was taken out.
    private var (known, unknown): ([Double], [Double]) = ([], [])

    private static let falseRefusals = 0.05

    init(_ seen: SeenCrops, classifier: TreeClassifier) throws {
        let catalogue = classifier.catalogue
        for (number, crop) in seen.crops.enumerated() {
            Progress.show("naming", number, of: seen.crops.count)
            var circumstances = TreeClassifier.Circumstances()
            byLooks.add(
                NamedProduct(
                    crop.embedding, truth: crop.truth, classifier: classifier, circumstances: circumstances))
            circumstances.plannedInZone = crop.neighbours
            circumstances.plannedHere = [crop.truth]
            planned.add(
                NamedProduct(
                    crop.embedding, truth: crop.truth, classifier: classifier, circumstances: circumstances))
            let candidates = classifier.candidates(for: [crop.embedding])[0]
            count(crop, candidates, classifier)
            let product = catalogue.skus(of: catalogue.node(at: crop.truth, .product), .product)
            let others = candidates.filter { !product.contains($0.sku) }
            known.append(1 - classifier.posterior(of: candidates).none)
            unknown.append(1 - classifier.posterior(of: others).none)
            guard let lookAlike = others.first else { continue }
            circumstances.plannedInZone.remove(crop.truth)
            circumstances.plannedHere = [lookAlike.sku]
            let answer = classifier.posterior(of: candidates, in: circumstances)
            let best = answer.shares.max { $0.probability < $1.probability }?.sku
            foundForeign += best == crop.truth ? 1 : 0
            hiddenForeign += best == lookAlike.sku ? 1 : 0
        }
        Progress.done()
    }

    private mutating func count(
        _ crop: SeenCrops.Crop, _ candidates: [Candidate], _ classifier: TreeClassifier
    ) {
        let catalogue = classifier.catalogue
        let posterior = classifier.posterior(of: candidates)
        for level in TreeLevel.allCases {
            var sums: [Int: Double] = [:]
            for share in posterior.shares {
                sums[catalogue.node(at: share.sku, level), default: 0] += share.probability
            }
            let best = sums.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
            right[level.rawValue] += best == catalogue.node(at: crop.truth, level) ? 1 : 0
        }
    }

    func note(in figures: inout Measurements) {
        let crops = Double(max(1, byLooks.crops))
        figures["crops"] = Double(byLooks.crops)
        figures["top1"] = byLooks.top1Share
        figures["top5"] = byLooks.top5Share
        figures["top1_with_prior"] = planned.top1Share
        for level in TreeLevel.allCases {
            figures["top1_\(level.name)"] = Double(right[level.rawValue]) / crops
            figures["ece_\(level.name)"] = byLooks.reliability[level.rawValue].error
            figures["ece_with_prior_\(level.name)"] = planned.reliability[level.rawValue].error
        }
        figures["ece_top1"] = byLooks.skuReliability.error
        figures["foreign_found"] = Double(foundForeign) / crops
        figures["foreign_hidden"] = Double(hiddenForeign) / crops
        let limit = known.sorted()[Int(Double(known.count) * Self.falseRefusals)]
        figures["unknown_refused"] = Double(unknown.count { $0 < limit }) / crops
    }
}
