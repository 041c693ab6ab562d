import Foundation
import Imaging
import Retail
import Synthesis
import TestSupport
import Testing

@Suite struct MaskTests {
    private struct Reading: Decodable {
        let id: Int
        let area: Int
        let box: [Double]
    }

    @Test func `masks are what pycocotools reads, and lie in their boxes`() throws {
        let renderer = Renderer(fonts: try FontBook())
        let maker = SceneMaker(size: PixelSize(width: 320, height: 320))
        var coco = COCO()
        for seed in 1...3 as ClosedRange<UInt64> {
            let scene = maker.scene(seed: seed)
            var models = PackageModels()
            coco.add(
                renderer.render(scene, models: &models, masks: true), of: scene, imageID: Int(seed),
                fileName: "\(seed).jpg")
        }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("masks-\(getpid()).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try JSONEncoder().encode(coco).write(to: file)
        let printed = try PythonScript("mask_reference.py").run([file.path])
        let readings = try JSONDecoder().decode([Reading].self, from: Data(printed.utf8))
        let notes = Dictionary(uniqueKeysWithValues: coco.annotations.map { ($0.id, $0) })
        #expect(readings.count > 60)
        for reading in readings {
            let note = try #require(notes[reading.id])
            #expect(Double(reading.area) == note.area)
            guard reading.area > 0 else { continue }
            // Boxes are exact to half a pixel, masks are whole pixels.
            #expect(reading.box[0] >= note.bbox[0] - 1 && reading.box[1] >= note.bbox[1] - 1)
            #expect(reading.box[0] + reading.box[2] <= note.bbox[0] + note.bbox[2] + 1)
            #expect(reading.box[1] + reading.box[3] <= note.bbox[1] + note.bbox[3] + 1)
            #expect(Double(reading.area) <= note.bbox[2] * note.bbox[3] + note.bbox[2] + note.bbox[3] + 1)
        }
    }

    @Test func `a stretch that goes on in the next column is one run`() {
        let whole = RunLengthMask(width: 3, height: 2, columns: 0..<3, rows: 0..<2) { _, _ in true }
        #expect(whole.area == 6)
        #expect(whole.counts == "06")
        let none = RunLengthMask(width: 3, height: 2, columns: 0..<3, rows: 0..<2) { _, _ in false }
        #expect(none.counts == "6")
    }
}
