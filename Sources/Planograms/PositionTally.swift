import Foundation
import Retail

/// What stands at one position, counted, and the findings that follow.
struct PositionTally {
    /// A unit of a product that is planned at another position.
    struct Stray {
        let unit: SeenUnit
        /// The position that it belongs to.
        let home: String
        /// The place of that position in this row, if it is in this row.
        let homeSlot: Int?
    }

    /// A unit in a stack of others; `home` is the position that plans it, `nil` if none does.
    struct Intruder {
        let unit: SeenUnit
        let home: String?
    }

    /// Units of the planned SKU.
    var own: [SeenUnit] = []
    /// Upper units of stacks of the planned SKU.
    var upper: [SeenUnit] = []
    /// Units that agree with the plan down to an ancestor.
    var agreeing: [SeenUnit] = []
    /// Units of which nothing is known for sure.
    var doubtful: [SeenUnit] = []
    /// Units of products that this zone does not plan.
    var foreign: [SeenUnit] = []
    var strays: [Stray] = []
    var intruders: [Intruder] = []
    /// A unit of another position of the row, when all that is wrong is the order.
    var disorder: Stray?
    /// The planned facings that no unit stands for.
    var emptyFacings: [ShelfRect] = []
    /// How sure it is that the position's price tag is gone; `nil`: it is there, or nobody looked.
    var tagMissing: Double?

    /// The share of products in front of which nothing stands that the detector does not find, with a margin: of rendered
    /// ones 0.034.
    private static let overlooked = 0.07

    /// How sure one look must be of a gap at the front for it to count.
    ///
    /// Part of a depth's error is the same in every look (where the registration puts the board, how high the detector
    /// ends its box): many looks that are half sure of a depth near the limit are no proof together.
    private static let sureGap = 0.8

    /// Units that are taken for the planned SKU.
    var found: Int { own.count + agreeing.count }
    private var occupied: Int { found + doubtful.count + foreign.count + strays.count }

    /// The findings of one observed position, the most telling kinds only.
    ///
    /// What stands in the wrong place explains the facing it takes; only facings that are missing beyond that
    /// count as low. That something could not be read is said only when nothing else is wrong.
    func findings(at slot: PlannedSlot, emptySpaces: [ShelfRect]) -> [Finding] {
        var findings = wrongProducts(slot)
        if occupied == 0 {
            findings.append(finding(.outOfStock, slot, confidence: emptiness(emptySpaces)))
        } else if slot.facings - occupied > slot.tolerance {
            findings.append(finding(.lowFacings, slot, confidence: emptiness(emptySpaces)))
        } else if found > slot.facings + slot.tolerance, let unit = own.min(by: { $0.proof < $1.proof }) {
            findings.append(finding(.extraFacings, slot, seen: unit.identification, confidence: unit.proof))
        }
        // What stands further back is half hidden by its neighbours, and often not read to its SKU.
        let gaps = (own + agreeing + doubtful).map { $0.confidence * $0.gap(at: slot, emptySpaces) }.filter {
            $0 >= Self.sureGap
        }
        if gaps.count > slot.tolerance, let surest = gaps.max() {
            findings.append(finding(.frontGap, slot, confidence: surest))
        }
        if let turned = turned(slot) { findings.append(turned) }
        if findings.isEmpty, let unit = (doubtful + agreeing).max(by: { $0.strangeness < $1.strangeness }) {
            findings.append(
                finding(.unverified, slot, seen: unit.identification, confidence: unit.strangeness))
        }
        if let tagMissing { findings.append(finding(.priceTagMissing, slot, confidence: tagMissing)) }
        return findings
    }

    private func wrongProducts(_ slot: PlannedSlot) -> [Finding] {
        var findings: [Finding] = []
        let foreign = foreign + intruders.filter { $0.home == nil }.map(\.unit)
        if let unit = foreign.max(by: { $0.proof < $1.proof }) {
            findings.append(finding(.foreignProduct, slot, seen: unit.identification, confidence: unit.proof))
        }
        let strays =
            strays.map { (unit: $0.unit, home: $0.home) }
            + intruders.compactMap { intruder in intruder.home.map { (unit: intruder.unit, home: $0) } }
        if let stray = strays.max(by: { $0.unit.proof < $1.unit.proof }) {
            findings.append(
                finding(
                    .misplaced, slot, seen: stray.unit.identification, belongsTo: stray.home,
                    confidence: stray.unit.proof))
        }
        if let disorder {
            findings.append(
                finding(
                    .wrongOrder, slot, seen: disorder.unit.identification, belongsTo: disorder.home,
                    confidence: disorder.unit.proof))
        }
        return findings
    }

    private func turned(_ slot: PlannedSlot) -> Finding? {
        // From the side a package is often known only down to the product, or not at all; its outline tells.
        for unit in own + upper + agreeing + doubtful {
            guard let seen = slot.stance.turned(unit) else { continue }
            return finding(
                .wrongOrientation, slot, seen: unit.identification,
                turned: Turned(planned: slot.stance.orientation, seen: seen), confidence: unit.proof)
        }
        return nil
    }

    /// How sure it is that the facings without a unit are empty: as sure as no unit is overlooked, up to 1 where the
    /// detector also sees the empty space.
    private func emptiness(_ spaces: [ShelfRect]) -> Double {
        let base = 1 - Self.overlooked
        guard !emptyFacings.isEmpty else { return base }
        let shares = emptyFacings.map { facing in
            min(1, spaces.reduce(0) { $0 + facing.share(coveredBy: $1) })
        }
        return base + Self.overlooked * shares.reduce(0, +) / Double(shares.count)
    }

    private func finding(
        _ kind: DeviationKind, _ slot: PlannedSlot, seen: Identification? = nil, belongsTo: String? = nil,
        turned: Turned? = nil, confidence: Double
    ) -> Finding {
        Finding(
            kind: kind, place: slot.reference, expected: slot.expected.gtin, expectedFacings: slot.facings,
            facingsFound: found, seen: seen, belongsTo: belongsTo, turned: turned, confidence: confidence,
            slot: slot.area, worth: slot.worth == Worth() ? nil : slot.worth)
    }
}

extension SeenUnit {
    /// What the lower edge of a unit further back is higher than the surface at least, in millimetres.
    private static let leastRiseMM = 8.0

    /// How sure it is, 0...1, that the place in front of this unit is empty.
    ///
    /// Where its depth is known that decides; else the detector must see the empty place itself, and the unit behind it.
    fileprivate func gap(at slot: PlannedSlot, _ emptySpaces: [ShelfRect]) -> Double {
        if let depthMM {
            let excess = depthMM - slot.frontLimitMM
            // The logistic curve that is closest to the normal distribution's sum.
            return depthErrorMM > 0 ? 1 / (1 + exp(-1.7 * excess / depthErrorMM)) : excess > 0 ? 1 : 0
        }
        guard place.yMM > slot.area.yMM + Self.leastRiseMM else { return 0 }
        let column = ShelfRect(
            xMM: place.xMM, yMM: slot.area.yMM, widthMM: place.widthMM, heightMM: slot.area.heightMM)
        return emptySpaces.contains { column.share(coveredBy: $0) >= 0.7 } ? 1 : 0
    }
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
