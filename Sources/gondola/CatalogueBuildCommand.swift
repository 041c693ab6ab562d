internal import ArgumentParser
internal import Foundation
internal import Imaging
internal import Recognition
internal import Retail
internal import Synthesis

/// The subcommand `gondola catalogue build`.
struct CatalogueBuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract:
            "Compile a table of SKUs and reference pictures of each into the file that the daemon reads.",
        discussion: """
            The table is CSV with a header, or a JSON list: GTIN, names, place in the tree, size, form \
            (docs/catalogue.md). All that is wrong with it is told with its row.
            """)

    @Option(help: "Table of SKUs, CSV or JSON.")
    var table: String

    @OptionGroup var tableOptions: TableOptions

    @Flag(help: "Leave out faulty rows and SKUs without usable pictures instead of refusing the table.")
    var skipFaulty = false

    @Option(help: "Folder with GTIN.jpg for each SKU, and GTIN-2.jpg and so on for further views.")
    var pictures: String?

    @Flag(help: "Render a reference picture of each SKU instead.")
    var rendered = false

    @Option(help: "Embedder, an ONNX file.")
    var embedder = ModelFolder.path(of: "embedder.int8.onnx")

    @Option(help: "The compiled catalogue; one that is there is replaced when the new one is whole.")
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
            let catalogue = try Catalogue(await usableEntries())
            let references = try references(of: catalogue.entries)
            let embedder = try Embedder(path: embedder)
            var writer = CatalogueWriter(
                catalogue, dimensions: embedder.dimensions, embedder: embedder.fingerprint)
            try await inOrder(0..<catalogue.count, threads: threads) { place in
                try references(place).map(embedder.embed(reference:))
            } receive: { place, prototypes in
                writer.append(prototypes)
                Progress.show("embedding", place, of: catalogue.count)
            }
            Progress.done()
            try writer.write(path: out)
        } catch {
            throw Failure.exit(error)
        }
    }

    /// The SKUs of the table that can be compiled; the others are told.
    ///
    /// Pictures are read here and once more to be embedded: who waits for minutes wants to know of a broken one before.
    private func usableEntries() async throws -> [CatalogueEntry] {
        let read = try tableOptions.read(table)
        var entries = read.entries
        var problems = read.problems
        if let pictures {
            let folder = try ReferencePictures(folder: pictures)
            let all = read.entries
            entries = []
            try await inOrder(0..<all.count, threads: threads) { place in
                folder.fault(of: all[place].gtin)
            } receive: { place, fault in
                Progress.show("checking pictures", place, of: all.count)
                guard let fault else { return entries.append(all[place]) }
                problems.append(TableProblem(row: nil, reason: fault))
            }
            Progress.done()
        }
        guard !problems.isEmpty else { return entries }
        let error = TableError(path: table, problems: problems)
        guard skipFaulty, !entries.isEmpty else { throw error }
        FileHandle.standardError.write(
            Data("gondola: left out \(problems.count):\n\(error)\n".utf8))
        return entries
    }

    /// What gives the reference pictures of the SKU at a place of the table.
    private func references(of entries: [CatalogueEntry]) throws -> @Sendable (Int) throws -> [RGBImage] {
        if let pictures {
            let folder = try ReferencePictures(folder: pictures)
            return { try folder.paths(of: entries[$0].gtin).map { try JPEG.read(path: $0) } }
        }
        let packshot = Packshot(renderer: Renderer(fonts: try FontBook()))
        return { [packshot.picture(of: entries[$0])] }
    }
}
