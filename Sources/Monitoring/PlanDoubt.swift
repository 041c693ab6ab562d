import Retail

/// Whether so much of a bay disagrees with its plan that the plan itself is in doubt.
struct PlanDoubt {
    /// With fewer positions in view nothing is said.
    private static let fewestPositions = 8
    /// Once it is told, it holds until less than this part of the share disagrees.
    private static let release = 0.7

    /// Whether enough of the bay was in view.
    let isAnswered: Bool
    let finding: Finding?
    var isRaised: Bool { finding != nil }

    init(_ look: ShelfLook, share: Double, isOpen: Bool) {
        let disagreeing = Set(
            look.findings.filter { $0.kind.speaksAgainstPlan && look.observed.contains($0.place) }.map(
                \.place))
        let inView = look.observed.count { !$0.isWholeBay }
        isAnswered = inView >= Self.fewestPositions
        let limit = share * (isOpen ? Self.release : 1)
        guard isAnswered, let place = disagreeing.first,
            Double(disagreeing.count) >= limit * Double(inView)
        else {
            finding = nil
            return
        }
        let area = look.findings.map(\.slot).reduce(nil) { $0?.union($1) ?? $1 }
        finding = Finding(
            kind: .planogramOutdated, place: .view(zone: look.zone, bay: place.bay),
            expected: nil, expectedFacings: 0, facingsFound: 0, confidence: 1,
            slot: area ?? ShelfRect(xMM: 0, yMM: 0, widthMM: 0, heightMM: 0))
    }
}
