internal import ArgumentParser

/// The command line: one file per subcommand.
@main
struct Gondola: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gondola",
        abstract:
            "Watches supermarket shelves and reports over MQTT where they differ from their planograms.",
        version: Version.current,
        subcommands: [
            RunCommand.self, CheckConfigCommand.self, DoctorCommand.self, DiagnoseCommand.self,
            FiguresCommand.self, DetectCommand.self,
            EvaluateCommand.self,
            JudgeCommand.self,
            ModelCommand.self, BenchCommand.self,
            CatalogueCommand.self, PlanogramCommand.self, ZoneCommand.self, SynthCommand.self,
            CaptureCommand.self,
            CamerasCommand.self, RecordCommand.self, DecodeBenchCommand.self,
        ])
}
