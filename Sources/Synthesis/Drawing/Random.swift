import Foundation

/// A small, fast generator whose sequence depends on its seed alone, on every machine.
///
/// It is SplitMix64 (Steele, Lea, Flood 2014). Independent streams come from `Random(seed, stream…)`.
package struct Random: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A stream of its own for each list of numbers.
    package init(_ seed: UInt64, _ stream: UInt64...) {
        var state = Random.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
        for number in stream { state = Random.mix(state ^ (number &* 0xD6E8_FEB8_6659_FD93 &+ 0x9E37_79B9)) }
        self.state = state
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Random.mix(state)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 ..< 1.
    mutating func unit() -> Float { Float(next() >> 40) * (1 / 16_777_216) }

    mutating func uniform(_ range: ClosedRange<Float>) -> Float {
        range.lowerBound + unit() * (range.upperBound - range.lowerBound)
    }

    mutating func whole(_ range: ClosedRange<Int>) -> Int {
        let count = UInt64(range.upperBound - range.lowerBound + 1)
        return range.lowerBound + Int(((next() >> 32) * count) >> 32)
    }

    /// Whether something happens that happens with this probability.
    mutating func chance(_ probability: Float) -> Bool { unit() < probability }

    /// The first number of this stream, 0 ..< 1, leaving the stream as it is.
    var unitValue: Float {
        var copy = self
        return copy.unit()
    }

    /// One of `choices`, which is not empty.
    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[whole(0...choices.count - 1)] }

    /// Normally distributed with mean 0 and deviation 1, cut off at 3.5 (sum of uniform numbers).
    mutating func normal() -> Float {
        var sum: Float = 0
        for _ in 0..<6 { sum += unit() }
        return max(-3.5, min(3.5, (sum - 3) * 1.414_213_5))
    }
}

/// A hash of text that is the same in every process (FNV-1a), unlike the standard library's.
func stableHash(_ parts: [String]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for part in parts {
        for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ 0x1F) &* 0x100_0000_01B3
    }
    return hash
}
