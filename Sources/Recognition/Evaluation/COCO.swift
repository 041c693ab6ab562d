internal import Foundation
package import Retail

/// A labelled data set in COCO's JSON form: the parts that detection needs.
package struct COCODataset: Sendable, Codable {
    package struct Image: Sendable, Codable {
        package let id: Int
        package let fileName: String
        package let width: Int
        package let height: Int

        enum CodingKeys: String, CodingKey {
            case id, width, height
            case fileName = "file_name"
        }
    }

    package struct Category: Sendable, Codable {
        package let id: Int
        package let name: String
    }

    package struct Annotation: Sendable, Codable {
        package let imageID: Int
        package let categoryID: Int
        /// x, y, width, height in pixels.
        package let bbox: [Double]
        /// 1 marks a region where nothing is counted.
        package let isCrowd: Int?
        /// The SKU, in data sets that the project renders.
        package let gtin: String?
        /// Width and height on the shelf's front plane, in data sets that the project renders.
        package let measuredMM: [Double]?
        /// How much of the object is seen, 0...1, in data sets that the project renders.
        package let visibleShare: Double?

        enum CodingKeys: String, CodingKey {
            case bbox, gtin
            case imageID = "image_id"
            case categoryID = "category_id"
            case isCrowd = "iscrowd"
            case measuredMM = "measured_mm"
            case visibleShare = "visible_share"
        }

        package var box: PixelRect { PixelRect(x: bbox[0], y: bbox[1], width: bbox[2], height: bbox[3]) }
    }

    package let images: [Image]
    package let annotations: [Annotation]
    package let categories: [Category]

    /// Reads the file at `path`; says where it is not what it should be.
    package static func read(path: String) throws(RecognitionError) -> COCODataset {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .unreadable(path: path, reason: "no such file, or it may not be read")
        }
        let dataset: COCODataset
        do {
            dataset = try JSONDecoder().decode(COCODataset.self, from: data)
        } catch DecodingError.keyNotFound(let key, let context) {
            let place = (context.codingPath + [key]).map(\.stringValue).joined(separator: ".")
            throw .unreadable(path: path, reason: "\(place) is missing: is this COCO JSON?")
        } catch DecodingError.typeMismatch(_, let context) {
            let place = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw .unreadable(path: path, reason: "\(place): \(context.debugDescription)")
        } catch {
            throw .unreadable(path: path, reason: "no valid JSON")
        }
        if let bad = dataset.annotations.firstIndex(where: {
            $0.bbox.count != 4 || !$0.bbox.allSatisfy(\.isFinite)
        }) {
            throw .unreadable(path: path, reason: "annotations[\(bad)].bbox: four numbers are expected")
        }
        return dataset
    }
}

/// One line of COCO's results form.
package struct COCOResult: Sendable, Codable {
    package let imageID: Int
    package let categoryID: Int
    package let bbox: [Double]
    package let score: Double

    package init(imageID: Int, detection: Detection) {
        self.imageID = imageID
        categoryID = detection.objectClass.rawValue + 1
        let box = detection.box
        bbox = [box.x, box.y, box.width, box.height].map { ($0 * 100).rounded() / 100 }
        score = (detection.score * 10000).rounded() / 10000
    }

    enum CodingKeys: String, CodingKey {
        case bbox, score
        case imageID = "image_id"
        case categoryID = "category_id"
    }
}
