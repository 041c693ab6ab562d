internal import ArgumentParser

/// The subcommand `gondola zone`.
struct ZoneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zone", abstract: "Register cameras to bays.",
        subcommands: [ZoneProposeCommand.self])
}
