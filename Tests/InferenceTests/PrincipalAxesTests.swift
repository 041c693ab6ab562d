import Inference
import TestSupport
import Testing

struct PrincipalAxesTests {
    @Test func `axes are orthogonal, the first along the longest spread, and cosines stay cosines`() {
        var random = SeededGenerator(seed: 1)
        // Spread along the second number ten times as far as along the others.
        let directions = (0..<500).flatMap { _ in
            [1, 10, 1, 1].map { (width: Float) in Float.random(in: -width...width, using: &random) }
        }
        let axes = PrincipalAxes.of(directions, dimensions: 4)
        for left in 0..<4 {
            for right in 0..<4 {
                let product = (0..<4).reduce(Float(0)) { $0 + axes[left * 4 + $1] * axes[right * 4 + $1] }
                #expect(abs(product - (left == right ? 1 : 0)) < 1e-5)
            }
        }
        #expect(abs(axes[1]) > 0.99)
        let turned = PrincipalAxes.turned(directions, axes: axes, dimensions: 4)
        for row in stride(from: 0, to: 80, by: 4) {
            let before = (0..<4).reduce(Float(0)) { $0 + directions[$1] * directions[row + $1] }
            let after = (0..<4).reduce(Float(0)) { $0 + turned[$1] * turned[row + $1] }
            #expect(abs(before - after) < 1e-3)
        }
    }

    @Test func `without directions the axes are those there were`() {
        #expect(PrincipalAxes.of([], dimensions: 2) == [1, 0, 0, 1])
    }

    @Test func `groups hold what looks alike`() {
        var random = SeededGenerator(seed: 2)
        // Four bundles about the four axes.
        let truth = (0..<400).map { _ in Int.random(in: 0..<4, using: &random) }
        let directions = truth.flatMap { bundle in
            (0..<4).map { ($0 == bundle ? 1 : 0) + Float.random(in: -0.1...0.1, using: &random) }
        }
        let groups = LookAlikeGroups(directions, dimensions: 4, number: 12)
        for group in 0..<12 {
            let bundles = Set(zip(truth, groups.groups).filter { $0.1 == group }.map(\.0))
            #expect(bundles.count <= 1)
        }
        let again = LookAlikeGroups(middles: groups.middles, of: directions, dimensions: 4)
        #expect(again.groups == groups.groups)
    }
}
