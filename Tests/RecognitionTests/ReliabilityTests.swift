import Recognition
import Testing

struct ReliabilityTests {
    @Test func `answers that are right as often as they say have no error`() {
        var reliability = Reliability()
        for answer in 0..<100 { reliability.add(probability: 0.75, isRight: answer < 75) }
        #expect(reliability.error < 1e-12 && reliability.answers == 100)
    }

    @Test func `the error is the distance of each bin, weighted by its answers`() {
        var reliability = Reliability()
        for answer in 0..<30 { reliability.add(probability: 0.9, isRight: answer < 15) }
        for answer in 0..<10 { reliability.add(probability: 0.1, isRight: answer < 5) }
        #expect(abs(reliability.error - (0.75 * 0.4 + 0.25 * 0.4)) < 1e-12)
    }

    @Test(arguments: [(0.0, 0), (1.0 / 15, 0), (0.067, 1), (14.0 / 15, 13), (0.94, 14), (1.0, 14)])
    func `a bin holds its upper bound`(probability: Double, bin: Int) {
        var reliability = Reliability()
        reliability.add(probability: probability, isRight: true)
        #expect(reliability.bins.map(\.answers).firstIndex(of: 1) == bin)
    }

    @Test func `nothing answered is no error`() { #expect(Reliability().error == 0) }
}
