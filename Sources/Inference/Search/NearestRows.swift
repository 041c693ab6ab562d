/// The most similar rows to each of many queries among those it has been told of.
struct NearestRows {
    private let most: Int
    private let floor: Float
    /// Heaps: a query's least similar row comes first, and none is less similar than the one above it, at half its place.
    private var rows: [UInt32]
    private var similarities: [Float]
    private var counts: [Int]

    /// Keeps `most` rows for each query, none of which is less similar than `floor`.
    init(most: Int, floor: Float, queries: Int) {
        precondition(most > 0)
        self.most = most
        self.floor = floor
        rows = [UInt32](repeating: 0, count: most * queries)
        similarities = [Float](repeating: floor, count: most * queries)
        counts = [Int](repeating: 0, count: queries)
    }

    /// Rows that are not more similar to `query` than this are not worth telling.
    func threshold(_ query: Int) -> Float {
        counts[query] < most ? floor : similarities[query * most]
    }

    mutating func add(_ row: UInt32, _ similarity: Float, to query: Int) {
        guard similarity > threshold(query) else { return }
        let own = query * most
        if counts[query] < most {
            counts[query] += 1
            rise(row, similarity, from: counts[query], own)
        } else {
            sink(row, similarity, own)
        }
    }

    /// Puts a row at `place`, 1 and up, or above it.
    private mutating func rise(_ row: UInt32, _ similarity: Float, from place: Int, _ own: Int) {
        var place = place
        while place > 1, similarities[own + place / 2 - 1] > similarity {
            rows[own + place - 1] = rows[own + place / 2 - 1]
            similarities[own + place - 1] = similarities[own + place / 2 - 1]
            place /= 2
        }
        rows[own + place - 1] = row
        similarities[own + place - 1] = similarity
    }

    /// Puts a row in the place of the first, or below it.
    private mutating func sink(_ row: UInt32, _ similarity: Float, _ own: Int) {
        var place = 1
        while 2 * place <= most {
            var lower = 2 * place
            if lower < most, similarities[own + lower] < similarities[own + lower - 1] { lower += 1 }
            guard similarities[own + lower - 1] < similarity else { break }
            rows[own + place - 1] = rows[own + lower - 1]
            similarities[own + place - 1] = similarities[own + lower - 1]
            place = lower
        }
        rows[own + place - 1] = row
        similarities[own + place - 1] = similarity
    }

    /// The rows kept for `query`, in no order.
    func kept(for query: Int) -> ArraySlice<UInt32> { rows[query * most..<query * most + counts[query]] }
}
