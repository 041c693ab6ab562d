import Foundation
import Imaging
import TestSupport
import Testing

/// `gondola model quantize` with its accuracy gate, on the shipped detector and two rendered pictures.
struct QuantizeTests {
    private let folder: TemporaryFolder
    private let detector = PythonScript.root.appendingPathComponent("models/detector.onnx").path

    init() async throws {
        folder = try TemporaryFolder()
        let outcome = try await GondolaProcess.run([
            "synth", "scenes", "--seed", "5", "--count", "2", "--size", "640", "--out", folder.path("scenes"),
        ])
        try #require(outcome?.exitCode == 0)
    }

    @Test func `a detector that keeps its accuracy is written, with a figure for each layer`() async throws {
        let outcome = try #require(
            try await quantize(
                pictures: folder.path("scenes/images"), ["--json", folder.path("figures.json")]))
        #expect(outcome.exitCode == 0)
        #expect(outcome.output.contains("average precision: 0."))
        #expect(try Data(contentsOf: folder.url("out/detector.onnx")).count > 1_000_000)
        let figures = try JSONDecoder().decode(
            Figures.self, from: Data(contentsOf: folder.url("figures.json")))
        #expect(figures.int8_ap > figures.float_ap - 0.05)
        #expect(figures.layers.count == 65)
        #expect(figures.layers.allSatisfy { $0.snr_db > 20 && $0.precision == "int8" })
    }

    /// Ranges observed on a gray picture cut off nearly all that a shelf has.
    @Test func `a detector that loses accuracy is refused, and nothing is written`() async throws {
        try FileManager.default.createDirectory(at: folder.url("gray"), withIntermediateDirectories: true)
        try JPEG.write(
            RGBImage(width: 640, height: 640, gray: 128), path: folder.path("gray/gray.jpg"))
        let outcome = try #require(
            try await quantize(pictures: folder.path("gray"), ["--json", folder.path("figures.json")]))
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.contains("detector.onnx is not written: average precision falls from 0."))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("out")).isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder.path("figures.json")))
    }

    private func quantize(
        pictures: String, _ more: [String]
    ) async throws -> GondolaProcess.Outcome? {
        try FileManager.default.createDirectory(at: folder.url("out"), withIntermediateDirectories: true)
        return try await GondolaProcess.run(
            [
                "model", "quantize", detector, "--pictures", pictures, "--out",
                folder.path("out/detector.onnx"),
                "--gate-coco", folder.path("scenes/annotations.json"),
                "--gate-images", folder.path("scenes/images"), "--limit", "0.05",
            ] + more)
    }

    private struct Figures: Decodable {
        struct Layer: Decodable {
            let snr_db: Double
            let precision: String
        }

        let float_ap: Double
        let int8_ap: Double
        let layers: [Layer]
    }
}
