internal import ArgumentParser
internal import Foundation
internal import Imaging
internal import Recognition
internal import Retail

/// The subcommand `gondola catalogue`.
struct CatalogueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue", abstract: "Work with the SKUs that can be named.", subcommands: [Build.self]
    )

    /// The subcommand `gondola catalogue build`.
    struct Build: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Compile a table of SKUs and one reference picture of each into the file that the daemon reads."
        )

        @Option(help: "Table of SKUs, a JSON list.")
        var table: String

        @Option(help: "Folder with GTIN.jpg for each SKU.")
        var pictures: String

        @Option(help: "Embedder, an ONNX file.")
        var embedder = ModelFolder.path(of: "embedder.int8.onnx")

        @Option(help: "The compiled catalogue.")
        var out: String

        func run() throws {
            do {
                let catalogue = try read()
                let embedder = try Embedder(path: embedder)
                var prototypes: [Float] = []
                for (index, entry) in catalogue.entries.enumerated() {
                    Progress.show("embedding", index, of: catalogue.entries.count)
                    let picture = try JPEG.read(path: "\(pictures)/\(entry.gtin).jpg")
                    prototypes += try embedder.embed(reference: picture)
                }
                Progress.done()
                let index = ProductIndex(
                    catalogue: catalogue, dimensions: embedder.dimensions, prototypes: prototypes)
                try ProductIndexFile.write(index, path: out)
            } catch {
                throw Failure.exit(error)
            }
        }

        private func read() throws -> Catalogue {
            guard let data = FileManager.default.contents(atPath: table) else {
                throw RecognitionError.unreadable(path: table, reason: "no such file, or it may not be read")
            }
            do {
                return try Catalogue(try JSONDecoder().decode([CatalogueEntry].self, from: data))
            } catch DecodingError.dataCorrupted(let context) {
                let place = context.codingPath.map(\.stringValue).joined(separator: ".")
                throw RecognitionError.unreadable(
                    path: table, reason: "\(place): \(context.debugDescription)")
            } catch {
                throw RecognitionError.unreadable(path: table, reason: "\(error)")
            }
        }
    }
}
