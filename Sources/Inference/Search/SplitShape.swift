/// How a direction is cut in two for the search.
///
/// In the directions' own principal axes, the first of which hold nearly all of their lengths, the head is what every
/// query is compared with. Its last number is the length of the tail: the products of heads, these lengths among them,
/// bound the cosine from above (Cauchy and Schwarz), and only where the bound is high are the tails looked at.
package struct SplitShape: Hashable, Sendable {
    /// Numbers of a direction: a multiple of 4.
    package let dimensions: Int

    package init(dimensions: Int) {
        precondition(dimensions >= 4 && dimensions % 4 == 0)
        self.dimensions = dimensions
    }

    /// Numbers of a direction that the head holds: about a quarter.
    ///
    /// With the length of the tail they fill groups of four.
    package var headNumbers: Int { min(dimensions - 1, (dimensions / 4 + 3) / 4 * 4 + 3) }

    package var tailNumbers: Int { dimensions - headNumbers }

    /// How heads lie in memory.
    package var heads: RowScan.Shape { RowScan.Shape(columns: headNumbers + 1) }

    /// Bytes that a kernel reads from where a tail begins.
    package var tailReach: Int { (tailNumbers + 63) / 64 * 64 }
}

/// A direction in bytes.
struct SplitCode {
    /// The numbers of the head and the length of the tail, in steps of `scale`.
    let head: [Int8]
    let scale: Float
    /// In steps that the caller knows.
    let tail: [Int8]

    /// `numbers` are in principal axes.
    ///
    /// `wholeScale` is what the scale must be a multiple of; nil takes any.
    init(_ numbers: ArraySlice<Float>, shape: SplitShape, tailStep: Float, wholeScale: Float? = nil) {
        let cut = numbers.startIndex + shape.headNumbers
        tail = numbers[cut...].map { Self.byte($0 / tailStep) }
        let length = tail.reduce(Float(0)) { $0 + Float($1) * Float($1) }.squareRoot() * tailStep
        let largest = numbers[..<cut].reduce(length) { max($0, abs($1)) }
        // A little more than the largest number needs, so that rounding cannot take the length below itself.
        var scale = max(largest * 1.001 / 127, .leastNormalMagnitude)
        if let wholeScale { scale = max(1, min(65_535, (scale / wholeScale).rounded(.up))) * wholeScale }
        self.scale = scale
        head = numbers[..<cut].map { Self.byte($0 / scale) } + [Self.byte((length / scale).rounded(.up))]
    }

    private static func byte(_ number: Float) -> Int8 {
        Int8(max(-127, min(127, number.rounded(.toNearestOrEven))))
    }
}
