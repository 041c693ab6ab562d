internal import ArgumentParser
internal import Foundation
internal import Imaging
internal import Recognition
internal import Retail

/// The subcommand `gondola catalogue enroll`.
struct CatalogueEnrollCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "Add pictures of a SKU to a catalogue, and the SKU if it is new. Nothing is trained.",
        discussion: """
            A new SKU needs its names and its size, from options or from its row of a table. A running daemon names \
            it some seconds later.
            """)

    @Argument(help: "Compiled catalogue.")
    var catalogue: String

    @Argument(help: "Key of the SKU.")
    var gtin: String

    @Argument(help: "JPEG pictures of it, tightly cut: one for each side that stands to the front.")
    var pictures: [String]

    @OptionGroup var entryOptions: EntryOptions

    @Option(help: "Table with the SKU's row, CSV or JSON.")
    var table: String?

    @OptionGroup var tableOptions: TableOptions

    @Flag(help: "Forget the pictures that the SKU had: its package has changed.")
    var replace = false

    @Option(help: "Embedder that the catalogue was compiled with, an ONNX file.")
    var embedder = ModelFolder.path(of: "embedder.int8.onnx")

    /// Other SKUs that are as similar as this may be the same by mistake.
    private static let suspicious: Float = 0.98

    func validate() throws {
        guard table == nil || entryOptions.isEmpty else {
            throw ValidationError("names and size come from --table or from their options, not from both")
        }
    }

    func run() throws {
        do {
            let gtin = try GTIN(gtin)
            let pictures = try pictures.map { try JPEG.read(path: $0) }
            let update = try CatalogueUpdate(path: catalogue)
            let compiled = try CompiledCatalogue(path: catalogue)
            let embedder = try Embedder(path: embedder)
            try compiled.check(embedder, path: catalogue)
            var draft = CatalogueDraft(compiled)
            let known = compiled[gtin]
            let entry = try entry(of: gtin, known: known)
            let prototypes = try pictures.map(embedder.embed(reference:))
            if replace, known != nil { try draft.removePrototypes(of: gtin) }
            try draft.enroll(entry, prototypes: prototypes)
            try update.commit(draft.data())
            print(
                "\(gtin) \(known == nil ? "added" : "changed"): \(entry.path); the catalogue holds \(draft.count) SKUs"
            )
            try warn(of: prototypes, beside: compiled, except: gtin)
        } catch {
            throw Failure.exit(error)
        }
    }

    private func entry(of gtin: GTIN, known: CatalogueEntry?) throws -> CatalogueEntry {
        if let table {
            let read = try tableOptions.read(table)
            if let entry = read.entries.first(where: { $0.gtin == gtin }) { return entry }
            throw TableError(
                path: table,
                problems: [TableProblem(row: nil, reason: "GTIN \(gtin) is in no row that can be used")]
                    + read.problems)
        }
        guard let entry = entryOptions.entry(of: gtin, known: known) else {
            throw ValidationError(
                "GTIN \(gtin) is not in the catalogue: give --department, --category, --brand, --name and --size, "
                    + "or --table with its row")
        }
        return entry
    }

    /// Tells which other SKUs look the same: a picture may have been mistaken.
    private func warn(of prototypes: [[Float]], beside compiled: CompiledCatalogue, except gtin: GTIN) throws
    {
        for candidate in try PrototypeSearch(compiled).candidates(for: prototypes).compactMap(\.first)
        where candidate.similarity > Self.suspicious {
            let other = compiled.entry(at: candidate.sku)
            guard other.gtin != gtin else { continue }
            let text =
                "gondola: it looks like \(other.gtin) (\(other.path)), similarity "
                + "\(min(1, Double(candidate.similarity)).threeDecimals): check the picture\n"
            FileHandle.standardError.write(Data(text.utf8))
        }
    }
}
