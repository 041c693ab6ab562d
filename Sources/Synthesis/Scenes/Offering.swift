import Retail

/// The packages a made-up shop puts on its next board.
struct Offering: Sendable {
    /// What is left free beside a package, about.
    private static let gapMM: Float = 6

    private let groups: [[CatalogueEntry]]
    /// Goods that are to be shown one after the other, and which of them comes next.
    private var queue: (goods: [CatalogueEntry], next: Int)?
    /// Whether the goods are given rather than picked.
    var isFixed: Bool { queue != nil }
    /// The most equal units side by side; as many as the shop likes if `nil`.
    let longestRun: Int?

    /// Boards with goods of one category each.
    init(_ entries: [CatalogueEntry]) {
        var groups: [[String]: [CatalogueEntry]] = [:]
        for entry in entries { groups[Array(entry.path.names.prefix(2)), default: []].append(entry) }
        longestRun = nil
        self.groups = groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    /// Exactly these goods in their order, on each board as many as there is room for; then all over again.
    init(queue goods: [CatalogueEntry]) {
        groups = []
        queue = (goods, 0)
        longestRun = 1
    }

    /// What stands on the next board, which is `roomMM` long.
    mutating func next(roomMM: Float, _ random: inout Random) -> [CatalogueEntry] {
        if let (goods, first) = queue {
            var width: Float = 0
            let board = (0..<goods.count).lazy.map { goods[(first + $0) % goods.count] }.prefix { entry in
                defer { width += Float(entry.size.widthMM) + Offering.gapMM }
                return width < roomMM
            }
            let stock = Array(board)
            queue = (goods, first + stock.count)
            return stock
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
