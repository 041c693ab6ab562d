import ArgumentParser
import Foundation
import Imaging
import Retail
import Synthesis

/// Renders a reference picture of each SKU.
struct SynthPackshots: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "packshots", abstract: "Render a reference picture GTIN.jpg of each SKU of a catalogue.",
        discussion: "Pictures that exist already are kept.")

    @Option(help: "A catalogue as `synth catalogue` writes it.") var catalogue: String
    @Option(help: "Folder for the pictures.") var out: String
    @Option(help: "Height of the packages in pixels.") var height = 256
    @Option(help: "Pictures rendered at the same time.") var threads = 2

    func run() async throws {
        try ResultFile.makeFolder(out)
        let entries = try TableOptions.entries(catalogue)
        let packshot = Packshot(renderer: Renderer(fonts: try FontBook()))
        var progress = SynthProgress(total: entries.count, what: "pictures")
        let (out, height) = (out, height)
        try await inOrder(0..<entries.count, threads: threads) { number in
            let path = "\(out)/\(entries[number].gtin).jpg"
            guard !FileManager.default.fileExists(atPath: path) else { return }
            try JPEG.write(packshot.picture(of: entries[number], pixelsHigh: height), path: path, quality: 92)
        } receive: { _, _ in
            progress.advance()
        }
        progress.finish()
    }
}
