import Foundation
import Recognition
import Retail
import TestSupport
import Testing

struct DetectionEvaluationTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `the figures are those of pycocotools`(seed: UInt64) throws {
        let labels = try RandomLabels(seed: seed)
        let folder = try TemporaryFolder()
        try labels.truth.write(to: folder.url("truth.json"))
        try labels.results.write(to: folder.url("results.json"))
        let printed = try PythonScript("coco_reference.py").run([
            folder.path("truth.json"), folder.path("results.json"),
        ])
        let expected = try #require(
            try JSONSerialization.jsonObject(with: Data(printed.utf8)) as? [String: Double])
        let evaluation = try labels.evaluation()
        let scores = evaluation.labelledClasses.map { ($0.name + "_", evaluation.score(of: $0)) }
        var found: [String: Double] = [:]
        for (prefix, score) in scores + [("", DetectionScore(mean: scores.compactMap(\.1)))] {
            guard let score else { continue }
            found["\(prefix)ap"] = score.ap
            found["\(prefix)ap50"] = score.ap50
            found["\(prefix)ap75"] = score.ap75
            found["\(prefix)ar300"] = score.averageRecall
        }
        #expect(found.keys.sorted() == expected.keys.sorted() && found.count == 16)
        for (name, figure) in expected {
            #expect(abs(found[name, default: -1] - figure) < 1e-6, "\(name): \(figure)")
            #expect((0.01...0.99).contains(figure), "\(name): \(figure) proves little")
        }
    }

    @Test func `categories of other names are left out and told`() throws {
        let evaluation = try RandomLabels(seed: 1).evaluation()
        #expect(evaluation.labelledClasses == ObjectClass.allCases)
        #expect(evaluation.dataset.unknownCategories.map(\.name) == ["void"])
    }

    @Test func `each picture's hits, misses and false detections add up`() throws {
        let evaluation = try RandomLabels(seed: 2).evaluation()
        for (place, outcome) in evaluation.outcomes(at: 0.4).enumerated() {
            let image = evaluation.dataset.images[place].id
            let objects = evaluation.dataset.annotations.count { $0.imageID == image && !$0.isCrowd }
            let found = evaluation.detections[place].count { $0.score >= 0.4 }
            #expect(outcome.hits.count + outcome.misses.count == objects)
            #expect(outcome.hits.count + outcome.wrong.count <= found)
            #expect((outcome.f1 == nil) == (image == RandomLabels.imageIDs[2]))
        }
    }
}
