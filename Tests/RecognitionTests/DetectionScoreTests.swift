import Foundation
import Recognition
import Retail
import TestSupport
import Testing

struct DetectionScoreTests {
    private static func random(seed: UInt64) -> [DetectionScore.Sample] {
        var generator = SeededGenerator(seed: seed)
        func box() -> PixelRect {
            PixelRect(
                x: .random(in: 0...300, using: &generator), y: .random(in: 0...300, using: &generator),
                width: .random(in: 20...90, using: &generator),
                height: .random(in: 20...90, using: &generator))
        }
        return (0..<6).map { _ in
            let objects = (0..<12).map { _ in box() }
            var detections = objects.map { object in
                var moved = object
                moved.x += .random(in: -12...12, using: &generator)
                moved.width *= .random(in: 0.8...1.2, using: &generator)
                return Detection(
                    box: moved, objectClass: .product, score: .random(in: 0...1, using: &generator))
            }
            detections += (0..<6).map { _ in
                Detection(box: box(), objectClass: .product, score: .random(in: 0...1, using: &generator))
            }
            return DetectionScore.Sample(objects: objects, ignored: [box()], detections: detections)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `the figures are those of pycocotools`(seed: UInt64) throws {
        let samples = DetectionScoreTests.random(seed: seed)
        var annotations: [[String: Any]] = []
        var results: [[String: Any]] = []
        for (index, sample) in samples.enumerated() {
            for (box, isCrowd) in sample.objects.map({ ($0, 0) }) + sample.ignored.map({ ($0, 1) }) {
                annotations.append([
                    "id": annotations.count + 1, "image_id": index + 1, "category_id": 1, "iscrowd": isCrowd,
                    "bbox": [box.x, box.y, box.width, box.height], "area": box.area,
                ])
            }
            for detection in sample.detections {
                let box = detection.box
                results.append([
                    "image_id": index + 1, "category_id": 1, "score": detection.score,
                    "bbox": [box.x, box.y, box.width, box.height],
                ])
            }
        }
        let truth: [String: Any] = [
            "images": samples.indices.map {
                ["id": $0 + 1, "width": 400, "height": 400, "file_name": "\($0).jpg"]
            },
            "categories": [["id": 1, "name": "product"]], "annotations": annotations,
        ]
        let folder = try TemporaryFolder()
        try JSONSerialization.data(withJSONObject: truth).write(to: folder.url("truth.json"))
        try JSONSerialization.data(withJSONObject: results).write(to: folder.url("results.json"))
        let printed = try PythonScript("coco_reference.py").run([
            folder.path("truth.json"), folder.path("results.json"),
        ])
        let figures = try #require(
            try JSONSerialization.jsonObject(with: Data(printed.utf8)) as? [String: Double])
        let score = try #require(DetectionScore(samples))
        #expect(abs(score.ap - figures["ap", default: -1]) < 1e-6)
        #expect(abs(score.ap50 - figures["ap50", default: -1]) < 1e-6)
        #expect(abs(score.ap75 - figures["ap75", default: -1]) < 1e-6)
        #expect(abs(score.averageRecall - figures["ar", default: -1]) < 1e-6)
    }

    @Test func `the truth itself scores one`() throws {
        let samples = DetectionScoreTests.random(seed: 4).map { sample in
            var perfect = sample
            perfect.detections = sample.objects.map { Detection(box: $0, objectClass: .product, score: 0.9) }
            return perfect
        }
        let score = try #require(DetectionScore(samples))
        #expect(score.ap == 1 && score.recall50 == 1)
    }

    @Test func `no objects give no score`() {
        #expect(DetectionScore([DetectionScore.Sample(objects: [], ignored: [], detections: [])]) == nil)
    }
}
