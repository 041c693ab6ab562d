import ArgumentParser
import Foundation
import Retail
import Synthesis

/// Makes up a catalogue.
struct SynthCatalogue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue", abstract: "Make up a catalogue: a JSON list of SKUs in tree order.")

    @Option(help: "How many SKUs, at most 200,000.") var count: Int
    @Option(help: "Seed: the same number gives the same catalogue.") var seed: UInt64 = 1
    @Option(help: "The file to write.") var out: String

    func validate() throws {
        guard (0...200_000).contains(count) else {
            throw ValidationError("--count: 0 to 200000 SKUs can be made")
        }
    }

    func run() throws {
        let start = ContinuousClock.now
        let catalogue = try Catalogue(CatalogueGenerator(seed: seed, count: count).entries())
        try ResultFile.write(json: catalogue.entries, to: out)
        let counts = TreeLevel.allCases.map { "\($0): \(catalogue.count(at: $0))" }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        print("\(counts.joined(separator: ", ")); \(String(format: "%.1f", seconds)) s")
    }
}
