internal import ArgumentParser
internal import Foundation
internal import Imaging
internal import Recognition
internal import Retail
internal import Synthesis

/// The subcommand `gondola catalogue`.
struct CatalogueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue", abstract: "Work with the SKUs that can be named.",
        subcommands: [
            Build.self, CatalogueSearchCommand.self, CatalogueBenchCommand.self,
        ]
    )

    /// The subcommand `gondola catalogue build`.
    struct Build: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Compile a table of SKUs and one reference picture of each into the file that the daemon reads."
        )

        @Option(help: "Table of SKUs, a JSON list.")
        var table: String

        @Option(help: "Folder with GTIN.jpg for each SKU.")
        var pictures: String?

        @Flag(help: "Render a reference picture of each SKU instead.")
        var rendered = false

        @Option(help: "Embedder, an ONNX file.")
        var embedder = ModelFolder.path(of: "embedder.int8.onnx")

        @Option(help: "The compiled catalogue.")
        var out: String

        @Option(help: "Pictures read or rendered, and embedded, at the same time.")
        var threads = 2

        func validate() throws {
            guard (pictures == nil) == rendered else {
                throw ValidationError("give either --pictures FOLDER or --rendered")
            }
            guard (1...64).contains(threads) else { throw ValidationError("--threads must be 1 to 64") }
        }

        func run() async throws {
            do {
                let catalogue = try Catalogue(try SynthCatalogue.read(table))
                let references = try references(of: catalogue.entries)
                let embedder = try Embedder(path: embedder)
                var writer = CatalogueWriter(
                    catalogue, dimensions: embedder.dimensions, embedder: embedder.fingerprint)
                try await inOrder(0..<catalogue.count, threads: threads) { place in
                    try embedder.embed(reference: references(place))
                } receive: { place, prototype in
                    writer.append([prototype])
                    Progress.show("embedding", place, of: catalogue.count)
                }
                Progress.done()
                try writer.write(path: out)
            } catch {
                throw Failure.exit(error)
            }
        }

        /// What gives the reference picture of the SKU at a place of the table.
        private func references(of entries: [CatalogueEntry]) throws -> @Sendable (Int) throws -> RGBImage {
            if let pictures {
                return { try JPEG.read(path: "\(pictures)/\(entries[$0].gtin).jpg") }
            }
            let packshot = Packshot(renderer: Renderer(fonts: try FontBook()))
            return { packshot.picture(of: entries[$0]) }
        }
    }
}
