/// Directions sorted into groups that look alike: the tree that a guided search walks.
///
/// Spherical k-means (Dhillon and Modha 2001, https://doi.org/10.1023/A:1007612920971).
package struct LookAlikeGroups: Sendable {
    /// Directions of length 1 in the middles of the groups, row after row.
    package let middles: [Float]
    /// The group of each direction.
    package let groups: [Int]

    private static let rounds = 8
    /// Directions for each group that middles are found with; more make them no better.
    private static let sample = 64
    /// Products are taken for so many directions at a time.
    private static let block = 512

    /// How many groups serve `count` directions best.
    ///
    /// Fewer make the groups dear to look into, more their middles. Of few directions all are looked at as fast.
    package static func wanted(for count: Int) -> Int {
        count < fewest ? 1 : Int((5 * Double(count).squareRoot()).rounded())
    }

    private static let fewest = 4096

    /// Sorts `directions`, row after row of `dimensions` numbers, into `number` groups.
    package init(_ directions: [Float], dimensions: Int, number: Int) {
        precondition(number > 0 && directions.count % dimensions == 0)
        let count = directions.count / dimensions
        var middles: [Float] = []
        for group in 0..<number {
            let row = count == 0 ? 0 : group * count / number
            middles += directions[(row * dimensions)..<min(directions.count, (row + 1) * dimensions)]
        }
        let step = max(1, count / (number * Self.sample))
        let learned = directions.rows(each: step, columns: dimensions)
        if number > 1 {
            for _ in 0..<Self.rounds {
                let nearest = Self.nearest(learned, middles, dimensions)
                middles = Self.moved(middles, to: learned, nearest, dimensions)
            }
        }
        self.init(middles: middles, of: directions, dimensions: dimensions)
    }

    /// Sorts `directions` into the groups with these `middles`.
    package init(middles: [Float], of directions: [Float], dimensions: Int) {
        self.middles = middles
        groups = Self.nearest(directions, middles, dimensions)
    }

    /// The middle that each direction has the largest product with.
    private static func nearest(_ directions: [Float], _ middles: [Float], _ dimensions: Int) -> [Int] {
        let (count, number) = (directions.count / dimensions, middles.count / dimensions)
        var nearest: [Int] = []
        nearest.reserveCapacity(count)
        for first in stride(from: 0, to: count, by: block) {
            let rows = first..<min(count, first + block)
            let products = FloatMatrix.products(
                Array(directions[(rows.lowerBound * dimensions)..<(rows.upperBound * dimensions)]), middles,
                inner: dimensions)
            for row in rows.indices {
                let own = (row - first) * number
                var best = 0
                for group in 1..<max(1, number) where products[own + group] > products[own + best] {
                    best = group
                }
                nearest.append(best)
            }
        }
        return nearest
    }

    /// The middles of `directions` by group, at length 1; of a group without any the one there was.
    private static func moved(
        _ middles: [Float], to directions: [Float], _ groups: [Int], _ dimensions: Int
    ) -> [Float] {
        var sums = [Float](repeating: 0, count: middles.count)
        for (row, group) in groups.enumerated() {
            for column in 0..<dimensions {
                sums[group * dimensions + column] += directions[row * dimensions + column]
            }
        }
        for group in 0..<(middles.count / dimensions) {
            let own = (group * dimensions)..<((group + 1) * dimensions)
            let length = sums[own].reduce(0) { $0 + $1 * $1 }.squareRoot()
            for index in own { sums[index] = length > 0 ? sums[index] / length : middles[index] }
        }
        return sums
    }
}
