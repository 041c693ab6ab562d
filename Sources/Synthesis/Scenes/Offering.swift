import Retail

/// The packages a made-up shop puts on its next board.
struct Offering: Sendable {
    private let groups: [[CatalogueEntry]]
    private var fixed: [[CatalogueEntry]]?
    /// Whether the goods are given rather than picked.
    var isFixed: Bool { fixed != nil }
    /// The most equal units side by side; as many as the shop likes if `nil`.
    let longestRun: Int?

    /// Boards with goods of one category each.
    init(_ entries: [CatalogueEntry]) {
        var groups: [[String]: [CatalogueEntry]] = [:]
        for entry in entries { groups[Array(entry.path.names.prefix(2)), default: []].append(entry) }
        longestRun = nil
        self.groups = groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    /// Boards with exactly these goods, one list a board, over and over.
    init(boards: [[CatalogueEntry]]) {
        groups = boards
        fixed = boards
        longestRun = 1
    }

    mutating func next(_ random: inout Random) -> [CatalogueEntry] {
        if var left = fixed, !left.isEmpty {
            let board = left.removeFirst()
            fixed = left.isEmpty ? groups : left
            return board
        }
        let group = random.pick(groups)
        // Now and then a board of mixed goods; else a stretch of the category in tree order.
        if random.chance(0.15) { return (0..<10).map { _ in random.pick(random.pick(groups)) } }
        let start = random.whole(0...group.count - 1)
        let stretch = (0..<14).map { group[(start + $0) % group.count] }
        // Boards are set to the height of what stands on them, so goods of one height share a board.
        let height = random.pick(stretch).size.heightMM
        return stretch.filter { (height * 0.6...height * 1.15).contains($0.size.heightMM) }
    }
}
