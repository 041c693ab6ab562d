package import Retail

/// Which positions must have a price tag.
package enum TagExpectation: Sendable {
    case nowhere, everywhere
    case at(Set<PositionReference>)

    func includes(_ place: PositionReference) -> Bool {
        switch self {
        case .nowhere: false
        case .everywhere: true
        case .at(let places): places.contains(place)
        }
    }
}

/// The front edge of one board with the price tags of the positions above it.
struct TagRail: Sendable {
    /// Tags sit on the board's edge or hang from it: their middles are that far below the surface, or a little above.
    private static let belowMM = 80.0
    private static let aboveMM = 15.0
    /// How far beside its position a tag may be if none is right below.
    private static let besideMM = 30.0
    /// Where the tag itself is looked for.
    private static let heightMM = 50.0
    /// So many positions side by side without tag and unit are hidden.
    private static let screenedPositions = 3
    /// What takes less of a position's space is no unit of it.
    private static let leastUnitShare = 0.05

    /// From left to right.
    let slots: [(place: PositionReference, space: ClosedRange<Double>)]
    /// Where the units of each slot stand.
    private let areas: [ShelfRect]
    private let surfaceMM: Double

    /// `nil` for hooks, whose tags are at their tips.
    init?(_ shelf: Shelf, _ slots: [PlannedSlot]) {
        guard shelf.kind != .pegs else { return nil }
        surfaceMM = shelf.surfaceMM
        let slots = slots.sorted { $0.area.xMM < $1.area.xMM }
        self.slots = slots.map { ($0.reference, $0.area.xMM...max($0.area.xMM, $0.endMM)) }
        areas = slots.map(\.area)
    }

    /// Where a position's tag may be.
    func region(_ slot: Int) -> ShelfRect {
        let space = slots[slot].space
        return ShelfRect(
            xMM: space.lowerBound, yMM: surfaceMM - Self.heightMM,
            widthMM: space.upperBound - space.lowerBound, heightMM: Self.heightMM)
    }

    /// Where something stands before the shelf that no detector knows: its tags and its units are gone together.
    ///
    /// Products are sold out and tags get lost, but not both at so many positions side by side. What stands next to those
    /// without its tag is half hidden.
    func screened(tags: [ShelfRect], expected: TagExpectation, products: [ShelfRect]) -> [ShelfRect] {
        let tagged = tagged(by: tags)
        func isBare(_ slot: Int) -> Bool {
            !products.contains { areas[slot].share(coveredBy: $0) > Self.leastUnitShare }
        }
        let untagged = slots.indices.split {
            tagged.contains($0) || !expected.includes(slots[$0].place)
        }
        return untagged.filter { stretch in
            stretch.split { !isBare($0) }.contains { $0.count >= Self.screenedPositions }
        }
        .joined().flatMap { [areas[$0], region($0)] }
    }

    /// The slots that have a tag of their own: as many as possible, those right below their position first.
    func tagged(by tags: [ShelfRect]) -> Set<Int> {
        let band = surfaceMM - Self.belowMM...surfaceMM + Self.aboveMM
        let middles = tags.filter { band.contains($0.center.yMM) }.map(\.center.xMM)
        var owners: [Int?] = Array(repeating: nil, count: middles.count)
        for reach in [0, Self.besideMM] {
            for slot in slots.indices where !owners.contains(slot) {
                var tried: Set<Int> = []
                _ = claim(slot, middles, reach, &owners, &tried)
            }
        }
        return Set(owners.compactMap(\.self))
    }

    /// Gives `slot` a tag, whose owner may have to take another one (Kuhn's algorithm).
    private func claim(
        _ slot: Int, _ middles: [Double], _ reach: Double, _ owners: inout [Int?], _ tried: inout Set<Int>
    ) -> Bool {
        let space = slots[slot].space
        for tag in middles.indices
        where (space.lowerBound - reach...space.upperBound + reach).contains(middles[tag])
            && tried.insert(tag).inserted
        {
            let isFree = owners[tag].map { claim($0, middles, reach, &owners, &tried) } ?? true
            guard isFree else { continue }
            owners[tag] = slot
            return true
        }
        return false
    }
}
