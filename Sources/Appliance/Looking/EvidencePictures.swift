internal import Foundation
package import Imaging
package import Logging
package import Retail

/// Pictures of slots that deviate, in a folder: the slot alone, so that nobody who passes by is kept.
///
/// What somebody stands before is not observed and opens nothing, so nobody is in front of the slot either.
package struct EvidencePictures: Sendable {
    /// The oldest goes when there are more: some 30 MB.
    private static let most = 1000
    private static let quality = 85

    private let folder: String
    private let logger: Logger
    /// Whether the last picture could not be kept: that is said once.
    private var isFailing = false

    /// `folder` must exist.
    package init(folder: String, logger: Logger) {
        self.folder = folder
        self.logger = logger
    }

    /// Keeps what `pixels` show under `slot`; answers the file's name, or `nil` if it can't be kept.
    ///
    /// An alert without its picture is better than none.
    package mutating func keep(
        _ slot: PixelRect, of pixels: FramePixels, masks: CameraMasks, as id: String
    ) -> String? {
        let whole = PixelRect(
            x: 0, y: 0, width: Double(pixels.size.width), height: Double(pixels.size.height))
        let seen = slot.intersection(whole)
        guard seen.width >= 1, seen.height >= 1 else { return nil }
        let name = "\(id).jpg"
        do {
            let size = PixelSize(width: Int(seen.width.rounded()), height: Int(seen.height.rounded()))
            var picture = try pixels.parts(under: [seen]).cropped(seen, to: size)
            masks.blacken(&picture, of: pixels.size, showing: seen)
            let bytes = try JPEG.encode(picture, quality: Self.quality)
            try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"), options: .atomic)
            try removeOldest()
            isFailing = false
            return name
        } catch {
            if !isFailing {
                logger.warning(
                    "alerts go without pictures", metadata: ["folder": "\(folder)", "cause": "\(error)"])
            }
            isFailing = true
            return nil
        }
    }

    private func removeOldest() throws {
        let files = try FileManager.default.contentsOfDirectory(
            at: URL(fileURLWithPath: folder), includingPropertiesForKeys: [.contentModificationDateKey]
        ).filter { $0.pathExtension == "jpg" }
        guard files.count > Self.most else { return }
        let dated = try files.map { file in
            (file: file, date: try file.resourceValues(forKeys: [.contentModificationDateKey]))
        }
        let oldest = dated.sorted {
            ($0.date.contentModificationDate ?? .distantPast)
                < ($1.date.contentModificationDate ?? .distantPast)
        }
        for old in oldest.prefix(files.count - Self.most) { try FileManager.default.removeItem(at: old.file) }
    }
}
