package import Retail

/// What a finding costs the shop.
package struct SeverityRule: Hashable, Sendable, Codable {
    /// The severity of each kind; one that is not named is low.
    package var kinds: [DeviationKind: Severity] = [
        .outOfStock: .high, .viewChanged: .high,
        .foreignProduct: .medium, .misplaced: .medium, .planogramOutdated: .medium,
    ]
    /// `low_facings` is medium at least if no more than this share of the planned facings is left.
    package var fewShare = 0.5
    /// One step more for a SKU of this sales rank or better; only of plans that give ranks.
    package var topRank = 20
    /// One step more for a position of this value or more; `nil`: values do not count.
    package var highValue: Double?

    package init() {}

    package func severity(of finding: Finding) -> Severity {
        var severity = kinds[finding.kind] ?? .low
        let left = Double(finding.facingsFound), planned = Double(finding.expectedFacings)
        if finding.kind == .lowFacings, left <= fewShare * planned { severity = max(severity, .medium) }
        return isDear(finding.worth) ? severity.raised : severity
    }

    private func isDear(_ worth: Worth?) -> Bool {
        if let rank = worth?.rank, rank <= topRank { return true }
        guard let value = worth?.value, let highValue else { return false }
        return value >= highValue
    }
}

extension Severity {
    fileprivate var raised: Severity { self == .low ? .medium : .high }
}
