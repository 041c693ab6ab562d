import Foundation
import Recognition
import Retail
import TestSupport

/// A random COCO data set with all that makes scoring hard: crowd regions, equal scores, boxes that overlap equally,
/// empty pictures, unordered and arbitrary ids, a class without objects, a picture with more than 300 detections.
struct RandomLabels {
    /// Category ids of the data set, in the order of `ObjectClass.allCases`; one more has a name of its own.
    static let categoryIDs = [70, 3, 11, 200]
    static let imageIDs = [900, 4, 17, 250, 33, 8, 61]

    let truth: Data
    let results: Data
    /// In the order of `COCODataset.images`.
    let detections: [[Detection]]

    init(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        func box() -> PixelRect {
            PixelRect(
                x: Double(Int.random(in: 0...60, using: &generator)) * 5,
                y: Double(Int.random(in: 0...60, using: &generator)) * 5,
                width: Double(Int.random(in: 2...9, using: &generator)) * 10,
                height: Double(Int.random(in: 2...9, using: &generator)) * 10)
        }
        var annotations: [[String: Any]] = []
        var results: [[String: Any]] = []
        var detections: [Int: [Detection]] = [:]
        for (place, image) in Self.imageIDs.enumerated() where place != 2 {
            for (kind, objectClass) in ObjectClass.allCases.enumerated() {
                func note(_ box: PixelRect, isCrowd: Int) {
                    annotations.append([
                        "id": annotations.count + 1, "image_id": image, "category_id": Self.categoryIDs[kind],
                        "iscrowd": isCrowd, "bbox": [box.x, box.y, box.width, box.height], "area": box.area,
                    ])
                }
                func find(_ box: PixelRect) {
                    let score = Double(Int.random(in: 0...20, using: &generator)) / 20
                    detections[image, default: []].append(
                        Detection(box: box, objectClass: objectClass, score: score))
                    results.append([
                        "image_id": image, "category_id": Self.categoryIDs[kind], "score": score,
                        "bbox": [box.x, box.y, box.width, box.height],
                    ])
                }
                let objects = objectClass == .occluder || place == 4 ? [] : (0..<12).map { _ in box() }
                for object in objects { note(object, isCrowd: 0) }
                for _ in 0..<2 { note(box(), isCrowd: 1) }
                for object in objects where Int.random(in: 0..<5, using: &generator) > 0 {
                    var moved = object
                    moved.x += Double(Int.random(in: -2...2, using: &generator)) * 5
                    moved.width += Double(Int.random(in: -1...1, using: &generator)) * 5
                    find(moved)
                }
                for _ in 0..<(place == 0 ? 400 : 8) { find(box()) }
            }
        }
        let names = ObjectClass.allCases.map(\.name) + ["void"]
        truth = try JSONSerialization.data(withJSONObject: [
            "images": Self.imageIDs.map {
                ["id": $0, "width": 400, "height": 400, "file_name": "\($0).jpg"]
            },
            "categories": zip(Self.categoryIDs + [5], names).map { ["id": $0, "name": $1] },
            "annotations": annotations,
        ])
        self.results = try JSONSerialization.data(withJSONObject: results)
        self.detections = Self.imageIDs.sorted().map { detections[$0] ?? [] }
    }

    func evaluation() throws -> DetectionEvaluation {
        DetectionEvaluation(
            dataset: try COCODataset.parse([UInt8](truth), path: "truth.json"), detections: detections)
    }
}
