import Recognition
import Retail
import Testing

struct DetectionProbabilityTests {
    private func probability(_ score: Double) -> Double {
        Detection(
            box: PixelRect(x: 0, y: 0, width: 10, height: 10), objectClass: .product, score: score
        ).probability
    }

    @Test func `probabilities rise with the score, and clear detections are nearly certain`() {
        let values = stride(from: 0.0, through: 1, by: 0.01).map(probability)
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
        #expect(values.allSatisfy { (0...1).contains($0) })
        #expect(abs(probability(0.35) - 0.5) < 1e-9)
        #expect(probability(0.75) > 0.97)
    }
}
