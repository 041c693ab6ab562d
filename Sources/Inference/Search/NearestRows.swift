/// The most similar rows to each of many queries among those it has been told of.
struct NearestRows {
    private let most: Int
    private let floor: Float
    private var rows: [UInt32]
    private var similarities: [Float]
    private var counts: [Int]
    /// Which of a full query's rows is the least similar.
    private var last: [Int]

    /// Keeps `most` rows for each query, none of which is less similar than `floor`.
    init(most: Int, floor: Float, queries: Int) {
        precondition(most > 0)
        self.most = most
        self.floor = floor
        rows = [UInt32](repeating: 0, count: most * queries)
        similarities = [Float](repeating: floor, count: most * queries)
        counts = [Int](repeating: 0, count: queries)
        last = [Int](repeating: 0, count: queries)
    }

    /// Rows that are not more similar to `query` than this are not worth telling.
    func threshold(_ query: Int) -> Float {
        counts[query] < most ? floor : similarities[query * most + last[query]]
    }

    mutating func add(_ row: UInt32, _ similarity: Float, to query: Int) {
        guard similarity > threshold(query) else { return }
        let own = query * most
        let full = counts[query] == most
        let place = own + (full ? last[query] : counts[query])
        rows[place] = row
        similarities[place] = similarity
        if !full { counts[query] += 1 }
        if counts[query] == most { last[query] = leastSimilar(from: own) }
    }

    /// Searching all costs less than keeping them in order, as few as they are.
    private func leastSimilar(from own: Int) -> Int {
        var least = 0
        for place in 1..<max(1, most) where similarities[own + place] < similarities[own + least] {
            least = place
        }
        return least
    }

    /// The most similar first; of equals the first row.
    func best(of query: Int) -> [RowScan.Hit] {
        (query * most..<query * most + counts[query]).map {
            RowScan.Hit(row: Int(rows[$0]), similarity: similarities[$0])
        }.sorted { $0.similarity != $1.similarity ? $0.similarity > $1.similarity : $0.row < $1.row }
    }
}
