internal import Foundation
internal import Retail

extension COCODataset {
    /// Reads the file at `path`; says where it is not what it should be.
    package static func read(path: String) throws(RecognitionError) -> COCODataset {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .unreadable(path: path, reason: "no such file, or it may not be read")
        }
        return try parse([UInt8](data), path: path)
    }

    /// Reads `bytes`, the content of the file at `path`, and checks that its parts fit each other.
    package static func parse(_ bytes: [UInt8], path: String) throws(RecognitionError) -> COCODataset {
        let file: COCOFile
        do {
            file = try JSONDecoder().decode(COCOFile.self, from: Data(bytes))
        } catch let error as DecodingError {
            throw .unreadable(path: path, reason: COCOFile.reason(error, in: bytes))
        } catch {
            throw .unreadable(path: path, reason: "no valid JSON")
        }
        if let problem = file.problem { throw .unreadable(path: path, reason: problem) }
        return file.dataset
    }
}

/// The file as it is written; nothing in it is believed yet.
private struct COCOFile: Decodable {
    struct Image: Decodable {
        let id: Int
        let fileName: String
        let width: Int?
        let height: Int?

        enum CodingKeys: String, CodingKey {
            case id, width, height
            case fileName = "file_name"
        }
    }

    struct Category: Decodable {
        let id: Int
        let name: String
    }

    struct Annotation: Decodable {
        let imageID: Int
        let categoryID: Int
        let bbox: [Double]
        let isCrowd: Int?
        let gtin: GTIN?
        let measuredMM: [Double]?
        let visibleShare: Double?

        enum CodingKeys: String, CodingKey {
            case bbox, gtin
            case imageID = "image_id"
            case categoryID = "category_id"
            case isCrowd = "iscrowd"
            case measuredMM = "measured_mm"
            case visibleShare = "visible_share"
        }
    }

    let images: [Image]
    let annotations: [Annotation]
    let categories: [Category]

    /// Further from the picture, or larger, than anything that a label can mean, in pixels.
    private static let farthest = 1e6

    /// The first thing that does not fit, with its place; `nil` if all fits.
    var problem: String? {
        var imageIDs: Set<Int> = []
        for (place, image) in images.enumerated() {
            guard imageIDs.insert(image.id).inserted else {
                return "images[\(place)].id: \(image.id) is given twice"
            }
            guard !image.fileName.isEmpty else { return "images[\(place)].file_name: is empty" }
        }
        var categoryIDs: Set<Int> = []
        for (place, category) in categories.enumerated() {
            guard categoryIDs.insert(category.id).inserted else {
                return "categories[\(place)].id: \(category.id) is given twice"
            }
        }
        for (place, note) in annotations.enumerated() {
            let here = "annotations[\(place)]"
            guard imageIDs.contains(note.imageID) else {
                return "\(here).image_id: there is no image \(note.imageID)"
            }
            guard categoryIDs.contains(note.categoryID) else {
                return "\(here).category_id: there is no category \(note.categoryID)"
            }
            guard note.bbox.count == 4, note.bbox.allSatisfy({ abs($0) <= Self.farthest }),
                note.bbox[2] >= 0, note.bbox[3] >= 0
            else {
                return """
                    \(here).bbox: \(note.bbox): expected x, y, width and height in pixels, the last two not negative
                    """
            }
            if let size = note.measuredMM {
                guard size.count == 2, size.allSatisfy({ $0 > 0 && $0 <= Self.farthest }) else {
                    return "\(here).measured_mm: \(size): expected width and height in millimetres"
                }
            }
            if let share = note.visibleShare, !(0...1).contains(share) {
                return "\(here).visible_share: \(share): expected a share from 0 to 1"
            }
        }
        return nil
    }

    var dataset: COCODataset {
        COCODataset(
            images: images.sorted { $0.id < $1.id }.map { image in
                let sides = [image.width, image.height].compactMap(\.self)
                return COCODataset.Image(
                    id: image.id, fileName: image.fileName,
                    size: sides.count == 2 ? PixelSize(width: sides[0], height: sides[1]) : nil)
            },
            annotations: annotations.map { note in
                COCODataset.Annotation(
                    imageID: note.imageID, categoryID: note.categoryID,
                    box: PixelRect(
                        x: note.bbox[0], y: note.bbox[1], width: note.bbox[2], height: note.bbox[3]),
                    isCrowd: note.isCrowd == 1, gtin: note.gtin,
                    measuredMM: note.measuredMM.map { ($0[0], $0[1]) }, visibleShare: note.visibleShare)
            },
            categories: categories.map { COCODataset.Category(id: $0.id, name: $0.name) })
    }

    /// What is wrong and where, in words.
    static func reason(_ error: DecodingError, in bytes: [UInt8]) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            return "\(place(context.codingPath + [key])) is missing: is this COCO JSON?"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return describe(context)
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty ? syntaxError(in: bytes) : describe(context)
        @unknown default:
            return "no valid JSON"
        }
    }

    private static func describe(_ context: DecodingError.Context) -> String {
        context.codingPath.isEmpty
            ? "\(context.debugDescription): is this COCO JSON?"
            : "\(place(context.codingPath)): \(context.debugDescription)"
    }

    /// The decoder does not tell where the text stops to be JSON; the older reader does.
    private static func syntaxError(in bytes: [UInt8]) -> String {
        do {
            _ = try JSONSerialization.jsonObject(with: Data(bytes))
            return "no valid JSON"
        } catch {
            let said = (error as NSError).userInfo["NSDebugDescription"] as? String
            return "no valid JSON: \(said ?? error.localizedDescription)"
        }
    }

    /// As one would write it: `annotations[3].bbox`.
    private static func place(_ path: [any CodingKey]) -> String {
        path.reduce("") { text, key in
            if let index = key.intValue { return "\(text)[\(index)]" }
            return text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)"
        }
    }
}
