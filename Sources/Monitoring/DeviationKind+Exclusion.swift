import Retail

extension DeviationKind {
    /// What a kind is about: kinds of different subjects say nothing of each other.
    private enum Subject { case goods, label, bay }

    private var subject: Subject {
        switch self {
        case .priceTagMissing: .label
        case .viewChanged, .planogramOutdated: .bay
        default: .goods
        }
    }

    /// Whether one may turn into the other: both tell what stands at the position.
    func sharesSubject(with other: DeviationKind) -> Bool { subject == other.subject && subject != .bay }

    /// Whether both cannot be true of one position at one time.
    func excludes(_ other: DeviationKind) -> Bool {
        guard sharesSubject(with: other) else { return false }
        switch (self, other) {
        case (.outOfStock, _), (_, .outOfStock), (.unverified, _), (_, .unverified): return true
        case (.lowFacings, .extraFacings), (.extraFacings, .lowFacings): return true
        default: return false
        }
    }

    /// Whether a position that could not be read says nothing against this kind: something stands there, and it may
    /// well be the wrong product.
    var isLeftOpenByUnverified: Bool { self == .foreignProduct || self == .misplaced || self == .wrongOrder }

    /// Whether it makes one doubt the plan if most positions of a bay have it.
    var speaksAgainstPlan: Bool {
        switch self {
        case .outOfStock, .foreignProduct, .misplaced, .wrongOrder, .unverified: true
        default: false
        }
    }
}
