import Retail

/// What stands at one position, counted, and the findings that follow.
struct PositionTally {
    /// Units of the planned SKU.
    var own: [SeenUnit] = []
    /// Units that agree with the plan down to an ancestor.
    var agreeing: [SeenUnit] = []
    /// Units of which nothing is known for sure.
    var doubtful: [SeenUnit] = []
    /// Units of products that this zone does not plan.
    var foreign: [SeenUnit] = []
    /// Units of products that are planned at the position named.
    var strays: [(unit: SeenUnit, home: String)] = []
    /// The planned facings that no unit stands for.
    var emptyFacings: [ShelfRect] = []

    /// Units that are taken for the planned SKU.
    var found: Int { own.count + agreeing.count }
    private var occupied: Int { found + doubtful.count + foreign.count + strays.count }

    /// The findings of one observed position, the most telling kinds only.
    ///
    /// What stands in the wrong place explains the facing it takes; only facings that are missing beyond that
    /// count as low. That something could not be read is said only when nothing else is wrong.
    func findings(at slot: PlannedSlot, emptySpaces: [ShelfRect]) -> [Finding] {
        var findings: [Finding] = []
        if let unit = foreign.max(by: { $0.proof < $1.proof }) {
            findings.append(finding(.foreignProduct, slot, seen: unit.identification, confidence: unit.proof))
        }
        if let stray = strays.max(by: { $0.unit.proof < $1.unit.proof }) {
            findings.append(
                finding(
                    .misplaced, slot, seen: stray.unit.identification, belongsTo: stray.home,
                    confidence: stray.unit.proof))
        }
        if occupied == 0 {
            findings.append(finding(.outOfStock, slot, confidence: emptiness(emptySpaces)))
        } else if slot.facings - occupied > slot.tolerance {
            findings.append(finding(.lowFacings, slot, confidence: emptiness(emptySpaces)))
        } else if found > slot.facings + slot.tolerance, let unit = own.min(by: { $0.proof < $1.proof }) {
            findings.append(finding(.extraFacings, slot, seen: unit.identification, confidence: unit.proof))
        }
        if findings.isEmpty, let unit = (doubtful + agreeing).first {
            findings.append(
                finding(.unverified, slot, seen: unit.identification, confidence: unit.confidence))
        }
        return findings
    }

    /// How sure it is that the facings without a unit are empty: 0.6 for seeing no product there, up to 1
    /// where the detector also sees the empty space.
    private func emptiness(_ spaces: [ShelfRect]) -> Double {
        guard !emptyFacings.isEmpty else { return 0.6 }
        let shares = emptyFacings.map { facing in
            min(1, spaces.reduce(0) { $0 + facing.share(coveredBy: $1) })
        }
        return 0.6 + 0.4 * shares.reduce(0, +) / Double(shares.count)
    }

    private func finding(
        _ kind: DeviationKind, _ slot: PlannedSlot, seen: Identification? = nil, belongsTo: String? = nil,
        confidence: Double
    ) -> Finding {
        Finding(
            kind: kind, place: slot.reference, expected: slot.expected.gtin, expectedFacings: slot.facings,
            facingsFound: found, seen: seen, belongsTo: belongsTo, confidence: confidence, slot: slot.area)
    }
}

extension SeenUnit {
    /// How sure it is that this product stands here: that it is one, and which.
    fileprivate var proof: Double { confidence * (identification?.probabilities.last ?? 1) }
}

extension ShelfRect {
    /// The share of this rectangle, 0...1, that `other` covers.
    func share(coveredBy other: ShelfRect) -> Double {
        let across = min(xMM + widthMM, other.xMM + other.widthMM) - max(xMM, other.xMM)
        let up = min(yMM + heightMM, other.yMM + other.heightMM) - max(yMM, other.yMM)
        let area = widthMM * heightMM
        return across > 0 && up > 0 && area > 0 ? across * up / area : 0
    }
}
