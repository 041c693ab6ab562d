import Foundation
import Recognition
import Retail
import TestSupport
import Testing

struct COCODatasetTests {
    private static let valid = """
        {"images": [{"id": 7, "file_name": "b.jpg", "width": 64, "height": 48}, {"id": 2, "file_name": "a.jpg"}],
         "categories": [{"id": 12, "name": "product"}],
         "annotations": [{"id": 1, "image_id": 7, "category_id": 12, "bbox": [1, 2.5, 30, 20], "iscrowd": 0,
                          "gtin": "00200006000008", "measured_mm": [60, 120], "visible_share": 0.5}]}
        """

    private static func read(_ text: String) throws -> COCODataset {
        try COCODataset.parse([UInt8](text.utf8), path: "labels.json")
    }

    @Test func `a small file is read, pictures in the order of their ids`() throws {
        let dataset = try Self.read(Self.valid)
        #expect(dataset.images.map(\.id) == [2, 7])
        #expect(dataset.images[0].size == nil && dataset.images[1].size?.width == 64)
        #expect(dataset.annotations[0].gtin?.description == "00200006000008")
    }

    @Test(arguments: [
        ("\"image_id\": 7", "\"image_id\": 8", "annotations[0].image_id: there is no image 8"),
        ("\"category_id\": 12", "\"category_id\": 1", "annotations[0].category_id: there is no category 1"),
        ("30, 20]", "-30, 20]", "annotations[0].bbox: [1.0, 2.5, -30.0, 20.0]: expected x, y"),
        ("30, 20]", "30]", "annotations[0].bbox: [1.0, 2.5, 30.0]: expected x, y"),
        ("30, 20]", "NaN, 20]", "no valid JSON"),
        ("30, 20]", "1e300, 20]", "annotations[0].bbox: ["),
        ("30, 20]", "\"30\", 20]", "annotations[0].bbox[2]: Expected to decode Double"),
        ("00200006000008", "00200006000009", "annotations[0].gtin: GTIN 00200006000009 has a wrong"),
        ("\"id\": 2", "\"id\": 7", "images[1].id: 7 is given twice"),
        ("[60, 120]", "[60]", "annotations[0].measured_mm: [60.0]: expected width and height"),
        ("\"visible_share\": 0.5", "\"visible_share\": -5", "annotations[0].visible_share: -5.0: expected"),
        ("\"file_name\": \"b.jpg\"", "\"file\": \"b.jpg\"", "images[0].file_name is missing"),
        ("\"annotations\":", "\"labels\":", "annotations is missing: is this COCO JSON?"),
        ("{\"images\":", "\"images\":", "no valid JSON"),
    ])
    func `what does not fit is named with its place`(old: String, new: String, message: String) {
        let text = Self.valid.replacingOccurrences(of: old, with: new)
        #expect(text != Self.valid)
        do {
            _ = try Self.read(text)
            Issue.record("\(new) was accepted")
        } catch {
            let said = "\(error)"
            #expect(said.hasPrefix("labels.json: cannot be read: \(message)"), "\(said)")
            #expect(!said.contains("\n"))
        }
    }

    @Test func `no change of a file's bytes makes the reader crash`() throws {
        var generator = SeededGenerator(seed: 9)
        let bytes = [UInt8](Self.valid.utf8)
        let ofJSON = Array("0123456789-[]{},:\"e".utf8)
        var accepted = 0
        for _ in 0..<3000 {
            var mutated = bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) where !mutated.isEmpty {
                let place = Int.random(in: 0..<mutated.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: mutated[place] = .random(in: 0...255, using: &generator)
                case 1: mutated[place] = ofJSON[.random(in: 0..<ofJSON.count, using: &generator)]
                case 2: mutated.remove(at: place)
                default: mutated.removeSubrange(place...)
                }
            }
            do {
                let dataset = try COCODataset.parse(mutated, path: "labels.json")
                let nothing = dataset.images.map { _ in [Detection]() }
                let evaluation = DetectionEvaluation(dataset: dataset, detections: nothing)
                for objectClass in evaluation.labelledClasses { _ = evaluation.score(of: objectClass) }
                accepted += 1
            } catch {
                #expect("\(error)".hasPrefix("labels.json: "))
            }
        }
        #expect((1..<3000).contains(accepted))
    }
}
