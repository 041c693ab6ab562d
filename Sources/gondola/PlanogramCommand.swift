internal import ArgumentParser

/// The subcommand `gondola planogram`.
struct PlanogramCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "planogram", abstract: "Import, check and draw planograms.",
        subcommands: [
            PlanogramImportCommand.self, PlanogramCheckCommand.self, PlanogramDrawCommand.self,
            PlanogramBenchCommand.self,
        ])
}
