internal import Planograms
internal import Retail

/// Which positions of a zone have been seen with their price tag.
struct TagMemory: Sendable {
    /// Looks that must have seen a tag before it can be missed.
    private static let looks = 3

    private var seen: [PositionReference: Int] = [:]

    mutating func learn(_ tagged: Set<PositionReference>) {
        for place in tagged { seen[place, default: 0] += 1 }
    }

    /// Takes `places` for tagged, for what an earlier run has missed.
    mutating func expect(_ places: [PositionReference]) {
        for place in places { seen[place] = Self.looks }
    }

    func expectation(_ watch: Zone.PriceTags) -> TagExpectation {
        switch watch {
        case .ignored: .nowhere
        case .required: .everywhere
        case .learned: .at(Set(seen.filter { $0.value >= Self.looks }.keys))
        }
    }
}
