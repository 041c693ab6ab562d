internal import Foundation
internal import Imaging
internal import Recognition
internal import Retail

/// A folder with pictures of SKUs: `GTIN.jpg`, and further views as `GTIN-2.jpg`, `GTIN-3.jpg` and so on.
struct ReferencePictures: Sendable {
    private let folder: String

    /// Throws if there is no such folder: one message instead of one for each SKU.
    init(folder: String) throws(ImagingError) {
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
            isFolder.boolValue
        else {
            throw .unreadable(path: folder, reason: "no such folder")
        }
        self.folder = folder
    }

    /// Where the pictures of a SKU are; none if it has none.
    func paths(of gtin: GTIN) -> [String] {
        var paths: [String] = []
        while true {
            let path = "\(folder)/\(gtin)\(paths.isEmpty ? "" : "-\(paths.count + 1)").jpg"
            guard FileManager.default.fileExists(atPath: path) else { return paths }
            paths.append(path)
        }
    }

    /// Why a SKU can't be recognised by its pictures; `nil` if it can.
    func fault(of gtin: GTIN) -> String? {
        let paths = paths(of: gtin)
        let most = CatalogueDraft.mostPrototypes
        guard !paths.isEmpty else { return "no picture \(folder)/\(gtin).jpg" }
        guard paths.count <= most else {
            return "GTIN \(gtin): \(paths.count) pictures; at most \(most) can be used"
        }
        for path in paths {
            do {
                _ = try JPEG.read(path: path)
            } catch {
                return "\(error)"
            }
        }
        return nil
    }

    /// The first picture of a SKU; `nil` if it has none.
    func first(of gtin: GTIN) throws -> RGBImage? {
        try paths(of: gtin).first.map { try JPEG.read(path: $0) }
    }
}
