internal import ArgumentParser
internal import Recognition
internal import Retail

/// The subcommand `gondola catalogue remove`.
struct CatalogueRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take SKUs out of a catalogue.")

    @Argument(help: "Compiled catalogue.")
    var catalogue: String

    @Argument(help: "Keys of the SKUs; all of them must be there.")
    var gtins: [String]

    func run() throws {
        do {
            let gtins = try gtins.map { try GTIN($0) }
            let update = try CatalogueUpdate(path: catalogue)
            var draft = CatalogueDraft(try CompiledCatalogue(path: catalogue))
            for gtin in gtins { try draft.remove(gtin) }
            try update.commit(draft.data())
            print("\(gtins.count) removed; the catalogue holds \(draft.count) SKUs")
        } catch {
            throw Failure.exit(error)
        }
    }
}
