internal import ArgumentParser

/// The subcommand `gondola catalogue`.
struct CatalogueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue", abstract: "Work with the SKUs that can be named.",
        subcommands: [
            CatalogueBuildCommand.self, CatalogueEnrollCommand.self, CatalogueRemoveCommand.self,
            CatalogueMergeCommand.self, CatalogueVerifyCommand.self, CatalogueShowCommand.self,
            CatalogueSimilarCommand.self, CatalogueSearchCommand.self, CatalogueBenchCommand.self,
            CatalogueFitCommand.self,
        ]
    )
}
