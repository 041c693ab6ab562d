import Recognition
import Retail
import Testing

struct DetectionScoreTests {
    private static let boxes = (0..<20).map { PixelRect(x: Double($0) * 50, y: 0, width: 40, height: 40) }

    private static func found(_ boxes: [PixelRect]) -> [Detection] {
        boxes.map { Detection(box: $0, objectClass: .product, score: 0.9) }
    }

    @Test func `the truth itself scores one`() throws {
        let sample = DetectionScore.Sample(
            objects: Self.boxes, ignored: [], detections: Self.found(Self.boxes))
        let score = try #require(DetectionScore([sample]))
        #expect(score.ap == 1 && score.recall50 == 1 && score.averageRecall == 1)
    }

    @Test func `half the truth gives half the recall`() throws {
        let sample = DetectionScore.Sample(
            objects: Self.boxes, ignored: [], detections: Self.found(Array(Self.boxes.prefix(10))))
        let score = try #require(DetectionScore([sample]))
        #expect(score.recall50 == 0.5 && score.precisions50[50] == 1 && score.precisions50[51] == 0)
    }

    @Test func `no objects give no score`() {
        #expect(DetectionScore([DetectionScore.Sample(objects: [], ignored: [], detections: [])]) == nil)
    }
}
