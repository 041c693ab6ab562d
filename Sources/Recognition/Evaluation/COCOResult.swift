internal import Retail

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
