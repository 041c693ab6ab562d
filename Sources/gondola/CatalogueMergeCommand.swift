internal import ArgumentParser
internal import Recognition

/// The subcommand `gondola catalogue merge`.
struct CatalogueMergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract:
            "Put a chain's catalogue and a store's own together; where both hold a SKU, the store's is taken.",
        discussion: "What the two do not agree on is told, one line each.")

    @Argument(help: "Compiled catalogue of the chain.")
    var master: String

    @Argument(help: "Compiled catalogue of the store.")
    var store: String

    @Option(help: "The compiled catalogue of both.")
    var out: String

    func run() throws {
        do {
            let update = try CatalogueUpdate(path: out)
            var draft = CatalogueDraft(try CompiledCatalogue(path: master))
            let own = CatalogueDraft(try CompiledCatalogue(path: store))
            let conflicts = try draft.merge(own)
            try update.commit(draft.data())
            for conflict in conflicts { print(conflict) }
            print(
                "\(own.count) SKUs taken from \(store); \(conflicts.count) conflicts; \(draft.count) SKUs in all"
            )
        } catch {
            throw Failure.exit(error)
        }
    }
}
