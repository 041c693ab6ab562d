import Appliance
import Foundation
import Imaging
import Logging
import Retail
import TestSupport
import Testing

struct EvidencePicturesTests {
    private let folder: TemporaryFolder
    private let slot = PixelRect(x: 60, y: 40, width: 50, height: 70)

    init() throws { folder = try TemporaryFolder() }

    /// A green slot in a red picture.
    private var pixels: FramePixels {
        var picture = RGBImage(width: 200, height: 150, gray: 0)
        picture.fill(
            PixelRect(x: 0, y: 0, width: 200, height: 150), color: RGBColor(red: 255, green: 0, blue: 0))
        picture.fill(slot, color: RGBColor(red: 0, green: 200, blue: 0))
        return FramePixels(picture)
    }

    @Test func `a picture shows the slot and nothing beside it`() throws {
        var evidence = EvidencePictures(folder: folder.root.path, logger: Logger(label: "test"))
        let kept = evidence.keep(slot, of: pixels, masks: CameraMasks([]), as: "p4.misplaced.1x.2y")
        let name = try #require(kept)
        #expect(name == "p4.misplaced.1x.2y.jpg")
        let picture = try JPEG.read(path: "\(folder.root.path)/\(name)")
        #expect(picture.width == 50 && picture.height == 70)
        let isRed = (0..<picture.width * picture.height).contains { picture.pixels[$0 * 3] > 60 }
        #expect(!isRed)
    }

    @Test func `the oldest pictures make room for new ones`() throws {
        for number in 0..<1002 {
            let path = "\(folder.root.path)/old-\(number).jpg"
            try Data().write(to: URL(fileURLWithPath: path))
            let date = Date(timeIntervalSince1970: Double(1000 + number))
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
        }
        var evidence = EvidencePictures(folder: folder.root.path, logger: Logger(label: "test"))
        _ = evidence.keep(slot, of: pixels, masks: CameraMasks([]), as: "new")
        let left = Set(try FileManager.default.contentsOfDirectory(atPath: folder.root.path))
        #expect(left.count == 1000)
        #expect(left.contains("new.jpg") && left.contains("old-3.jpg") && !left.contains("old-2.jpg"))
    }

    @Test func `an alert goes without its picture when that can't be kept`() {
        var evidence = EvidencePictures(folder: "\(folder.root.path)/nowhere", logger: Logger(label: "test"))
        let nowhere = evidence.keep(slot, of: pixels, masks: CameraMasks([]), as: "a")
        #expect(nowhere == nil)
        var other = EvidencePictures(folder: folder.root.path, logger: Logger(label: "test"))
        let beside = other.keep(
            PixelRect(x: 500, y: 0, width: 20, height: 20), of: pixels, masks: CameraMasks([]), as: "a")
        #expect(beside == nil)
    }
}
