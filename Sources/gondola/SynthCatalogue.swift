import ArgumentParser
import Foundation
import Retail
import Synthesis

/// Makes up a catalogue.
struct SynthCatalogue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue", abstract: "Make up a catalogue: a JSON list of SKUs in tree order.")

    @Option(help: "How many SKUs.") var count: Int
    @Option(help: "Seed: the same number gives the same catalogue.") var seed: UInt64 = 1
    @Option(help: "The file to write.") var out: String

    func run() throws {
        let catalogue = try Catalogue(CatalogueGenerator(seed: seed, count: count).entries())
        try SynthCatalogue.write(catalogue.entries, to: out)
    }

    /// Writes `value` as JSON with its keys in order, so that equal values give equal files.
    static func write(_ value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(value)
        do {
            try data.write(to: URL(fileURLWithPath: path))
        } catch {
            throw SynthesisError.unwritable(path: path, reason: error.localizedDescription)
        }
    }

    /// Reads a catalogue in the form that this command writes.
    static func read(_ path: String) throws -> [CatalogueEntry] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SynthesisError.unreadable(path: path, reason: "it is missing or may not be read")
        }
        do {
            return try JSONDecoder().decode([CatalogueEntry].self, from: data)
        } catch {
            throw SynthesisError.unreadable(path: path, reason: "it is no catalogue: \(error)")
        }
    }
}
