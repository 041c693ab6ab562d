internal import ArgumentParser

/// The subcommand `gondola model`.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Work with networks.",
        subcommands: [QuantizeCommand.self, InspectCommand.self])
}
