internal import Inference

/// Prototypes as they are searched: in their own principal axes, in bytes, those that look alike beside each other.
struct PrototypeIndex {
    let shape: SplitShape
    /// An orthogonal matrix, axis after axis.
    let axes: [Float]
    /// Directions in the middles of the groups of look-alikes, as heads.
    let middles: PackedRows
    /// The first row of each group, and one more.
    let starts: [Int]
    /// Group after group.
    let rows: PackedRows
    /// Which prototype each row is.
    let prototypes: [Int]

    /// Finds axes and groups for `directions`, row after row of `dimensions` numbers of length 1 together.
    init(_ directions: [Float], dimensions: Int) {
        let shape = SplitShape(dimensions: dimensions)
        let axes = PrincipalAxes.of(directions, dimensions: dimensions)
        let turned = PrincipalAxes.turned(directions, axes: axes, dimensions: dimensions)
        let count = directions.count / dimensions
        var largest: Float = 0
        var heads: [Float] = []
        heads.reserveCapacity(count * shape.headNumbers)
        for row in 0..<count {
            let numbers = turned[(row * dimensions)..<((row + 1) * dimensions)]
            heads += numbers.prefix(shape.headNumbers)
            largest = numbers.suffix(shape.tailNumbers).reduce(largest) { max($0, abs($1)) }
        }
        let groups = LookAlikeGroups(
            heads, dimensions: shape.headNumbers, number: LookAlikeGroups.wanted(for: count))
        let step = max(largest / 127, .leastNormalMagnitude)
        var codes = PackedRows(shape: shape, tailStep: step)
        for row in 0..<count { codes.append(turned[(row * dimensions)..<((row + 1) * dimensions)]) }
        var middles = PackedRows(shape: shape, tailStep: step)
        for first in stride(from: 0, to: groups.middles.count, by: shape.headNumbers) {
            let head = groups.middles[first..<first + shape.headNumbers]
            middles.append(head + [Float](repeating: 0, count: shape.tailNumbers))
        }
        self.init(codes, groups: groups.groups, axes: axes, middles: middles)
    }

    /// Puts `codes`, prototype after prototype, into the order of their groups.
    init(_ codes: PackedRows, groups: [Int], axes: [Float], middles: PackedRows) {
        shape = codes.shape
        self.axes = axes
        self.middles = middles
        var starts = [Int](repeating: 0, count: middles.count + 1)
        for group in groups { starts[group + 1] += 1 }
        for group in 0..<middles.count { starts[group + 1] += starts[group] }
        self.starts = starts
        var next = starts
        var order = [Int](repeating: 0, count: codes.count)
        for (prototype, group) in groups.enumerated() {
            order[next[group]] = prototype
            next[group] += 1
        }
        prototypes = order
        var rows = PackedRows(shape: codes.shape, tailStep: codes.tailStep)
        for prototype in order { rows.append(prototype, of: codes) }
        self.rows = rows
    }
}
