import ArgumentParser

/// Makes synthetic shelves: pictures with labels, crops, pack shots, catalogues, stores.
struct SynthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synth", abstract: "Render synthetic shelves for training, tests and demonstrations.",
        subcommands: [
            SynthScenes.self, SynthCrops.self, SynthPackshots.self, SynthCatalogue.self, SynthStore.self,
        ])
}
