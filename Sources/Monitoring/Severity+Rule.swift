package import Retail

extension Severity {
    /// What a finding costs the shop.
    ///
    /// High: nothing can be sold from the position. Medium: half of its facings or more are missing, or a
    /// wrong product stands in it. Low: everything else.
    package init(of finding: Finding) {
        switch finding.kind {
        case .outOfStock: self = .high
        case .foreignProduct, .misplaced: self = .medium
        case .lowFacings: self = finding.facingsFound * 2 <= finding.expectedFacings ? .medium : .low
        case .extraFacings, .unverified: self = .low
        }
    }
}
