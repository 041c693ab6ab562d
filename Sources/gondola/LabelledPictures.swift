internal import Foundation
internal import Imaging
internal import Recognition
internal import Retail

/// The pictures of a labelled data set, on disk.
struct LabelledPictures {
    private let folder: String

    /// Finds out that all pictures are there before long work begins on the first ones.
    init(folder: String, of dataset: COCODataset) throws {
        self.folder = folder
        for image in dataset.images where !FileManager.default.fileExists(atPath: path(of: image)) {
            throw ImagingError.unreadable(path: path(of: image), reason: "no such file")
        }
    }

    /// The picture, if it is as large as its labels believe.
    func read(_ image: COCODataset.Image) throws -> RGBImage {
        let picture = try JPEG.read(path: path(of: image))
        if let size = image.size, size.width != picture.width || size.height != picture.height {
            throw ImagingError.unreadable(
                path: path(of: image),
                reason: """
                    it has \(picture.width)x\(picture.height) pixels, its labels are for \(size.width)x\(size.height)
                    """)
        }
        return picture
    }

    private func path(of image: COCODataset.Image) -> String { "\(folder)/\(image.fileName)" }
}
